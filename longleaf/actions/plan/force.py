"""A plan in force: started after its review, ended, and who joins and leaves."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.plan.rows import decide, locked_plan, plan_event, said, tell
from longleaf.actions.renewal import refresh_standing
from longleaf.basis.period import Period
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.plan import life as lives
from longleaf.domain.plan.content import Coverage, read_content
from longleaf.domain.plan.coverage import covered
from longleaf.domain.plan.life import Life
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.plan import covered_elsewhere, educators_of
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows


def start_plan(
    *,
    by: Actor,
    plan: UUID,
    version: int,
    first: date,
    last: date | None = None,
    now: datetime,
) -> None:
    """Put a reviewed version in force from a day, and cover whom it names from that day.

    An amendment takes the place of the version in force until then; whoever is covered stays so,
    and whom the new version no longer names leaves the day before.

    Raises:
        NoSuchRecordError: If the plan or version is not within reach.
        AlreadyDoneError: If the version is superseded or was put in force already.
        ProblemsError: If its review is not complete, a day has passed, or someone whom it names is
            under another plan on one of its days.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb="start_plan")
        found = row.versions.filter(number=version).first()
        if found is None:
            raise NoSuchRecordError
        on = legal_day(now)
        life = decide(
            row,
            lambda one: lives.start(one, version=version, first=first, last=last, on=on),
        )
        review = row.reviews.filter(version=found, stage="complete").get()
        _keep_forces(row, life)
        rows.PlanForce.objects.create(
            plan=row,
            version=found,
            review=review,
            first_on=first,
            last_on=last,
            started_by_id=person_acting(by),
            started_at=now,
        )
        joined, left = _cover(row, found, life, first=first, last=last, by=by, on=on, now=now)
        details = {
            "version": version,
            "first": first.isoformat(),
            "last": last.isoformat() if last else "",
            "joined": len(joined),
            "left": len(left),
        }
        plan_event("plan.started", row, by=by, details=details, now=now)
        _notice_joined(row, joined, first, by=by, now=now)
        _notice_left(row, left, by=by, now=now)
        _refresh(row, on=on, now=now, also=left)


def _cover(
    plan: rows.Plan,
    version: rows.PlanVersion,
    life: Life,
    *,
    first: date,
    last: date | None,
    by: Actor,
    on: date,
    now: datetime,
) -> tuple[list[UUID], list[UUID]]:
    """Cover whom the version names from its first day; returns who joined and who left."""
    wanted = [
        one.person for one in covered(_said(version), educators_of(plan.organization, on=first))
    ]
    there = {one.person for one in life.members if first in one.period}
    elsewhere = _elsewhere(wanted, plan)
    _refuse_two_plans([one for one in wanted if one not in there], elsewhere, Period(first, last))
    gone = [one for one in there if one not in set(wanted)]
    before = date.fromordinal(first.toordinal() - 1)
    _end_members(plan, gone, before)
    if last is not None:
        later = Q(last_on__isnull=True) | Q(last_on__gt=last)
        plan.members.filter(later, first_on__lte=last).update(last_on=last)
    joined = []
    for person in wanted:
        if person in there:
            continue
        life = lives.join(
            life,
            person,
            first=first,
            last=last,
            elsewhere=elsewhere.get(person, []),
            on=on,
        )
        _add_member(plan, version, person, first, life.members[-1].last, by=by, now=now)
        joined.append(person)
    return joined, [one for one in gone if isinstance(one, UUID)]


def _elsewhere(persons: Collection[UUID], plan: rows.Plan) -> dict[UUID, list[Period]]:
    """The days on which other plans cover these people, who stay locked until this is done."""
    locked = people.Person.objects.select_for_update(no_key=True).filter(pk__in=persons)
    list(locked.order_by("pk").values_list("pk", flat=True))
    return covered_elsewhere(persons, plan.pk)


def _said(version: rows.PlanVersion) -> Coverage:
    return read_content(version.sections).coverage


def _refuse_two_plans(
    persons: Iterable[UUID], elsewhere: dict[UUID, list[Period]], days: Period
) -> None:
    taken = [
        one for one in persons if any(days.overlaps(period) for period in elsewhere.get(one, []))
    ]
    if taken:
        names = people.Person.objects.filter(pk__in=taken).values_list("name", flat=True)
        raise ProblemsError(
            [
                Problem(
                    "first",
                    f"{name} is covered by another plan on one of these days.",
                    "End that coverage first, or leave this person out.",
                )
                for name in names
            ]
        )


def _add_member(
    plan: rows.Plan,
    version: rows.PlanVersion,
    person: UUID,
    first: date,
    last: date | None,
    *,
    by: Actor,
    now: datetime,
) -> None:
    rows.PlanMember.objects.create(
        plan=plan,
        person_id=person,
        first_on=first,
        last_on=last,
        added_by_id=by.person,
        added_at=now,
        told_at=now,
        needs_consent=_said(version).consent == "consent",
    )


def _end_members(plan: rows.Plan, persons: Collection[object], last: date) -> None:
    plan.members.filter(person__in=list(persons), first_on__gt=last).delete()
    plan.members.filter(
        Q(last_on__isnull=True) | Q(last_on__gt=last), person__in=list(persons), first_on__lte=last
    ).update(last_on=last)


def _keep_forces(plan: rows.Plan, life: Life) -> None:
    """Bring the days of what is in force to what was decided; what never came to be is dropped."""
    ends = {one.version: one.last for one in life.forces}
    for force in plan.forces.select_related("version"):
        if force.version.number not in ends:
            force.delete()
        elif force.last_on != ends[force.version.number]:
            force.last_on = ends[force.version.number]
            force.save()


