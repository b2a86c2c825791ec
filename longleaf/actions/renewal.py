"""Verbs on standing: the summaries that lists show, kept in step with the facts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from longleaf.basis.amount import show_amount
from longleaf.domain.renewal.jurisdiction import jurisdiction_of
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.renewal import facts_of
from longleaf.records.models import credit as rows

_BATCH = 500


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
    for cycle in held:
        known = facts[cycle.pk]
        evaluation = evaluate(rules_of(jurisdiction_of(known.employer)), known, on)
        summaries.append(_summary(cycle, evaluation, now))
    rows.StandingSummary.objects.bulk_create(
        summaries,
        update_conflicts=True,
        unique_fields=["license"],
        update_fields=[
            "outcome",
            "required",
            "counted",
            "missing",
            "missing_number",
            "categories",
            "policy_version",
            "policy_hash",
            "computed_at",
        ],
    )
    return len(summaries)


def _summary(cycle: rows.License, evaluation: Evaluation, now: datetime) -> rows.StandingSummary:
    missing = evaluation.missing
    return rows.StandingSummary(
        license=cycle,
        outcome=evaluation.outcome.value,
        required="" if evaluation.required is None else show_amount(evaluation.required),
        counted=show_amount(evaluation.counted),
        missing="" if missing is None else show_amount(missing),
        missing_number=None if missing is None else float(missing),
        categories=[
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
        policy_version=evaluation.policy.version,
        policy_hash=evaluation.policy.hash,
        computed_at=now,
    )
