"""`python -m tests.mutation.one MODULE NUMBER`: the tests of the rules with one mutant in place."""

import sys
from importlib import import_module
from importlib.abc import SourceLoader
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType

import pytest

from tests.mutation.mutants import ROOT, mutated

TESTS = ["tests/policy", "--ignore-glob=*columnar*", "--ignore-glob=*simulate*"]


class _SameExamples:
    """The same examples every time: a mutant is killed by a test, not by luck."""

    def pytest_configure(self) -> None:
        settings = import_module("hypothesis").settings
        settings.register_profile("mutation", derandomize=True, database=None)
        settings.load_profile("mutation")


class _Mutating(SourceFileLoader):
    """Loads a module from a text of its own."""

    def __init__(self, loader: SourceLoader, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec")


class _Finder:
    """Finds the one module that is mutated, before anybody else does."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        file = ROOT.parent.parent.joinpath(*name.split(".")).with_suffix(".py")
        loader = _Mutating(SourceFileLoader(name, str(file)), name, str(file), self._text)
        return ModuleSpec(name, loader, origin=str(file))


def main(module: str, number: int) -> int:
    """Run the tests; a number below 0 is the module as it stands."""
    name = "longleaf.policy." + module.removesuffix(".py").replace("/", ".")
    for loaded in [one for one in sys.modules if one.startswith("longleaf.policy.")]:
        del sys.modules[loaded]
    if number >= 0:
        sys.meta_path.insert(0, _Finder(name, mutated(module, number)))
    options = ["-x", "-q", "-n0", "--no-header", "-p", "no:cacheprovider", "-p", "no:django"]
    return int(pytest.main([*TESTS, *options], plugins=[_SameExamples()]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
