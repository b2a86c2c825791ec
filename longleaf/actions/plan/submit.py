"""Submitting a version to the Department, whole or not at all; and taking it back."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import StaleTextError
from longleaf.actions.plan.rows import (
    aside_words,
    decide,
    kind_of_plan,
    locked_plan,
    plan_event,
    readers_of,
    sections_of,
    tell,
)
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.due import due_on
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.plan.content import Content, content_hash
from longleaf.domain.plan.life import submit, withdraw
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.plan import check_all, closed_on
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import plan as rows


def text_digest(plan: rows.Plan) -> str:
    """Names the text as it stands, so that a page can say which one it showed."""
    return content_hash(plan.kind, sections_of(plan))


def submit_plan(
    *,
    by: Actor,
    plan: UUID,
    based_on: int | None = None,
    digest: str = "",
    note: str = "",
    now: datetime,
) -> UUID:
    """Submit the plan as it stands for the Department's review; returns the version.

    After questions, it is the revised version that the same review goes on with.

    Args:
        by: Who submits.
        plan: The plan.
        based_on: Number of the latest version that the writer knows of; None for whichever is.
        digest: Hash of the text that the page showed; another is not submitted.
        note: What the amendment is about.
        now: The present moment.

    Raises:
        NoSuchRecordError: If the plan is not within reach.
        AlreadyDoneError: If the Department has it now, or a later version exists.
        StaleTextError: If a section was changed since the page was opened.
        ProblemsError: With everything that is still missing.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb="submit_plan")
        if row.is_template:
            reason = "A template is not submitted; it is offered."
            raise ProblemsError([Problem("", reason)])
        list(row.sections.select_for_update())
        sections = sections_of(row)
        made = content_hash(row.kind, sections)
        if digest and digest != made:
            raise StaleTextError(row.title, 0)
        on = legal_day(now)
        checked = check_all(kind_of_plan(row), sections, row.organization, on=on)
        latest = row.versions.count() if based_on is None else based_on
        life = decide(row, lambda one: submit(one, made, based_on=latest))
        if checked.needed:
            raise ProblemsError(
                [
                    Problem(f"{one.element}:{one.where}", one.reason, one.fix)
                    for one in checked.needed
                ]
            )
        version = keep_version(row, checked.content, note=note, by=by, now=now)
        review = row.reviews.filter(stage="questions").first()
        if review is None:
            review = rows.PlanReview.objects.create(
                plan=row, version=version, opened_at=now, due_on=_due(row, now)
            )
        else:
            review.version = version
            review.save()
        details = {"version": version.number, "hash": made, "review": str(review.pk)}
        plan_event("plan.submitted", row, by=by, details=details, now=now)
        reviewers = set(review.reviewers.values_list("person_id", flat=True))
        tell(
            reviewers or readers_of(row, now=now),
            by=by,
            kind="plan_submitted",
            subject=f"Plan to review: {version.title}",
            body=f"{row.organization.name} submitted version {len(life.versions)} of"
            f" “{version.title}”. It waits for the Department's review.",
            path=f"/department/plans/{review.pk}",
            now=now,
        )
    return version.pk


def _due(plan: rows.Plan, now: datetime) -> date | None:
    days = kind_of_plan(plan).days
    if days is None:
        return None
    return due_on(legal_day(now), days, closed_on([plan.organization_id]))


def keep_version(
    plan: rows.Plan, content: Content, *, note: str = "", by: Actor, now: datetime
) -> rows.PlanVersion:
    """Write the text as it stands into a version, with a row for each measure that is whole."""
    sections = sections_of(plan)
    rules = rules_of(plan.organization.jurisdiction)
    version = rows.PlanVersion.objects.create(
        plan=plan,
        number=plan.versions.count() + 1,
        title=plan.title,
        sections=sections,
        content_hash=content_hash(plan.kind, sections),
        note=aside_words(note, "note"),
        policy_version=rules.policy.version,
        policy_hash=rules.policy.hash,
        submitted_by_id=person_acting(by),
        submitted_at=now,
    )
    rows.PlanMeasure.objects.bulk_create(
        rows.PlanMeasure(
            version=version,
            key=one.key,
            position=at,
            title=one.title,
            unit=one.unit,
            baseline=one.baseline,
            baseline_on=one.baseline_on,
            target=one.target,
            due_on=one.due_on,
            source=one.source,
            reported=one.reported,
        )
        for at, one in enumerate(content.measures, start=1)
        if one.baseline_on and one.due_on and one.due_on > one.baseline_on
    )
    return version


def withdraw_submission(*, by: Actor, plan: UUID, now: datetime) -> None:
    """Take a submitted plan back to go on writing; the version and what was said stay on record.

    Raises:
        NoSuchRecordError: If the plan is not within reach.
        AlreadyDoneError: If no review is under way.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb="submit_plan")
        decide(row, withdraw)
        review = row.reviews.exclude(stage__in=["complete", "withdrawn"]).get()
        review.stage = "withdrawn"
        review.save()
        plan_event("plan.taken_back", row, by=by, details={"review": str(review.pk)}, now=now)
        tell(
            review.reviewers.values_list("person_id", flat=True),
            by=by,
            kind="plan_taken_back",
            subject=f"Taken back: {row.title}",
            body=f"{row.organization.name} took “{row.title}” back. Nothing is to be done.",
            path=f"/department/plans/{review.pk}",
            now=now,
        )
