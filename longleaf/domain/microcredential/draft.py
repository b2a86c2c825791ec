"""A draft being written: partial, never refused for what is still missing."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.microcredential.entries import NEW, Step, fresh_name, take_step
from longleaf.domain.microcredential.fields import (
    FIELDS,
    LONGEST_TEXT,
    Draft,
    changed,
    conflicts,
    holder_of,
    pattern_of,
    read_field,
    write_field,
)

__all__ = [
    "FIELDS",
    "LONGEST_TEXT",
    "Draft",
    "Step",
    "begin_draft",
    "changed",
    "conflicts",
    "fresh_name",
    "pattern_of",
    "read_field",
    "take_step",
    "whole_draft",
    "write_field",
]


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
    for pattern, new in NEW.items():
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
    holder, key = holder_of(draft, head)
    entries = holder.get(key)
    if isinstance(entries, list):
        yield from (f"{head}[{at}]{tail}" for at in range(len(entries)))


def _completed(draft: Draft, path: str, new: "Callable[[Draft, Step], Draft]") -> list[Problem]:
    holder, key = holder_of(draft, path)
    entries = holder.setdefault(key, [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return [Problem(path, "This must be a list, each entry a set of named fields.")]
    for entry in entries:
        for name, empty in new(draft, Step("add", path)).items():
            entry.setdefault(name, [] if isinstance(empty, list) else empty)
    return []
