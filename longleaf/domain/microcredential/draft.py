"""A draft being written: partial, addressed by path, never refused for what is still missing."""

import copy
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from longleaf.basis.problem import Problem, ProblemsError

Draft = dict[str, Any]
Kind = Literal["text", "whole", "words", "address", "tags", "alignments"]

LONGEST_TEXT: Final = 20_000
_MOST_ENTRIES: Final = 60

# Every field that can be written, with [] for any place in a list and * for any key.
FIELDS: Final[Mapping[str, Kind]] = {
    "title": "text",
    "summary": "text",
    "competency": "text",
    "audience": "words",
    "grade_spans": "words",
    "renewal_categories": "words",
    "effort_hours": "text",
    "tags": "tags",
    "key_method.title": "text",
    "key_method.description": "text",
    "key_method.components[].title": "text",
    "key_method.components[].description": "text",
    "research[].citation": "text",
    "research[].summary": "text",
    "research[].url": "address",
    "resources[].title": "text",
    "resources[].description": "text",
    "resources[].url": "address",
    "evidence.parts[].title": "text",
    "evidence.parts[].guidance": "text",
    "evidence.parts[].questions[].prompt": "text",
    "evidence.parts[].questions[].min_words": "whole",
    "evidence.parts[].questions[].max_words": "whole",
    "evidence.parts[].requests[].title": "text",
    "evidence.parts[].requests[].guidance": "text",
    "evidence.parts[].requests[].kinds": "words",
    "evidence.parts[].requests[].minimum": "whole",
    "evidence.parts[].requests[].maximum": "whole",
    "rubric.levels[].title": "text",
    "rubric.passing_level": "text",
    "rubric.criteria[].title": "text",
    "rubric.criteria[].part": "words",
    "rubric.criteria[].descriptions.*": "text",
    "rubric.criteria[].next_step": "text",
    "alignments": "alignments",
}
_STEP: Final = re.compile(r"([a-z0-9_-]+)(?:\[(\d{1,4})\])?\Z", re.ASCII)


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


def begin_draft(*, slug: str, title: str) -> Draft:
    """A draft with the parts that nearly every micro-credential has, ready to be filled in."""
    draft: Draft = {
        "slug": slug,
        "title": title,
        "summary": "",
        "competency": "",
        "audience": [],
        "grade_spans": [],
        "key_method": {"title": "", "description": "", "components": []},
        "research": [],
        "resources": [],
        "evidence": {"parts": []},
        "rubric": {
            "levels": [
                {"key": "not_yet", "title": "Not yet"},
                {"key": "demonstrated", "title": "Demonstrated"},
            ],
            "passing_level": "demonstrated",
            "criteria": [],
        },
        "alignments": [],
        "renewal_categories": [],
        "effort_hours": "",
        "tags": [],
    }
    for step in (
        Step("add", "key_method.components"),
        Step("add", "research"),
        Step("add", "evidence.parts", "questions"),
        Step("add", "evidence.parts", "artifacts"),
        Step("add", "evidence.parts", "reflection"),
        Step("add", "rubric.criteria"),
    ):
        take_step(draft, step)
    return draft


def whole_draft(data: Mapping[str, Any]) -> Draft:
    """A draft from someone's data, with an empty place for whatever it leaves out.

    Raises:
        ProblemsError: If a list or a set of fields is something else, so that nothing could be
            written there.
    """
    draft: Draft = copy.deepcopy(dict(data))
    for key, empty in begin_draft(slug="", title="").items():
        # A definition that leaves a list out has none; the examples of a new draft are not its.
        draft.setdefault(key, [] if isinstance(empty, list) else "")
    problems: list[Problem] = []
    for key, lists in _HOLDERS.items():
        draft[key] = draft[key] or {}
        if not isinstance(draft[key], dict):
            problems.append(Problem(key, "This must be a set of named fields."))
            continue
        for inner in lists:
            draft[key].setdefault(inner, [])
    if problems:
        raise ProblemsError(problems)
    for pattern, new in _NEW.items():
        for path in list(_places(draft, pattern)):
            problems += _completed(draft, path, new)
        if problems:
            raise ProblemsError(problems)
    return draft


_HOLDERS: Final = {
    "key_method": ("components",),
    "evidence": ("parts",),
    "rubric": ("levels", "criteria"),
}


def _places(draft: Draft, pattern: str) -> Iterator[str]:
    """Every list that a pattern such as "evidence.parts[].questions" stands for."""
    head, marker, tail = pattern.partition("[]")
    if not marker:
        yield pattern
        return
    holder, key = _holder(draft, head)
    entries = holder.get(key)
    if isinstance(entries, list):
        yield from (f"{head}[{at}]{tail}" for at in range(len(entries)))


