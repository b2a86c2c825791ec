"""The innermost loops a second time, compiled, where the machine that installed us had a compiler.

There is one definition of each: the function in Python that is decorated with `or_compiled`. Its
twin of the same name in `_compiled.c` does the same in less time, and takes its place if it is
there. The tests hold the two against each other, and run once with each. Which one runs makes no
difference but in speed; LONGLEAF_COMPILED=0 in the environment asks for Python.
"""

import os
from collections.abc import Callable
from types import ModuleType
from typing import ParamSpec, TypeVar

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def _found() -> ModuleType | None:
    if os.environ.get("LONGLEAF_COMPILED", "1") != "1":
        return None
    try:
        from longleaf.credential import _compiled  # noqa: PLC0415 - it may not be there
    except ImportError:
        return None
    return _compiled


_MODULE = _found()

IS_COMPILED = _MODULE is not None
"""Whether the compiled part is there and used."""

TWINS: dict[str, tuple[Callable[..., object], Callable[..., object]]] = {}
"""By name: what is defined in Python, and what runs in its place."""


def or_compiled(defined: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """The compiled twin of a function, if there is one here; else the function itself.

    A twin takes its arguments by their places.
    """
    runs: Callable[_Arguments, _Result] = getattr(_MODULE, defined.__name__, defined)
    TWINS[defined.__name__] = (defined, runs)
    return runs
