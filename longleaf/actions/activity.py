"""Verbs on activities: record, decide, withdraw; an approved one is entered into the ledger."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.credit import enter_line, reverse_line
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.actions.renewal import refresh_standing
from longleaf.basis.amount import parse_amount, show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.credit.activity import Recorded, problems_with
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import jurisdiction_of, legal_day
from longleaf.domain.renewal.recording import evidence_kinds_in
from longleaf.policy.facts import Activity
from longleaf.policy.rules import Rules
from longleaf.policy.worth import activity_worth
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.renewal import activity_fact, employers_of
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from longleaf.records.queries.organization import in_force

_DECIDERS = (RoleKind.COORDINATOR,)


@transaction.atomic
def record_activity(
    *,
    by: Actor,
    person: UUID,
    said: Recorded,
    provider: str = "",
    now: datetime,
) -> UUID:
    """Put an activity down for credit; a coordinator of the person's LEA decides on it.

    The same again, while the first still waits, gives the first: a second click adds nothing.

    Raises:
        ProblemsError: With everything that is wrong with what was said.
        NoSuchRecordError: If the person works nowhere that the actor may record for.
    """
    on = legal_day(now)
    where = _workplace(by, person, on)
    authorize(by, "record_activity", owner=person, organization=where.pk)
    rules = _rules(person, on)
    completed_on = said.completed_on
    problems = problems_with(
        said,
        kinds=rules.activities,
        units={rules.unit, "certificate", *rules.conversions},
        categories=rules.categories,
        evidence_kinds=evidence_kinds_in(rules),
        on=on,
    )
    if problems or completed_on is None or by.person is None:
        raise ProblemsError(problems)
    told = rows.Activity(
        person_id=person,
        organization=where,
        kind=said.kind,
        title=said.title.strip(),
        provider=provider.strip(),
        quantity=Decimal(show_amount(parse_amount(said.quantity.strip()))),
        unit=said.unit,
        completed_on=completed_on,
        categories=list(said.categories),
        evidence_kinds=list(said.evidence_kinds),
        began_on=said.began_on,
        approved_on=said.approved_on,
        approved_by=said.approved_by,
        banked=said.banked,
        recorded_by_id=by.person,
        recorded_at=now,
    )
    before = _waiting_alike(told)
    if before is not None:
        return before
    told.save(force_insert=True)
    _note("activity.recorded", by, told, now)
    refresh_standing(persons=[person], on=on, now=now)
    return told.pk


@transaction.atomic
def approve_activity(
    *,
    by: Actor,
    activity: UUID,
    categories: Sequence[str],
    approved_on: date | None = None,
    now: datetime,
) -> None:
    """Approve an activity for these categories, and enter it into the ledger.

    Args:
        by: A coordinator of the LEA where it was recorded.
        activity: The activity.
        categories: Where it may count.
        approved_on: The day it was approved, if that was before today and is not on record.
        now: The moment of the decision.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        AlreadyDoneError: If it was decided before.
        ProblemsError: If no category, or an unknown one, is given.
    """
    on = legal_day(now)
    held = _waiting(by, activity)
    rules = _rules(held.person_id, on)
    unknown = set(categories) - set(rules.categories)
    if unknown or not categories:
        raise ProblemsError(
            [
                Problem(
                    "categories",
                    "It must count in at least one category of the policy.",
                    "Choose where it may count; “general” takes any credit.",
                )
            ]
        )
    if approved_on is not None and approved_on > on:
        raise ProblemsError(
            [Problem("approved_on", "That day has not come yet.", "Leave it out for today.")]
        )
    held.categories = list(categories)
    # Whoever decides here decides for the LEA; an approval that was on record before stays.
    held.approved_on = held.approved_on or approved_on or on
    held.approved_by = held.approved_by or "lea"
    _decide(by, held, rows.ActivityState.APPROVED, "", now)
    fact = _fact(held)
    expires = (
        rows.License.objects.filter(
            person=held.person_id,
            cycle_began_on__lte=held.completed_on,
            expires_on__gte=held.completed_on,
        )
        .values_list("expires_on", flat=True)
        .first()
    )
    worth = activity_worth(rules, fact, expires_on=expires, demands=())
    enter_line(
        rows.CreditEntry(
            person_id=held.person_id,
            kind="activity",
            activity=held,
            categories=list(categories),
            earned_on=held.completed_on,
        ),
        by=by,
        credits=worth.credits,
        rules=rules,
        on=on,
        now=now,
    )
    notify(
        held.person_id,
        kind="activity.approved",
        subject=f"Approved for credit: {held.title}",
        body=f"Your coordinator approved “{held.title}”. Your standing now counts it.",
        path="/standing",
        now=now,
    )


@transaction.atomic
def decline_activity(*, by: Actor, activity: UUID, reason: str, now: datetime) -> None:
    """Decline an activity, with a reason for the one who recorded it."""
    held = _waiting(by, activity)
    if not reason.strip():
        raise ProblemsError(
            [Problem("reason", "Declining needs a reason.", "Say what is missing or why not.")]
        )
    _decide(by, held, rows.ActivityState.DECLINED, reason.strip(), now)
    refresh_standing(persons=[held.person_id], on=legal_day(now), now=now)
    notify(
        held.person_id,
        kind="activity.declined",
        subject=f"Not approved for credit: {held.title}",
        body=f"Your coordinator did not approve “{held.title}”. The reason: {reason.strip()}",
        path=f"/activities/{held.pk}",
        now=now,
    )


@transaction.atomic
def withdraw_activity(*, by: Actor, activity: UUID, now: datetime) -> None:
    """Take back an activity one recorded; if it was entered, a new line takes the credit back."""
    held = _locked(activity)
    if held is None or held.person_id != by.person:
        raise NoSuchRecordError
    authorize(by, "withdraw_activity", owner=held.person_id)
    if held.state == rows.ActivityState.WITHDRAWN:
        return
    line = held.credit_entries.filter(kind="activity", reversed_by__isnull=True).first()
    held.state = rows.ActivityState.WITHDRAWN
    held.save(update_fields=["state"])
    _note("activity.withdrawn", by, held, now)
    on = legal_day(now)
    if line is not None:
        reverse_line(line, by=by, reason="Withdrawn by its owner.", on=on, now=now)
    refresh_standing(persons=[held.person_id], on=on, now=now)


def _waiting_alike(told: rows.Activity) -> UUID | None:
    """One that says the same and still waits; recordings for one person go one after another."""
    people.Person.objects.select_for_update(no_key=True).get(pk=told.person_id)
    return (
        rows.Activity.objects.filter(
            person=told.person_id,
            kind=told.kind,
            title=told.title,
            provider=told.provider,
            quantity=told.quantity,
            unit=told.unit,
            completed_on=told.completed_on,
            began_on=told.began_on,
            approved_on=told.approved_on,
            approved_by=told.approved_by,
            evidence_kinds=told.evidence_kinds,
            banked=told.banked,
            state=rows.ActivityState.RECORDED,
        )
        .values_list("pk", flat=True)
        .first()
    )


def _workplace(by: Actor, person: UUID, on: date) -> people.Organization:
    """Where the person works: their own choice of place first, else one in the actor's reach."""
    held = people.Role.objects.filter(in_force(on), person=person, kind="educator")
    if person != by.person:
        held = held.filter(organization__in=by.reach(_DECIDERS))
    role = held.select_related("organization").order_by("-began_on", "pk").first()
    if role is None:
        raise NoSuchRecordError
    return role.organization


