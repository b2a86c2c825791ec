"""Verbs on standing: the summaries that lists show, kept in step with the facts."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from longleaf.basis.amount import show_amount
from longleaf.domain.renewal.jurisdiction import jurisdiction_of
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Facts
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.renewal import facts_of
from longleaf.records.models import credit as rows

_BATCH = 500
# In one statement with one value: hundreds of rows at a time, many times in a row.
_WRITE = """
INSERT INTO records_standingsummary (license_id, outcome, required, counted, missing,
    missing_number, categories, policy_version, policy_hash, computed_at)
SELECT * FROM jsonb_to_recordset(%s::jsonb) AS said(license_id uuid, outcome text, required text,
    counted text, missing text, missing_number float8, categories jsonb, policy_version text,
    policy_hash text, computed_at timestamptz)
ON CONFLICT (license_id) DO UPDATE SET (outcome, required, counted, missing, missing_number,
    categories, policy_version, policy_hash, computed_at) = (EXCLUDED.outcome, EXCLUDED.required,
    EXCLUDED.counted, EXCLUDED.missing, EXCLUDED.missing_number, EXCLUDED.categories,
    EXCLUDED.policy_version, EXCLUDED.policy_hash, EXCLUDED.computed_at)
"""


def refresh_standing(*, persons: Iterable[UUID], on: date, now: datetime) -> int:
    """Compute the standing of these people's running cycles anew, in the caller's transaction.

    Returns:
        How many cycles were computed.
    """
    running = rows.License.objects.filter(person__in=list(persons), expires_on__gte=on)
    return _refresh(running.order_by("pk"), on=on, now=now)


def refresh_all_standing(*, on: date, now: datetime) -> Iterator[int]:
    """Compute every running cycle anew, a batch at a time; yields how many are done so far.

    For a new day, which may let a cycle begin or an era end, and for a changed policy.
    """
    done = 0
    cycles = rows.License.objects.filter(expires_on__gte=on).order_by("pk")
    last: UUID | None = None
    while batch := list((cycles if last is None else cycles.filter(pk__gt=last))[:_BATCH]):
        done += _refresh(batch, on=on, now=now)
        last = batch[-1].pk
        yield done


def _refresh(cycles: Iterable[rows.License], *, on: date, now: datetime) -> int:
    held: Sequence[rows.License] = list(cycles)
    facts = facts_of(held, on=on)
    summaries = []
    # Many have the same facts, as far as a summary goes: those are worked out once.
    known: dict[Facts, dict[str, object]] = {}
    for cycle in held:
        these = _without_names(facts[cycle.pk])
        summary = known.get(these)
        if summary is None:
            rules = rules_of(jurisdiction_of(these.employer))
            summary = known[these] = _summary(evaluate(rules, these, on), now)
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


def _summary(evaluation: Evaluation, now: datetime) -> dict[str, object]:
    """The columns of a summary, but for the license."""
    missing = evaluation.missing
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
        "policy_version": evaluation.policy.version,
        "policy_hash": evaluation.policy.hash,
        "computed_at": now.isoformat(),
    }
