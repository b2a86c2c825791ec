"""Rows: the facts of single educators, out of columns again."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeVar, cast

import polars as pl

from longleaf.policy.columnar.frames import EDUCATOR, Frames, Key, Value
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.document import Json
from longleaf.policy.facts import (
    Activity,
    AwardFact,
    Competency,
    Employer,
    Facts,
    License,
    PlanFact,
    Rating,
    Recognized,
    StandingFacts,
)

T = TypeVar("T")
Row = Mapping[str, Value]


def facts_from(frames: Frames, keys: Collection[Key]) -> dict[Key, Facts]:
    """The facts of some educators, in the order of the frame of licenses.

    Args:
        frames: The columns.
        keys: Which educators; keys that no license has are passed over.
    """
    wanted = [key for key in keys if key not in frames.apart]

    def chosen(frame: pl.DataFrame) -> Iterable[Row]:
        only = pl.Series(wanted, dtype=frame.schema[EDUCATOR])
        return frame.filter(pl.col(EDUCATOR).is_in(only.implode())).iter_rows(named=True)

    activities = _by_educator(chosen(frames.activities), _activity)
    awards = _by_educator(chosen(frames.awards), _award)
    recognized = _by_educator(chosen(frames.recognized), _badge)
    found = {}
    for row in chosen(frames.licenses):
        key = cast("Key", row[EDUCATOR])
        found[key] = _facts(
            row, activities.get(key, []), awards.get(key, []), recognized.get(key, [])
        )
    return {**found, **{key: frames.apart[key] for key in keys if key in frames.apart}}


def _by_educator(rows: Iterable[Row], read: Callable[[Row], T]) -> dict[Key, list[T]]:
    found: dict[Key, list[T]] = {}
    for row in rows:
        found.setdefault(cast("Key", row[EDUCATOR]), []).append(read(row))
    return found


def _text(row: Row, name: str) -> str:
    return cast("str", row[name])


def _text_or_none(row: Row, name: str) -> str | None:
    return cast("str | None", row[name])


def _day(row: Row, name: str) -> date | None:
    return cast("date | None", row[name])


def _flag(row: Row, name: str) -> bool | None:
    return cast("bool | None", row[name])


def _words(row: Row, name: str) -> tuple[str, ...] | None:
    text = _text_or_none(row, name)
    return None if text is None else tuple(text.split())


def _amount(row: Row, name: str) -> Fraction | None:
    text = _text_or_none(row, name)
    return None if text is None else Fraction(text)


def _facts(
    row: Row, activities: list[Activity], awards: list[AwardFact], recognized: list[Recognized]
) -> Facts:
    rating, plan = _text_or_none(row, "rating"), _text_or_none(row, "plan")
    return Facts(
        License(
            _text(row, "kind"),
            _text_or_none(row, "grade_span"),
            _day(row, "cycle_began_on"),
            _day(row, "expires_on"),
            _day(row, "extended_to"),
            _amount(row, "years_employed"),
        ),
        Employer(_text_or_none(row, "jurisdiction"), _text_or_none(row, "local")),
        None if rating is None else Rating(rating, _day(row, "rated_on")),
        tuple(activities),
        tuple(awards),
        StandingFacts(
            _day(row, "national_board_on") or _flag(row, "national_board"),
            _flag(row, "legislator"),
            _flag(row, "lifetime"),
        ),
        tuple(recognized),
        plan=None if plan is None else PlanFact(plan, _flag(row, "plan_met")),
    )


def _activity(row: Row) -> Activity:
    return Activity(
        _text(row, "id"),
        _text(row, "kind"),
        Fraction(_text(row, "quantity")),
        _text(row, "unit"),
        _words(row, "categories"),
        _day(row, "completed_on"),
        _flag(row, "approved"),
        _words(row, "evidence"),
        _day(row, "began_on"),
        _day(row, "approved_on"),
        _text_or_none(row, "approved_by"),
        _flag(row, "banked"),
    )


def _award(row: Row) -> AwardFact:
    categories = _words(row, "categories")
    known = None
    if categories is not None:
        slug, hours = _text_or_none(row, "slug"), _amount(row, "effort_hours")
        known = Microcredential(slug, categories, hours)
    return AwardFact(
        _text(row, "id"),
        _text(row, "microcredential"),
        _day(row, "granted_on"),
        _text_or_none(row, "stack"),
        _competencies(_text_or_none(row, "competencies")),
        known,
        evidence=_words(row, "evidence"),
        approved_on=_day(row, "approved_on"),
        approved_by=_text_or_none(row, "approved_by"),
        banked=_flag(row, "banked"),
    )


def _competencies(text: str | None) -> tuple[Competency, ...]:
    if text is None:
        return ()
    found = cast("list[Mapping[str, Json]]", json.loads(text))
    return tuple(
        Competency(
            cast("str", one["id"]),
            cast("str", one["level"]),
            _given(one.get("evidence")),
            _given(one.get("confirmed_by")),
        )
        for one in found
    )


def _given(words: Json) -> tuple[str, ...] | None:
    return None if words is None else tuple(cast("list[str]", words))


def _badge(row: Row) -> Recognized:
    return Recognized(
        _text(row, "id"),
        Fraction(_text(row, "quantity")),
        _text(row, "unit"),
        _words(row, "categories") or (),
        _day(row, "earned_on"),
        _words(row, "kinds") or (),
    )
