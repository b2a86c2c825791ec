"""The lists of a draft: entries added with fresh keys, removed with what points to them, moved."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.microcredential.fields import Draft, gone, holder_of

_MOST_ENTRIES: Final = 60


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a list: an entry added at its end, removed, or moved by one place.

    Attributes:
        act: "add", "remove", "up" or "down".
        where: The list to add to ("research"), else the entry ("research[2]").
        kind: For a new evidence part: its kind.
    """

    act: Literal["add", "remove", "up", "down"]
    where: str
    kind: str = ""


def take_step(draft: Draft, step: Step) -> str:
    """Add, remove or move an entry, in place; returns the path of the entry, or of its list.

    Raises:
        ProblemsError: If the list or entry is not there, or the list is full.
    """
    if step.act == "add":
        return _add(draft, step)
    head, found = step.where[: step.where.rfind("[")], re.search(r"\[(\d{1,4})\]\Z", step.where)
    entries = _list(draft, head)
    at = int(found[1]) if found else len(entries)
    if at >= len(entries):
        raise ProblemsError([gone(step.where)])
    if step.act == "remove":
        _forget(draft, head, entries.pop(at))
        return head
    to = at - 1 if step.act == "up" else at + 1
    if 0 <= to < len(entries):
        entries[at], entries[to] = entries[to], entries[at]
        at = to
    return f"{head}[{at}]"


def _list(draft: Draft, path: str) -> list[Any]:
    if re.sub(r"\[\d+\]", "[]", path) not in NEW:
        raise ProblemsError([Problem(path, "There is no such list.", "Reload the page.")])
    holder, key = holder_of(draft, path)
    entries = holder.setdefault(key, [])
    if not isinstance(entries, list):
        raise ProblemsError([gone(path)])
    return entries


def _add(draft: Draft, step: Step) -> str:
    entries = _list(draft, step.where)
    if len(entries) >= _MOST_ENTRIES:
        reason = f"There are {len(entries)} already, which is as many as there can be."
        raise ProblemsError([Problem(step.where, reason)])
    entries.append(NEW[re.sub(r"\[\d+\]", "[]", step.where)](draft, step))
    return f"{step.where}[{len(entries) - 1}]"


def _forget(draft: Draft, head: str, entry: Any) -> None:
    """Take a removed level or part out of what refers to it, so that nothing points nowhere."""
    key = entry.get("key") if isinstance(entry, dict) else None
    rubric = draft.get("rubric", {})
    if head == "rubric.levels":
        if rubric.get("passing_level") == key:
            rubric["passing_level"] = ""
        for criterion in rubric.get("criteria", []):
            criterion.get("descriptions", {}).pop(key, None)
    if head == "evidence.parts":
        for criterion in rubric.get("criteria", []):
            criterion["part"] = [one for one in criterion.get("part", []) if one != key]


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("key"), str):
            yield value["key"]
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def _fresh(draft: Draft, name: str) -> str:
    """A key that no entry of the draft has, so that answers are never stored under two."""
    return fresh_name(name, set(_keys(draft)))


def fresh_name(name: str, used: Collection[str]) -> str:
    """The name itself if it is free, else with the first number that makes it so."""
    number, free = 2, name
    while free in used:
        free = f"{name}-{number}"
        number += 1
    return free


def _component(draft: Draft, _: Step) -> Draft:
    return {"key": _fresh(draft, "step"), "title": "", "description": ""}


def _research(_draft: Draft, _: Step) -> Draft:
    return {"citation": "", "summary": "", "url": None}


def _resource(_draft: Draft, _: Step) -> Draft:
    return {"title": "", "description": "", "url": None}


def _question(draft: Draft, _: Step | None = None) -> Draft:
    return {"key": _fresh(draft, "question"), "prompt": "", "min_words": 50, "max_words": 300}


def _request(draft: Draft, _: Step | None = None) -> Draft:
    key = _fresh(draft, "artifact")
    return {"key": key, "title": "", "guidance": "", "kinds": [], "minimum": 1, "maximum": 3}


_TITLES: Final = {"questions": "Context", "artifacts": "Evidence", "reflection": "Reflection"}


def _part(draft: Draft, step: Step) -> Draft:
    kind = step.kind if step.kind in _TITLES else "questions"
    return {
        "key": _fresh(draft, kind),
        "kind": kind,
        "title": _TITLES[kind],
        "guidance": "",
        "questions": [] if kind == "artifacts" else [_question(draft)],
        "requests": [_request(draft)] if kind == "artifacts" else [],
    }


def _level(draft: Draft, _: Step) -> Draft:
    return {"key": _fresh(draft, "level"), "title": ""}


def _criterion(draft: Draft, _: Step) -> Draft:
    levels = draft.get("rubric", {}).get("levels", [])
    return {
        "key": _fresh(draft, "criterion"),
        "title": "",
        "part": [],
        "descriptions": {level["key"]: "" for level in levels},
        "next_step": "",
    }


NEW: Final[Mapping[str, Callable[[Draft, Step], Draft]]] = {
    "key_method.components": _component,
    "research": _research,
    "resources": _resource,
    "evidence.parts": _part,
    "evidence.parts[].questions": _question,
    "evidence.parts[].requests": _request,
    "rubric.levels": _level,
    "rubric.criteria": _criterion,
}
