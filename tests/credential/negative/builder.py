"""Builds documents that must not pass, from the rows of the tables (`*.json`) beside this file.

A row is an object:
  name     what was done to the document, as the end of "a document …"
  from     the starts it is done to (a name of `STARTS`, or a list of them)
  do       steps, each [verb, …]; the verbs are `VERBS`, paths are lists of members and places
  check    the first check that does not pass
  reason   why
  also     an earlier check that fails with it: a proof without a part is not as the standard asks
  outcome  "failed" unless it says "could_not_check"
  now      the moment for which it is checked, if another than the examples'
"""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from longleaf.credential.report import Outcome
from tests.credential.examples import NOW

HERE = Path(__file__).parent
Start = Callable[[], Any]
STARTS: dict[str, Start] = {}
"""Good documents by name; the modules of the starts fill it."""


@dataclass(frozen=True)
class Case:
    """One document that must not pass, and what must be said of it."""

    name: str
    start: str
    steps: list[list[Any]]
    check: str
    reason: str
    outcome: Outcome
    now: datetime
    also: str

    def __str__(self) -> str:
        return f"{self.start}: {self.name}"

    def document(self) -> Any:
        """The document, altered; text or bytes if a step made it so."""
        document = copy.deepcopy(good(self.start))
        for verb, *rest in self.steps:
            document = VERBS[verb](document, *rest)
        return document


_made: dict[str, Any] = {}


def good(start: str) -> Any:
    """A start's document, made once."""
    if start not in _made:
        _made[start] = STARTS[start]()
    return _made[start]


def cases(table: str) -> Iterator[Case]:
    """The cases of one table."""
    for row in json.loads((HERE / f"{table}.json").read_text(encoding="utf-8")):
        starts = row["from"] if isinstance(row["from"], list) else [row["from"]]
        now = datetime.fromisoformat(row["now"]) if "now" in row else NOW
        for start in starts:
            yield Case(
                name=row["name"],
                start=start,
                steps=row["do"],
                check=row["check"],
                reason=row["reason"],
                outcome=Outcome(row.get("outcome", "failed")),
                now=now,
                also=row.get("also", ""),
            )


def _holder(document: Any, path: list[str | int]) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


def _at(document: Any, path: list[str | int]) -> Any:
    for step in path:
        document = document[step]
    return document


def _set(document: Any, path: list[str | int], value: object) -> Any:
    _holder(document, path)[path[-1]] = value
    return document


def _remove(document: Any, path: list[str | int]) -> Any:
    del _holder(document, path)[path[-1]]
    return document


def _rename(document: Any, path: list[str | int], name: str) -> Any:
    holder = _holder(document, path)
    holder[name] = holder.pop(path[-1])
    return document


def _append(document: Any, path: list[str | int], value: object) -> Any:
    _at(document, path).append(value)
    return document


def _swap(document: Any, one: list[str | int], other: list[str | int]) -> Any:
    first, second = _at(document, one), _at(document, other)
    return _set(_set(document, one, second), other, first)


def _take(document: Any, path: list[str | int], start: str, other: list[str | int]) -> Any:
    """Put there what stands at a place of another good document."""
    return _set(document, path, copy.deepcopy(_at(good(start), other)))


def _flip(document: Any, path: list[str | int], place: int) -> Any:
    """Another character of the same alphabet at one place of a text."""
    text = _at(document, path)
    other = "A" if text[place] != "A" else "B"
    place %= len(text)
    return _set(document, path, text[:place] + other + text[place + 1 :])


def _cut(document: Any, path: list[str | int], length: int) -> Any:
    """Only so many characters of a text (from the end, if negative)."""
    return _set(document, path, _at(document, path)[:length])


def _prefix(document: Any, path: list[str | int], text: str) -> Any:
    return _set(document, path, text + _at(document, path))


def _suffix(document: Any, path: list[str | int], text: str) -> Any:
    return _set(document, path, _at(document, path) + text)


def _reverse(document: Any, path: list[str | int]) -> Any:
    _at(document, path).reverse()
    return document


def _wrap(document: Any, path: list[str | int], form: str) -> Any:
    """The value inside something else, such as {"@list": VALUE}, where VALUE stands for it."""
    value = json.dumps(_at(document, path))
    return _set(document, path, json.loads(form.replace('"VALUE"', value)))


def _text(document: Any) -> str:
    return json.dumps(document)


def _replace(document: Any, old: str, new: str) -> str:
    """Another text for the first place of a text in the file."""
    text = document if isinstance(document, str) else json.dumps(document)
    assert old in text, old
    return text.replace(old, new, 1)


def _truncate(document: Any, length: int) -> str:
    """Only so many characters of the file."""
    return (document if isinstance(document, str) else json.dumps(document))[:length]


VERBS: Mapping[str, Callable[..., Any]] = {
    "set": _set,
    "remove": _remove,
    "rename": _rename,
    "append": _append,
    "swap": _swap,
    "take": _take,
    "flip": _flip,
    "cut": _cut,
    "prefix": _prefix,
    "suffix": _suffix,
    "reverse": _reverse,
    "wrap": _wrap,
    "text": _text,
    "replace": _replace,
    "truncate": _truncate,
}
