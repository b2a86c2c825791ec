"""Kinds of values, as small checks that are put together into the shapes of the standards."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from longleaf.basis.problem import Problem
from longleaf.credential.document import as_list
from longleaf.credential.instants import parse_instant
from longleaf.credential.refusal import RefusedError
from longleaf.credential.schema import standing_in
from longleaf.credential.schema.standing_in import of_values

Check = standing_in.Check

NOT_A_LIST = "must be a list."
"""The reason that `problems_of` leaves out of what others' documents are held to."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+\Z")
_EXTENSION = re.compile(r"ext:[A-Za-z0-9|._]")


def text(value: object, where: str) -> Iterator[Problem]:
    """A string."""
    if not isinstance(value, str):
        yield Problem(where, "must be text.")


def number(value: object, where: str) -> Iterator[Problem]:
    """A number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Problem(where, "must be a number.")


def boolean(value: object, where: str) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem(where, "must be true or false.")


@of_values
def url(value: object, where: str) -> Iterator[Problem]:
    """One absolute URL or URI."""
    if not isinstance(value, str) or _URL.match(value) is None:
        yield Problem(where, "must be one complete address (a URL or other URI).")


@of_values
def instant(value: object, where: str) -> Iterator[Problem]:
    """A dateTimeStamp, with its time zone."""
    try:
        parse_instant(value)
    except RefusedError as error:
        yield Problem(where, error.sentence)


@of_values
def day(value: object, where: str) -> Iterator[Problem]:
    """A calendar day such as 1999-12-31."""
    try:
        if not isinstance(value, str) or date.fromisoformat(value).isoformat() != value:
            yield Problem(where, "must be a day like 1999-12-31.")
    except ValueError:
        yield Problem(where, "must be a day like 1999-12-31.")


@of_values
def day_or_instant(value: object, where: str) -> Iterator[Problem]:
    """A calendar day, as the context says, or a dateTimeStamp, as the published schema says."""
    if list(day(value, where)) and list(instant(value, where)):
        yield Problem(where, "must be a day, or a date and time with a time zone.")


def matching(pattern: str, meaning: str) -> Check:
    """A string of a form; `meaning` completes "must be …"."""
    form = re.compile(pattern + r"\Z")

    @of_values
    def check(value: object, where: str) -> Iterator[Problem]:
        if not isinstance(value, str) or form.match(value) is None:
            yield Problem(where, f"must be {meaning}.")

    return check


def one_of(*allowed: str, extensible: bool = False) -> Check:
    """One of the standard's words, or an "ext:" word where the list may be extended."""
    words = frozenset(allowed)

    @of_values
    def check(value: object, where: str) -> Iterator[Problem]:
        known = isinstance(value, str) and (
            value in words or (extensible and _EXTENSION.search(value) is not None)
        )
        if not known:
            yield Problem(
                where, f'"{str(value)[:60]}" is not one of the words the standard allows.'
            )

    return check


def list_of(check: Check, *, at_least: int = 0) -> Check:
    """An array whose items all pass the check."""

    def check_all(value: object, where: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(where, NOT_A_LIST)
            yield from check(value, where)
            return
        if len(value) < at_least:
            yield Problem(where, "must not be empty.")
        for place, item in enumerate(value):
            yield from check(item, f"{where}[{place}]")

    return check_all


def one_or_more(check: Check) -> Check:
    """One value, or an array of at least one."""
    several = list_of(check, at_least=1)

    def check_either(value: object, where: str) -> Iterator[Problem]:
        yield from several(value, where) if isinstance(value, list) else check(value, where)

    return check_either


def either(first: Check, second: Check, meaning: str) -> Check:
    """Passes if one of the two does; `meaning` completes "must be …"."""

    def check(value: object, where: str) -> Iterator[Problem]:
        if isinstance(value, str):
            yield from first(value, where)
        elif isinstance(value, dict):
            yield from second(value, where)
        else:
            yield Problem(where, f"must be {meaning}.")

    return check


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of the standard.

    Attributes:
        type: The word that `type` must be or hold; None if any will do.
        type_is_list: Whether `type` is an array that holds the word, or the word itself.
        required: Members that must be there.
        members: The check for each member that the standard knows; others may be there.
        closed: Whether no other member may be there.
    """

    type: str | None = None
    type_is_list: bool = True
    required: tuple[str, ...] = ()
    members: Mapping[str, Check] = field(default_factory=dict)
    closed: bool = False

    def __call__(self, value: object, where: str) -> Iterator[Problem]:
        """What is wrong with the value as an object of this shape."""
        if not isinstance(value, dict):
            yield Problem(where, "must be an object.")
            return
        for name in self.required:
            if name not in value:
                yield Problem(_inside(where, name), "is missing.")
        if "type" in value:
            yield from self._check_type(value["type"], _inside(where, "type"))
        for name, inner in value.items():
            check = self.members.get(name)
            if check is not None:
                yield from check(inner, _inside(where, name))
            elif self.closed and name != "type":
                yield Problem(_inside(where, name), "is not allowed here.")

    def _check_type(self, value: object, where: str) -> Iterator[Problem]:
        if not value or not all(isinstance(item, str) for item in as_list(value)):
            yield Problem(where, "must be one or more words.")
        elif self.type is None:
            return
        elif not self.type_is_list and value != self.type:
            yield Problem(where, f'must be "{self.type}".')
        elif self.type not in as_list(value):
            yield Problem(where, f'must include "{self.type}".')
        elif self.type_is_list and not isinstance(value, list):
            yield Problem(where, NOT_A_LIST)


def _inside(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
