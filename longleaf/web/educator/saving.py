"""Answers and declarations as they come from a form, whole or field by field."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from longleaf.actions.errors import StaleTextError
from longleaf.actions.evidence.write import declare, save_response
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.text import storable
from longleaf.domain.organization.actor import Actor

# A text's field is "q.part.question"; "r.part.question" holds the revision that was read.
_FIELD_PARTS = 3


@dataclass
class Outcome:
    """What became of the fields.

    Attributes:
        revisions: By hidden field, the revision to save over next.
        conflicts: By field, what stands there now; these were not saved.
        problems: What was refused.
    """

    revisions: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def save_answers(*, by: Actor, submission: UUID, posted: QueryDict, now: datetime) -> Outcome:
    """Save each answer of a form; one that cannot be saved does not hold the others back."""
    outcome = Outcome()
    seen = _seen(posted)
    for name, part, question in _answers(posted):
        hidden = f"r.{part}.{question}"
        try:
            saved = save_response(
                by=by,
                submission=submission,
                part=part,
                question=question,
                text=posted.get(name, ""),
                revision=_revision(posted.get(hidden, "")),
                seen=seen.get(name),
                now=now,
            )
        except StaleTextError as stale:
            outcome.conflicts[name] = stale.stored
            outcome.revisions[hidden] = str(stale.revision)
        except ProblemsError as refused:
            outcome.problems += refused.problems
        else:
            outcome.revisions[hidden] = str(saved.revision)
    return outcome


def save_declaration(*, by: Actor, submission: UUID, posted: QueryDict, now: datetime) -> None:
    """Save what was said of the whole: the fields a script names as changed, or else all."""
    changed = posted.getlist("changed") or ["students", "consent", "own_work", "note"]
    if not {"students", "consent", "own_work", "note"} & set(changed):
        return
    declare(
        by=by,
        submission=submission,
        students=posted.get("students") if "students" in changed else None,
        consent=posted.get("consent") if "consent" in changed else None,
        own_work=bool(posted.get("own_work")) if "own_work" in changed else None,
        note_to_reviewers=posted.get("note") if "note" in changed else None,
        now=now,
    )


def _answers(posted: QueryDict) -> Iterator[tuple[str, str, str]]:
    for name in posted:
        parts = name.split(".")
        if len(parts) == _FIELD_PARTS and parts[0] == "q":
            yield name, parts[1], parts[2]


def _revision(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - what the column holds


def _seen(posted: QueryDict) -> dict[str, str]:
    """What a script says stood in the fields when they were read: {"name": ["text"]}."""
    try:
        found = json.loads(posted.get("seen", "{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(name): storable(values[0])
        for name, values in found.items()
        if isinstance(values, list) and len(values) == 1 and isinstance(values[0], str)
    }
