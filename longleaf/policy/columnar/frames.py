"""Frames: the facts of many educators as columns.

A word is text; several words are one text with single spaces between them, empty for none; an
amount is text ("1.5", "2/3"); null is what is not known, as it is in a facts file.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

import polars as pl

from longleaf.basis.amount import show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.facts import (
    Activity,
    AwardFact,
    Competency,
    Facts,
    PlanFact,
    Recognized,
)
from longleaf.policy.facts_reading import parse_facts

Key: TypeAlias = int | str
"""What tells one educator from another: a number or a text, the same in all frames."""

Value: TypeAlias = str | int | bool | date | None
Needed: TypeAlias = Mapping[str, tuple[str, ...]]

EDUCATOR: Final = "educator"
LICENSES: Final[Mapping[str, type[pl.DataType]]] = {
    "kind": pl.String,
    "grade_span": pl.String,
    "cycle_began_on": pl.Date,
    "expires_on": pl.Date,
    "extended_to": pl.Date,
    "years_employed": pl.String,
    "jurisdiction": pl.String,
    "local": pl.String,
    "rating": pl.String,
    "rated_on": pl.Date,
    "national_board": pl.Boolean,
    "national_board_on": pl.Date,
    "legislator": pl.Boolean,
    "lifetime": pl.Boolean,
    "plan": pl.String,
    "plan_met": pl.Boolean,
}
ACTIVITIES: Final[Mapping[str, type[pl.DataType]]] = {
    "id": pl.String,
    "kind": pl.String,
    "quantity": pl.String,
    "unit": pl.String,
    "categories": pl.String,
    "completed_on": pl.Date,
    "approved": pl.Boolean,
    "evidence": pl.String,
    "began_on": pl.Date,
    "approved_on": pl.Date,
    "approved_by": pl.String,
    "banked": pl.Boolean,
}
AWARDS: Final[Mapping[str, type[pl.DataType]]] = {
    "id": pl.String,
    "microcredential": pl.String,
    "granted_on": pl.Date,
    "stack": pl.String,
    "slug": pl.String,
    "categories": pl.String,
    "effort_hours": pl.String,
    "competencies": pl.String,
    "evidence": pl.String,
    "approved_on": pl.Date,
    "approved_by": pl.String,
    "banked": pl.Boolean,
}
RECOGNIZED: Final[Mapping[str, type[pl.DataType]]] = {
    "id": pl.String,
    "quantity": pl.String,
    "unit": pl.String,
    "categories": pl.String,
    "earned_on": pl.Date,
    "kinds": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """The facts of some educators; every one has exactly one row in `licenses`.

    Attributes:
        licenses: `educator` and the columns of LICENSES; the license, the employer, the rating
            and the standing facts.
        activities: `educator` and the columns of ACTIVITIES.
        awards: `educator` and the columns of AWARDS. Null `categories`: nothing is known of the
            definition.
        recognized: `educator` and the columns of RECOGNIZED.
        apart: Facts that no column carries, whole; their entries stand in no frame.
    """

    licenses: pl.DataFrame
    activities: pl.DataFrame
    awards: pl.DataFrame
    recognized: pl.DataFrame
    apart: Mapping[Key, Facts] = field(default_factory=dict)


def empty(
    columns: Mapping[str, type[pl.DataType]], key: pl.DataType | type[pl.DataType]
) -> pl.DataFrame:
    """A frame without rows."""
    return pl.DataFrame(schema={EDUCATOR: key, **columns})


def frames_of(educators: Iterable[tuple[Key, Facts]]) -> Frames:
    """Facts as columns.

    Args:
        educators: Each with a key of its own: all numbers, or all texts.
    """
    rows: dict[str, list[dict[str, Value]]] = {
        name: [] for name in ("licenses", "activities", "awards", "recognized")
    }
    apart: dict[Key, Facts] = {}
    for key, facts in educators:
        rows["licenses"].append({EDUCATOR: key, **_license_row(facts)})
        if not _fits(facts):
            apart[key] = facts
            continue
        rows["activities"] += [{EDUCATOR: key, **_activity_row(one)} for one in facts.activities]
        rows["awards"] += [{EDUCATOR: key, **_award_row(one)} for one in facts.awards]
        rows["recognized"] += [{EDUCATOR: key, **_badge_row(one)} for one in facts.recognized]
    texts = any(isinstance(row[EDUCATOR], str) for row in rows["licenses"][:1])
    key_type = pl.String if texts else pl.Int64

    def frame(name: str, columns: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
        return pl.DataFrame(rows[name], schema={EDUCATOR: key_type, **columns})

    return Frames(
        frame("licenses", LICENSES),
        frame("activities", ACTIVITIES),
        frame("awards", AWARDS),
        frame("recognized", RECOGNIZED),
        apart,
    )


def _fits(facts: Facts) -> bool:
    """Whether columns carry all of it."""
    lists = [one.categories for one in facts.activities]
    lists += [one.evidence for one in facts.activities]
    lists += [one.evidence for one in facts.awards]
    lists += [one.definition.renewal_categories for one in facts.awards if one.definition]
    lists += [one.categories for one in facts.recognized]
    lists += [one.kinds for one in facts.recognized]
    words = {word for words in lists for word in words or ()}
    return (
        not facts.assignments
        and (facts.plan is None or isinstance(facts.plan, PlanFact))
        and all(word and " " not in word for word in words)
    )


def _words(words: Sequence[str] | None) -> str | None:
    return None if words is None else " ".join(words)


def _amount(amount: Fraction | None) -> str | None:
    return None if amount is None else show_amount(amount)


def _license_row(facts: Facts) -> dict[str, Value]:
    held, standing, board = facts.license, facts.standing_facts, facts.standing_facts.national_board
    plan = facts.plan if isinstance(facts.plan, PlanFact) else None
    return {
        "kind": held.kind,
        "grade_span": held.grade_span,
        "cycle_began_on": held.cycle_began_on,
        "expires_on": held.expires_on,
        "extended_to": held.extended_to,
        "years_employed": _amount(held.years_employed),
        "jurisdiction": facts.employer.jurisdiction,
        "local": facts.employer.local,
        "rating": None if facts.evaluation is None else facts.evaluation.rating,
        "rated_on": None if facts.evaluation is None else facts.evaluation.on,
        "national_board": True if isinstance(board, date) else board,
        "national_board_on": board if isinstance(board, date) else None,
        "legislator": standing.legislator,
        "lifetime": standing.lifetime,
        "plan": None if plan is None else plan.name,
        "plan_met": None if plan is None else plan.met,
    }


def _activity_row(one: Activity) -> dict[str, Value]:
    return {
        "id": one.id,
        "kind": one.kind,
        "quantity": show_amount(one.quantity),
        "unit": one.unit,
        "categories": _words(one.categories),
        "completed_on": one.completed_on,
        "approved": one.approved,
        "evidence": _words(one.evidence),
        "began_on": one.began_on,
        "approved_on": one.approved_on,
        "approved_by": one.approved_by,
        "banked": one.banked,
    }


def _award_row(one: AwardFact) -> dict[str, Value]:
    known = one.definition or Microcredential()
    return {
        "id": one.id,
        "microcredential": one.microcredential,
        "granted_on": one.granted_on,
        "stack": one.stack,
        "slug": known.slug,
        "categories": None if one.definition is None else _words(known.renewal_categories),
        "effort_hours": _amount(known.effort_hours),
        "competencies": _competencies_as_text(one.competencies),
        "evidence": _words(one.evidence),
        "approved_on": one.approved_on,
        "approved_by": one.approved_by,
        "banked": one.banked,
    }


def _competencies_as_text(found: Sequence[Competency]) -> str | None:
    if not found:
        return None
    listed = [{k: v for k, v in asdict(one).items() if v is not None} for one in found]
    return json.dumps(listed, separators=(",", ":"))


def _badge_row(one: Recognized) -> dict[str, Value]:
    return {
        "id": one.id,
        "quantity": show_amount(one.quantity),
        "unit": one.unit,
        "categories": _words(one.categories),
        "earned_on": one.earned_on,
        "kinds": _words(one.kinds),
    }


def apart_as_rows(apart: Mapping[Key, str], key: pl.DataType) -> pl.DataFrame:
    """Facts files as rows."""
    return pl.DataFrame(
        {EDUCATOR: list(apart), "facts": list(apart.values())},
        schema={EDUCATOR: key, "facts": pl.String},
    )


def facts_apart(rows: pl.DataFrame, where: str) -> dict[Key, Facts]:
    """Facts files out of rows.

    Raises:
        ProblemsError: If one of them cannot be read.
    """
    found: dict[Key, Facts] = {}
    for key, text in rows.select(EDUCATOR, "facts").iter_rows():
        try:
            found[key] = parse_facts(text.encode())
        except ProblemsError as error:
            problems = [
                Problem(f"{where}: {key}: {one.where}", one.reason, one.fix)
                for one in error.problems
            ]
            raise ProblemsError(problems) from None
    return found
