"""What others may see and begin from: plans in force, and the Department's templates."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.plan.rows import kind_of_plan, locked_plan, plan_event, sections_of
from longleaf.actions.plan.submit import keep_version
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, may
from longleaf.domain.plan.content import content_hash, read_content
from longleaf.domain.plan.life import force_on
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.plan import life_of
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows


def publish_plan(*, by: Actor, plan: UUID, now: datetime) -> None:
    """Show the version in force to everyone, as an example that others may begin from.

    Raises:
        NoSuchRecordError: If the plan is not within reach.
        AlreadyDoneError: If it is shown already, or not in force.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb="publish_plan")
        force = force_on(life_of(row), legal_day(now))
        if force is None:
            raise AlreadyDoneError("Only a plan in force is published as an example.")
        version = row.versions.get(number=force.version)
        if row.shown_id == version.pk:
            raise AlreadyDoneError("This version is published already.")
        _show(row, version, by=by, now=now)


def hide_plan(*, by: Actor, plan: UUID, now: datetime) -> None:
    """No longer offer a plan or template; what was begun from it stays.

    Raises:
        NoSuchRecordError: If the plan is not within reach.
        AlreadyDoneError: If it is not shown.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb=_verb(plan))
        if row.shown_id is None:
            raise AlreadyDoneError("It is not published.")
        row.shown, row.shown_at = None, None
        row.save()
        plan_event("plan.hidden", row, by=by, now=now)


def offer_template(*, by: Actor, plan: UUID, now: datetime) -> UUID:
    """Offer a department's template as it stands; returns the version offered.

    Raises:
        NoSuchRecordError: If the template is not within reach.
        AlreadyDoneError: If it is offered as it stands.
        ProblemsError: If nothing is written in it.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb="offer_plan_template")
        if not row.is_template:
            raise NoSuchRecordError
        sections = sections_of(row)
        content = read_content(sections)
        if not any(content.texts.values()):
            reason = "The template is empty."
            raise ProblemsError([Problem("", reason, "Write at least one section.")])
        digest = content_hash(kind_of_plan(row).key, sections)
        latest = row.versions.order_by("-number").first()
        if latest is not None and latest.content_hash == digest:
            if row.shown_id == latest.pk:
                raise AlreadyDoneError("The template is offered as it stands.")
            version = latest
        else:
            version = keep_version(row, content, by=by, now=now)
        _show(row, version, by=by, now=now)
    return version.pk


def _verb(plan: UUID) -> str:
    is_template = rows.Plan.objects.filter(pk=plan, is_template=True).exists()
    return "offer_plan_template" if is_template else "publish_plan"


def _show(plan: rows.Plan, version: rows.PlanVersion, *, by: Actor, now: datetime) -> None:
    plan.shown, plan.shown_at = version, now
    plan.save()
    plan_event("plan.published", plan, by=by, details={"version": version.number}, now=now)


def keep_closed_days(
    *, by: Actor, organization: UUID, days: Sequence[tuple[str, date, date]], now: datetime
) -> None:
    """Say on which days an organization is closed, so that no deadline counts them.

    Args:
        by: Who says so.
        organization: An LEA or the department.
        days: Name, first and last day of each span, in place of all that were on record.
        now: The present moment.

    Raises:
        NoSuchRecordError: If the organization is not within reach.
        ProblemsError: If a span ends before it begins, or two begin on one day.
    """
    found = people.Organization.objects.filter(pk=organization).first()
    if found is None or not (
        may(by, "draft_plan", organization=organization)
        or (found.kind == "department" and may(by, "review_plan", organization=organization))
    ):
        raise NoSuchRecordError
    authorize(
        by,
        "review_plan" if found.kind == "department" else "draft_plan",
        organization=organization,
    )
    problems = [
        Problem("days", f"“{name}” ends before it begins.", "Turn the two days around.")
        for name, first, last in days
        if last < first
    ]
    firsts = [first for _, first, _ in days]
    if len(set(firsts)) != len(firsts):
        problems.append(Problem("days", "Two of them begin on the same day.", "Keep one."))
    if problems:
        raise ProblemsError(problems)
    with transaction.atomic():
        rows.ClosedDays.objects.filter(organization=found).delete()
        rows.ClosedDays.objects.bulk_create(
            rows.ClosedDays(organization=found, name=name[:120], first_on=first, last_on=last)
            for name, first, last in days
        )
        record_event(
            "organization.closed_days_kept",
            by=by,
            subject=("organization", organization),
            organization=organization,
            details={"spans": len(days)},
            now=now,
        )
