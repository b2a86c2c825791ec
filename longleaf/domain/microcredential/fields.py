"""The fields of a draft: read and written by path, and compared when two write at once."""

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from longleaf.basis.problem import Problem, ProblemsError

Draft = dict[str, Any]
Kind = Literal["text", "whole", "words", "address", "tags", "alignments"]

LONGEST_TEXT: Final = 20_000

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
    holder, key = holder_of(draft, path)
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
    holder, key = holder_of(draft, path)
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


def holder_of(draft: Mapping[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """The mapping that holds the last step of a path, and that step.

    Raises:
        ProblemsError: If the way there ends early.
    """
    *way, last = path.split(".")
    holder: Any = draft
    for step in way:
        holder = _follow(holder, step, path)
    if not isinstance(holder, dict):
        raise ProblemsError([gone(path)])
    return holder, last


def _follow(holder: Any, step: str, path: str) -> Any:
    found = _STEP.match(step)
    if found is None or not isinstance(holder, dict) or found[1] not in holder:
        raise ProblemsError([gone(path)])
    value = holder[found[1]]
    if found[2] is None:
        return value
    if not isinstance(value, list) or int(found[2]) >= len(value):
        raise ProblemsError([gone(path)])
    return value[int(found[2])]


def gone(path: str) -> Problem:
    """What is said of an entry that someone has removed."""
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
