"""Verbs on licenses: put on record a renewal cycle, employment in it, an evaluation's rating."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.renewal import refresh_standing
from longleaf.basis.amount import show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.cycle import Claims, Cycle, problems_with
from longleaf.domain.renewal.employment import (
    Employment,
    problems_with_employment,
    share_of,
    years_of,
)
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
        if same is not None and (cycle.claims is None or _claims_of(same) == cycle.claims):
            return same.pk
        held = same or held
    held.kind, held.grade_span = cycle.kind, cycle.grade_span
    held.field = cycle.field
    held.cycle_began_on, held.expires_on = cycle.began_on, cycle.expires_on
    if held.extended_to is not None and held.extended_to <= held.expires_on:
        # What was granted is overtaken: the license as corrected runs longer by itself.
        held.extended_to, held.extended_by, held.extension_reason = None, "", ""
    if cycle.claims is not None:
        _claim(held, cycle.claims)
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


@transaction.atomic
def record_employment(
    *, by: Actor, person: UUID, license: UUID, said: Employment, now: datetime
) -> None:
    """Put on record what an employer knows: years employed, assignments, a granted extension.

    What is left out is taken off the record; the same again changes nothing.

    Raises:
        NoSuchRecordError: If the person or the license is not in the actor's reach.
        ProblemsError: With everything that is wrong with what was said.
    """
    on = legal_day(now)
    where = organizations_of([person], on=on) & by.reach([RoleKind.COORDINATOR])
    held = rows.License.objects.select_for_update().filter(pk=license, person=person).first()
    if not where or held is None:
        raise NoSuchRecordError
    authorize(by, "record_employment", organization=next(iter(where)))
    problems = problems_with_employment(said, expires_on=held.expires_on)
    if problems:
        raise ProblemsError(problems)
    if not _employ(held, said):
        return
    record_event(
        "license.employment_recorded",
        by=by,
        subject=("license", held.pk),
        details={
            "years_employed": None if held.years_employed is None else str(held.years_employed),
            "extended_to": None if held.extended_to is None else str(held.extended_to),
            "assignments": len(said.assignments),
        },
        now=now,
    )
    refresh_standing(persons=[person], on=on, now=now)


def _employ(held: rows.License, said: Employment) -> bool:
    """Write what was said; returns whether anything changed."""
    years = years_of(said.years)
    fields = {
        "years_employed": None if years is None else Decimal(show_amount(years)),
        "extended_to": said.extension.until,
        "extended_by": said.extension.by.strip(),
        "extension_reason": said.extension.reason.strip(),
    }
    shares = {
        (one.kind, one.grade_span): Decimal(show_amount(share_of(one.percent)))
        for one in said.assignments
    }
    before = {(one.kind, one.grade_span): one.share for one in held.assignments.all()}
    changed = {name: value for name, value in fields.items() if getattr(held, name) != value}
    for name, value in changed.items():
        setattr(held, name, value)
    if changed:
        held.save(update_fields=list(changed))
    if shares != before:
        held.assignments.all().delete()
        rows.Assignment.objects.bulk_create(
            rows.Assignment(license=held, kind=kind, grade_span=span, share=share)
            for (kind, span), share in shares.items()
        )
    return bool(changed) or shares != before


def _claim(held: rows.License, claims: Claims) -> None:
    held.national_board, held.national_board_on = claims.national_board, claims.national_board_on
    held.legislator, held.lifetime = claims.legislator, claims.lifetime


def _claims_of(held: rows.License) -> Claims:
    return Claims(held.national_board, held.national_board_on, held.legislator, held.lifetime)


def _same(person: UUID, cycle: Cycle) -> rows.License | None:
    return (
        rows.License.objects.filter(
            person=person,
            kind=cycle.kind,
            grade_span=cycle.grade_span,
            field=cycle.field,
            cycle_began_on=cycle.began_on,
            expires_on=cycle.expires_on,
        )
        .select_for_update()
        .first()
    )


def _authorize(by: Actor, verb: str, person: UUID, on: date) -> None:
    where = organizations_of([person], on=on) & by.reach([RoleKind.COORDINATOR])
    if person != by.person and not where:
        raise NoSuchRecordError
    authorize(by, verb, owner=person, organization=next(iter(where), None))