def _completed(draft: Draft, path: str, new: "Callable[[Draft, Step], Draft]") -> list[Problem]:
    holder, key = _holder(draft, path)
    entries = holder.setdefault(key, [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return [Problem(path, "This must be a list, each entry a set of named fields.")]
    for entry in entries:
        for name, empty in new(draft, Step("add", path)).items():
            entry.setdefault(name, [] if isinstance(empty, list) else empty)
    return []


def pattern_of(path: str) -> str:
    """The path with its places in lists left open: "research[2].url" gives "research[].url".

    Raises:
        ProblemsError: If no such field can be written.
    """
    pattern = re.sub(r"\[\d+\]", "[]", path)
    if pattern.startswith("rubric.criteria[].descriptions."):
        pattern = "rubric.criteria[].descriptions.*"
    if pattern not in FIELDS:
        raise ProblemsError([Problem(path, "There is no such field.", "Reload the page.")])
    return pattern


def read_field(draft: Mapping[str, Any], path: str) -> list[str]:
    """What stands in a field, as the texts of a form: one, or one for each choice made.

    Raises:
        ProblemsError: If there is no such field, or no such entry of a list any more.
    """
    kind = FIELDS[pattern_of(path)]
    holder, key = _holder(draft, path)
    value = holder.get(key)
    if kind == "alignments":
        return [f"{one.get('framework')} {one.get('element')}" for one in value or []]
    if kind == "tags":
        return [", ".join(value or [])]
    if kind == "words":
        return [str(one) for one in value or []]
    return ["" if value is None else str(value)]


def write_field(draft: Draft, path: str, texts: Sequence[str]) -> None:
    """Write a form's texts into a field.

    Raises:
        ProblemsError: If there is no such field or entry, or the text is far too long.
    """
    kind = FIELDS[pattern_of(path)]
    if any(len(text) > LONGEST_TEXT for text in texts):
        reason = f"This may have at most {LONGEST_TEXT:,} characters."
        raise ProblemsError([Problem(path, reason, "Shorten it; a link can hold the rest.")])
    holder, key = _holder(draft, path)
    clean = [text.replace("\r\n", "\n").replace("\x00", "") for text in texts]
    holder[key] = _READ[kind](clean)


def _one(texts: Sequence[str]) -> str:
    return texts[-1] if texts else ""


def _whole(texts: Sequence[str]) -> object:
    text = _one(texts).strip()
    # What is not a number is kept as it was typed; the checks say what is wrong with it.
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else text


def _tags(texts: Sequence[str]) -> list[str]:
    words = (word.strip() for word in _one(texts).split(","))
    return list(dict.fromkeys(word for word in words if word))


def _alignments(texts: Sequence[str]) -> list[dict[str, str]]:
    pairs = (text.partition(" ") for text in texts if text.strip())
    return [{"framework": framework, "element": element} for framework, _, element in pairs]


_READ: Final[Mapping[Kind, Callable[[Sequence[str]], object]]] = {
    "text": _one,
    "whole": _whole,
    "words": lambda texts: [text for text in texts if text],
    "address": lambda texts: _one(texts).strip() or None,
    "tags": _tags,
    "alignments": _alignments,
}


def _holder(draft: Mapping[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """The mapping that holds the last step of a path, and that step."""
    *way, last = path.split(".")
    holder: Any = draft
    for step in way:
        holder = _follow(holder, step, path)
    if not isinstance(holder, dict):
        raise ProblemsError([_gone(path)])
    return holder, last


def _follow(holder: Any, step: str, path: str) -> Any:
    found = _STEP.match(step)
    if found is None or not isinstance(holder, dict) or found[1] not in holder:
        raise ProblemsError([_gone(path)])
    value = holder[found[1]]
    if found[2] is None:
        return value
    if not isinstance(value, list) or int(found[2]) >= len(value):
        raise ProblemsError([_gone(path)])
    return value[int(found[2])]


def _gone(path: str) -> Problem:
    return Problem(path, "This entry is no longer there.", "Reload the page to see what is.")


def changed(draft: Mapping[str, Any], changes: Mapping[str, Sequence[str]]) -> Draft:
    """A copy of the draft with these fields written.

    Raises:
        ProblemsError: With every field that cannot be written.
    """
    after = copy.deepcopy(dict(draft))
    problems: list[Problem] = []
    for path, texts in changes.items():
        try:
            write_field(after, path, texts)
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return after


def conflicts(
    draft: Mapping[str, Any],
    changes: Mapping[str, Sequence[str]],
    seen: Mapping[str, Sequence[str]],
) -> dict[str, list[str]]:
    """The fields in which a save from an old page would undo someone's text, with that text.

    A field conflicts unless it still holds what the writer had read, or already what they write.
    An entry that is gone conflicts with the empty text.
    """
    found: dict[str, list[str]] = {}
    for path, texts in changes.items():
        try:
            stored = read_field(draft, path)
        except ProblemsError:
            found[path] = []
            continue
        if _same(stored, texts) or (path in seen and _same(stored, seen[path])):
            continue
        found[path] = stored
    return found


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    left, right = ([text.replace("\r\n", "\n") for text in texts] for texts in (one, other))
    return left == right or (len(left) > 1 and sorted(left) == sorted(right))


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
        raise ProblemsError([_gone(step.where)])
    if step.act == "remove":
        _forget(draft, head, entries.pop(at))
        return head
    to = at - 1 if step.act == "up" else at + 1
    if 0 <= to < len(entries):
        entries[at], entries[to] = entries[to], entries[at]
        at = to
    return f"{head}[{at}]"


def _list(draft: Draft, path: str) -> list[Any]:
    if re.sub(r"\[\d+\]", "[]", path) not in _NEW:
        raise ProblemsError([Problem(path, "There is no such list.", "Reload the page.")])
    holder, key = _holder(draft, path)
    entries = holder.setdefault(key, [])
    if not isinstance(entries, list):
        raise ProblemsError([_gone(path)])
    return entries


def _add(draft: Draft, step: Step) -> str:
    entries = _list(draft, step.where)
    if len(entries) >= _MOST_ENTRIES:
        reason = f"There are {len(entries)} already, which is as many as there can be."
        raise ProblemsError([Problem(step.where, reason)])
    entries.append(_NEW[re.sub(r"\[\d+\]", "[]", step.where)](draft, step))
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


_NEW: Final[Mapping[str, Callable[[Draft, Step], Draft]]] = {
    "key_method.components": _component,
    "research": _research,
    "resources": _resource,
    "evidence.parts": _part,
    "evidence.parts[].questions": _question,
    "evidence.parts[].requests": _request,
    "rubric.levels": _level,
    "rubric.criteria": _criterion,
}
