"""Verbs on standing: the summaries that lists show, kept in step with the facts."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from longleaf.basis.amount import show_amount
from longleaf.domain.renewal.jurisdiction import jurisdiction_of
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Facts
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.renewal import facts_of, runs
from longleaf.records.models import credit as rows

MISSING_TASK: Final = "longleaf.jobs.renewal.compute_missing"
_BATCH = 500
# In one statement with one value: hundreds of rows at a time, many times in a row.
_COLUMNS: Final = {
    "license_id": "uuid",
    "outcome": "text",
    "required": "text",
    "counted": "text",
    "missing": "text",
    "missing_number": "float8",
    "categories": "jsonb",
    "hours_outcome": "text",
    "mastery_outcome": "text",
    "mastery_shown": "int",
    "mastery_asked": "int",
    "policy_version": "text",
    "policy_hash": "text",
    "computed_at": "timestamptz",
}
_SAID = [name for name in _COLUMNS if name != "license_id"]
_WRITE = f"""
INSERT INTO records_standingsummary ({", ".join(_COLUMNS)})
SELECT * FROM jsonb_to_recordset(%s::jsonb)
    AS said({", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())})
ON CONFLICT (license_id) DO UPDATE SET ({", ".join(_SAID)})
    = ({", ".join(f"EXCLUDED.{name}" for name in _SAID)})
"""  # noqa: S608 - names of columns, written above


# Whoever computes a standing, or sets it aside, holds the license: facts are read and the summary
# written while nobody else does either, so that no summary is older than the facts on record.
_SET_ASIDE = "DELETE FROM records_standingsummary WHERE license_id = ANY(%s)"


def refresh_standing(*, persons: Iterable[UUID], on: date, now: datetime) -> int:
    """Compute the standing of these people's running cycles anew, in the caller's transaction.

    Returns:
        How many cycles were computed.
    """
    return _refresh(_running(on).filter(person__any_of=list(persons)), on=on, now=now)


def refresh_standing_later(*, persons: Iterable[UUID], on: date) -> None:
    """Set the standing of these people's running cycles aside and have it computed by a job.

    Both in the caller's transaction, so that no list ever shows a standing from before what the
    caller does: until the job has come to it, lists say that it is not computed yet. The page of
    a license computes its standing when it is opened, in any case.
    """
    running = _held(_running(on).filter(person__any_of=list(persons))).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE, [list(running)])
    app.configure_task(MISSING_TASK, queue="upkeep", lock=MISSING_TASK).defer()


def compute_missing_standing(*, on: date, now: datetime) -> Iterator[int]:
    """Compute what was set aside, a batch at a time; yields how many cycles are done so far."""
    return _in_batches(_running(on).filter(summary__isnull=True), on=on, now=now)


def refresh_all_standing(*, on: date, now: datetime) -> Iterator[int]:
    """Compute every running cycle anew, a batch at a time; yields how many are done so far.

    For a new day, which may let a cycle begin or an era end, and for a changed policy.
    """
    return _in_batches(_running(on), on=on, now=now)


def _running(on: date) -> QuerySet[rows.License]:
    return rows.License.objects.filter(runs(on))


def _held(cycles: QuerySet[rows.License]) -> QuerySet[rows.License]:
    return cycles.order_by("pk").select_for_update(of=("self",), no_key=True)


def _in_batches(cycles: QuerySet[rows.License], *, on: date, now: datetime) -> Iterator[int]:
    done = 0
    wanted = list(cycles.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(wanted), _BATCH):
        batch = rows.License.objects.filter(pk__any_of=wanted[start : start + _BATCH])
        with transaction.atomic():
            done += _refresh(batch, on=on, now=now)
        yield done


def _refresh(cycles: QuerySet[rows.License], *, on: date, now: datetime) -> int:
    held: Sequence[rows.License] = list(_held(cycles))
    facts = facts_of(held, on=on)
    summaries = []
    # Many have the same facts, as far as a summary goes: those are worked out once.
    known: dict[Facts, dict[str, object]] = {}
    for cycle in held:
        these = _without_names(facts[cycle.pk])
        summary = known.get(these)
        if summary is None:
            rules = rules_of(jurisdiction_of(these.employer))
            summary = known[these] = _summary(these, evaluate(rules, these, on), now)
        summaries.append({"license_id": str(cycle.pk), **summary})
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [json.dumps(summaries)])
    return len(summaries)


def _without_names(facts: Facts) -> Facts:
    """The facts with a number for each award and activity: a summary names none of them."""
    return replace(
        facts,
        activities=tuple(
            replace(one, id=f"{number:04}") for number, one in enumerate(facts.activities)
        ),
        awards=tuple(replace(one, id=f"{number:04}") for number, one in enumerate(facts.awards)),
        recognized=tuple(
            replace(one, id=f"{number:04}") for number, one in enumerate(facts.recognized)
        ),
    )


def _summary(facts: Facts, evaluation: Evaluation, now: datetime) -> dict[str, object]:
    """The columns of a summary, but for the license."""
    missing, mastery = evaluation.missing, evaluation.mastery
    demands = [one for group in mastery.groups for one in group.standings]
    return {
        "outcome": evaluation.outcome.value,
        "required": "" if evaluation.required is None else show_amount(evaluation.required),
        "counted": show_amount(evaluation.counted),
        "missing": "" if missing is None else show_amount(missing),
        "missing_number": None if missing is None else float(missing),
        "categories": [
            {
                "name": category.name,
                "title": category.title,
                "required": show_amount(category.required),
                "counted": show_amount(category.counted),
                "missing": show_amount(category.missing),
                "outcome": category.outcome.value,
            }
            for category in evaluation.categories
        ],
        "hours_outcome": mastery.hours.value,
        "mastery_outcome": "" if mastery.shown is None else mastery.shown.value,
        "mastery_shown": len({one.id for award in facts.awards for one in award.competencies}),
        "mastery_asked": sum(one.demand.at_least for one in demands),
        "policy_version": evaluation.policy.version,
        "policy_hash": evaluation.policy.hash,
        "computed_at": now.isoformat(),
    }