def _rules(person: UUID, on: date) -> Rules:
    return rules_of(jurisdiction_of(employers_of([person], on=on).get(person)))


def _locked(activity: UUID) -> rows.Activity | None:
    return rows.Activity.objects.select_for_update().filter(pk=activity).first()


def _waiting(by: Actor, activity: UUID) -> rows.Activity:
    held = _locked(activity)
    if held is None or held.organization_id not in by.reach(_DECIDERS):
        raise NoSuchRecordError
    authorize(by, "decide_activity", organization=held.organization_id)
    if held.person_id == by.person:
        raise ProblemsError(
            [
                Problem(
                    "",
                    "Nobody decides on their own activity.",
                    "Ask another coordinator of your LEA.",
                )
            ]
        )
    if held.state != rows.ActivityState.RECORDED:
        raise AlreadyDoneError(f"This activity is already {held.get_state_display().lower()}.")
    return held


def _decide(
    by: Actor, held: rows.Activity, state: rows.ActivityState, reason: str, now: datetime
) -> None:
    held.state = state
    held.decided_by_id = by.person
    held.decided_at = now
    held.reason = reason
    held.save()
    _note(f"activity.{state}", by, held, now)


def _fact(held: rows.Activity) -> Activity:
    columns = {field.attname: getattr(held, field.attname) for field in held._meta.concrete_fields}
    return activity_fact(columns)


def _note(verb: str, by: Actor, held: rows.Activity, now: datetime) -> None:
    record_event(
        verb,
        by=by,
        subject=("activity", held.pk),
        organization=held.organization_id,
        now=now,
    )