def end_plan(*, by: Actor, plan: UUID, last: date, because: str, now: datetime) -> None:
    """End a plan after a day; everyone it covers is told.

    Raises:
        NoSuchRecordError: If the plan is not within reach.
        AlreadyDoneError: If it is not in force on that day, or ends then already.
        ProblemsError: If the day has passed, or it is not said why.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb="start_plan")
        because = said(because, "because", of="The reason")
        on = legal_day(now)
        life = decide(row, lambda one: lives.end(one, last=last, on=on))
        told = list(
            row.members.filter(Q(last_on__isnull=True) | Q(last_on__gte=on)).values_list(
                "person_id", flat=True
            )
        )
        row.members.filter(first_on__gt=last).delete()
        row.members.filter(Q(last_on__isnull=True) | Q(last_on__gt=last)).update(last_on=last)
        _keep_forces(row, life)
        row.forces.filter(last_on=last).update(ended_because=because)
        details = {"last": last.isoformat(), "people": len(told)}
        plan_event("plan.ended", row, by=by, details=details, now=now)
        tell(
            told,
            by=by,
            kind="plan_ends",
            subject=f"{row.title} ends",
            body=f"The alternative plan “{row.title}” covers you until {_day(last)}. After that"
            f" your renewal follows the state's rules again. {by.name} writes: {because}",
            path="/standing",
            now=now,
        )
        _refresh(row, on=on, now=now, also=told)


def cover_person(
    *, by: Actor, plan: UUID, person: UUID, first: date, last: date | None = None, now: datetime
) -> None:
    """Cover somebody by a plan from a day.

    Raises:
        NoSuchRecordError: If the plan is not within reach, or the person no educator of the LEA.
        AlreadyDoneError: If the plan is not in force then.
        ProblemsError: If a plan covers them on one of these days, or a day has passed.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb="cover_person")
        on = legal_day(now)
        if person not in {one.person for one in educators_of(row.organization, on=on)}:
            raise NoSuchRecordError
        elsewhere = _elsewhere([person], row).get(person, [])
        life = decide(
            row,
            lambda one: lives.join(one, person, first=first, last=last, elsewhere=elsewhere, on=on),
        )
        force = (
            row.forces.select_related("version")
            .filter(Q(last_on__isnull=True) | Q(last_on__gte=first), first_on__lte=first)
            .get()
        )
        _add_member(row, force.version, person, first, life.members[-1].last, by=by, now=now)
        details = {"person": str(person), "first": first.isoformat()}
        plan_event("plan.person_joined", row, by=by, details=details, now=now)
        _notice_joined(row, [person], first, by=by, now=now)
        _refresh(row, on=on, now=now)


def release_person(*, by: Actor, plan: UUID, person: UUID, last: date, now: datetime) -> None:
    """End somebody's coverage after a day.

    Raises:
        NoSuchRecordError: If the plan is not within reach.
        AlreadyDoneError: If the plan does not cover them then.
        ProblemsError: If the day has passed.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb="cover_person")
        on = legal_day(now)
        decide(row, lambda one: lives.leave(one, person, last=last, on=on))
        row.members.filter(
            Q(last_on__isnull=True) | Q(last_on__gte=last), person=person, first_on__lte=last
        ).update(last_on=last)
        details = {"person": str(person), "last": last.isoformat()}
        plan_event("plan.person_left", row, by=by, details=details, now=now)
        _notice_left(row, [person], by=by, now=now)
        _refresh(row, on=on, now=now, also=[person])


def consent_to_plan(*, by: Actor, member: UUID, now: datetime) -> None:
    """Agree to be renewed under a plan that asks for it; from that day it applies.

    Raises:
        NoSuchRecordError: If it is not the actor's own coverage.
        AlreadyDoneError: If they agreed already, or the plan asks for no consent.
    """
    with transaction.atomic():
        found = (
            rows.PlanMember.objects.select_for_update(of=("self",))
            .select_related("plan__organization")
            .filter(pk=member, person=by.person)
            .first()
        )
        if found is None:
            raise NoSuchRecordError
        authorize(by, "consent_to_plan", owner=found.person_id)
        if not found.needs_consent or found.consented_at is not None:
            raise AlreadyDoneError(
                "You have agreed to this plan already, or it asks for no consent."
            )
        found.consented_at, found.consented_on = now, legal_day(now)
        found.save()
        plan_event("plan.consented", found.plan, by=by, details={"member": str(member)}, now=now)
        refresh_standing(persons=[found.person_id], on=legal_day(now), now=now)


def _notice_joined(
    plan: rows.Plan, persons: Collection[UUID], first: date, *, by: Actor, now: datetime
) -> None:
    waiting = plan.members.filter(person__in=persons, needs_consent=True, consented_at=None)
    asks = " It applies once you agree to it." if waiting.exists() else ""
    tell(
        persons,
        by=by,
        kind="plan_joined",
        subject=f"{plan.title} covers you from {_day(first)}",
        body=f"The alternative plan “{plan.title}” of {plan.organization.name} covers you from"
        f" {_day(first)}. What it changes for you stands on the page of your standing.{asks}",
        path=f"/my-plans/{plan.pk}",
        now=now,
    )


def _notice_left(plan: rows.Plan, persons: Collection[UUID], *, by: Actor, now: datetime) -> None:
    tell(
        persons,
        by=by,
        kind="plan_left",
        subject=f"{plan.title} no longer covers you",
        body=f"“{plan.title}” of {plan.organization.name} will no longer cover you. Your renewal"
        " follows the state's rules again.",
        path="/standing",
        now=now,
    )


def _refresh(plan: rows.Plan, *, on: date, now: datetime, also: Collection[UUID] = ()) -> None:
    persons = {*plan.members.values_list("person_id", flat=True), *also}
    refresh_standing(persons=persons, on=on, now=now)


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
