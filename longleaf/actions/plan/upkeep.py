"""What happens to plans by itself: reminders of reports, and cover for people who begin later."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from longleaf.actions.plan.force import cover_person
from longleaf.actions.plan.rows import locked_plan, tell, writers_of
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.domain.plan.content import read_content
from longleaf.domain.plan.coverage import covered
from longleaf.domain.plan.outcome import Slot, slots_of
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.plan import closed_on, covered_elsewhere, educators_of
from longleaf.records.facts.plan_outcome import (
    days_of,
    deciding_force,
    measured,
    reported_of,
    years_begun,
)
from longleaf.records.models import plan as rows
from longleaf.records.models import plan_outcome as outcomes

# What was due longer ago is marked late on the pages, and mailed about no more.
_DAYS_OF_LATE_MAIL = 30


def remind_of_reports(*, by: Actor, now: datetime) -> int:
    """Tell the writers of each plan what is due soon, and what is late; returns the mails' plans.

    Nobody is told the same twice; one mail a plan says everything of the day.
    """
    authorize(by, "remind_of_plan_reports")
    told = 0
    for plan in rows.Plan.objects.filter(forces__isnull=False).distinct().order_by("pk"):
        with transaction.atomic():
            told += _remind(locked_plan(plan.pk, by=by, verb="remind_of_plan_reports"), by, now)
    return told


def _remind(plan: rows.Plan, by: Actor, now: datetime) -> bool:
    on = legal_day(now)
    lines = []
    for of, title, slot in _waiting(plan, on):
        is_late = slot.is_late(on)
        if not is_late and not slot.is_soon(on):
            continue
        if is_late and slot.due_on < on - timedelta(days=_DAYS_OF_LATE_MAIL):
            continue
        _, is_new = outcomes.PlanReminder.objects.get_or_create(
            plan=plan, of=of, due_on=slot.due_on, is_late=is_late, defaults={"sent_at": now}
        )
        if is_new:
            lines.append(f"{'Late' if is_late else 'Due'}: {title}, {_day(slot.due_on)}.")
    if not lines:
        return False
    tell(
        writers_of(plan, now=now),
        by=by,
        kind="plan_report_due",
        subject=f"To report: {plan.title}",
        body=f"“{plan.title}” waits for a report.\n" + "\n".join(lines),
        path=f"/coordinator/plans/{plan.pk}/outcomes",
        now=now,
    )
    return True


def _waiting(plan: rows.Plan, on: date) -> Iterator[tuple[str, str, Slot]]:
    """What has no report yet: each measure's spans, and the years."""
    forces = list(plan.forces.select_related("version"))
    force = deciding_force(forces, on)
    if force is None:
        return
    first, last = days_of(forces)
    reports = reported_of(plan.figures.all())
    closed = closed_on([plan.organization_id])
    for one in map(measured, force.version.measures.all()):
        there = reports.get(one.key, [])
        for slot in slots_of(one, there, first=first, last=last, on=on, closed=closed):
            if slot.report is None:
                yield f"measure {one.key}", f"“{one.title}”", slot
    sent = set(
        outcomes.PlanYearReport.objects.filter(year__plan=plan).values_list(
            "year__first_on", flat=True
        )
    )
    for year in years_begun(plan, on):
        if year.first not in sent:
            yield "year", f"the report of the year that ends on {_day(year.last)}", year


def cover_beginners(*, by: Actor, now: datetime) -> int:
    """Cover who falls under the rule of a plan in force and began after its first day.

    Whoever was covered before stays as they are, so that nobody who left is covered again; whom
    another plan covers is left to it. Returns how many people were covered.
    """
    on = legal_day(now)
    running = rows.PlanForce.objects.filter(
        Q(last_on__isnull=True) | Q(last_on__gte=on), first_on__lte=on
    ).select_related("version", "plan__organization")
    done = 0
    for force in running.order_by("first_on"):
        for person in _beginners(force, on):
            try:
                cover_person(by=by, plan=force.plan_id, person=person, first=on, now=now)
            except ProblemsError:
                continue  # another plan was faster; it keeps them
            done += 1
    return done


def _beginners(force: rows.PlanForce, on: date) -> list[UUID]:
    said = read_content(force.version.sections).coverage
    wanted = [one.person for one in covered(said, educators_of(force.plan.organization, on=on))]
    known = set(force.plan.members.values_list("person_id", flat=True))
    new = [one for one in wanted if one not in known]
    elsewhere = covered_elsewhere(new, force.plan_id)
    return [
        one
        for one in new
        if all(p.last is not None and p.last < on for p in elsewhere.get(one, []))
    ]


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
