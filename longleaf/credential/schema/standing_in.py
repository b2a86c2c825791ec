"""Values that stand in for any string or number while a schema is applied to a whole shape.

What a schema asks of an object is decided by its members and by the types of their values, which
are the same for all documents of a shape. What it asks of single strings is noted, and asked again
of each document. A stand-in tells nothing else of itself: a rule that looks at more than is noted
stops with an error, and such documents are held to the schema one by one.
"""

from collections.abc import Callable, Iterator
from functools import wraps

from longleaf.basis.problem import Problem

Check = Callable[[object, str], Iterator[Problem]]
Note = Callable[[Check, tuple[int, ...]], None]


class StoodInError(Exception):
    """A rule asked a stand-in for what it cannot tell."""


class _StandIn:
    """Any value of one type, at one place of the flat document."""

    __slots__ = ("note", "place")

    def __init__(self, place: int, note: Note) -> None:
        self.place = place
        self.note = note

    def _refuse(self, *_: object) -> bool:
        raise StoodInError

    __bool__ = _refuse
    __eq__ = _refuse
    __ne__ = _refuse
    __lt__ = _refuse
    __gt__ = _refuse
    __le__ = _refuse
    __ge__ = _refuse
    __contains__ = _refuse

    def __hash__(self) -> int:
        raise StoodInError

    def __str__(self) -> str:
        raise StoodInError

    def __repr__(self) -> str:
        raise StoodInError

    def __format__(self, _: str) -> str:
        raise StoodInError

    def __getattr__(self, _: str) -> object:
        raise StoodInError


class AnyText(_StandIn):
    """Any string."""

    __slots__ = ()

    @property  # type: ignore[misc]  # this is what isinstance asks
    def __class__(self) -> type[str]:  # type: ignore[override]  # as above
        return str


class AnyNumber(_StandIn):
    """Any number, whole or not, but neither true nor false."""

    __slots__ = ()

    @property  # type: ignore[misc]  # this is what isinstance asks
    def __class__(self) -> type[float]:  # type: ignore[override]  # as above
        return float


def of_values(check: Check) -> Check:
    """Mark a rule that looks at a string, or at a tuple of them, as one that can be noted."""

    @wraps(check)
    def noted(value: object, where: str) -> Iterator[Problem]:
        if type(value) is str:  # the usual, soonest
            return check(value, where)
        values = value if type(value) is tuple else (value,)
        stand_ins = [item for item in values if issubclass(type(item), _StandIn)]
        if not stand_ins:
            return check(value, where)
        if len(stand_ins) != len(values):
            raise StoodInError
        stand_ins[0].note(check, tuple(item.place for item in stand_ins))
        return iter(())

    return noted
