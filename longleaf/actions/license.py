"""Verbs on licenses: put a renewal cycle on record, and an annual evaluation's rating."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.renewal import refresh_standing
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.cycle import Cycle, problems_with
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.models import credit as rows
from longleaf.records.queries.organization import organizations_of

RATINGS = ("not_demonstrated", "developing", "proficient", "accomplished", "distinguished")


@transaction.atomic
def record_license(
    *, by: Actor, person: UUID, cycle: Cycle, license: UUID | None = None, now: datetime
) -> UUID:
    """Put a cycle on record, or correct the one named; the same again changes nothing.

    Raises:
        NoSuchRecordError: If the person or the license is not in the actor's reach.
        ProblemsError: If the cycle makes no sense, or overlaps another of the same kind.
    """
    on = legal_day(now)
    _authorize(by, "record_license", person, on)
    problems = problems_with(cycle)
    if problems:
        raise ProblemsError(problems)
    held = rows.License(person_id=person)
    if license is not None:
        found = rows.License.objects.select_for_update().filter(pk=license, person=person).first()
        if found is None:
            raise NoSuchRecordError
        held = found
    else:
        same = _same(person, cycle)
        if same is not None:
            return same
    held.kind, held.grade_span = cycle.kind, cycle.grade_span
    held.field = cycle.field
    held.cycle_began_on, held.expires_on = cycle.began_on, cycle.expires_on
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        raise ProblemsError(
            [
                Problem(
                    "expires_on",
                    "Another cycle of this license overlaps these days.",
                    "Correct that one instead.",
                )
            ]
        ) from error
    record_event(
        "license.recorded",
        by=by,
        subject=("license", held.pk),
        details={"kind": held.kind, "expires_on": str(held.expires_on)},
        now=now,
    )
    refresh_standing(persons=[person], on=on, now=now)
    return held.pk


@transaction.atomic
def record_rating(*, by: Actor, person: UUID, rating: str, rated_on: date, now: datetime) -> None:
    """Put the rating of an annual evaluation on record; the same day again corrects it."""
    on = legal_day(now)
    _authorize(by, "record_rating", person, on)
    problems = []
    if rating not in RATINGS:
        problems.append(Problem("rating", "That rating is not known.", "Choose from the list."))
    if rated_on > on:
        problems.append(Problem("rated_on", "That day has not come yet.", "Give the day it was."))
    if problems:
        raise ProblemsError(problems)
    rows.EvaluationRating.objects.update_or_create(
        person_id=person,
        rated_on=rated_on,
        defaults={"rating": rating, "recorded_by_id": by.person},
    )
    record_event(
        "evaluation.recorded",
        by=by,
        subject=("person", person),
        details={"rated_on": str(rated_on)},
        now=now,
    )
    refresh_standing(persons=[person], on=on, now=now)


def _same(person: UUID, cycle: Cycle) -> UUID | None:
    return (
        rows.License.objects.filter(
            person=person,
            kind=cycle.kind,
            grade_span=cycle.grade_span,
            field=cycle.field,
            cycle_began_on=cycle.began_on,
            expires_on=cycle.expires_on,
        )
        .values_list("pk", flat=True)
        .first()
    )


def _authorize(by: Actor, verb: str, person: UUID, on: date) -> None:
    where = organizations_of([person], on=on) & by.reach([RoleKind.COORDINATOR])
    if person != by.person and not where:
        raise NoSuchRecordError
    authorize(by, verb, owner=person, organization=next(iter(where), None))
