"""Reads of the Department's reviews of plans."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.plan.completeness import Check
from longleaf.domain.plan.content import Content, read_content
from longleaf.domain.plan.kind import PlanKind
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.plan import check_all, closed_on
from longleaf.records.facts.plan_kind import kind_of, kinds_of
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows
from longleaf.records.queries.plan import PlanLine, lines_of
from longleaf.records.queries.plan_parts import (
    STAGES,
    RemarkShown,
    VersionShown,
    remarks_of,
    versions_of,
)

STAFF = (RoleKind.DEPARTMENT_STAFF,)
OPEN = ("submitted", "under_review", "questions")


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review in the queue."""

    id: UUID
    title: str
    organization: str
    kind: str
    version: int
    stage: str
    stage_words: str
    opened_at: datetime
    due_on: date | None
    is_late: bool
    reviewers: tuple[str, ...]
    is_mine: bool
    open_questions: int


def review_queue(by: Actor, *, on: date, stage: str = "", mine: bool = False) -> list[ReviewLine]:
    """The reviews of the state's plans: what waits for the Department first, by day due."""
    found = rows.PlanReview.objects.filter(plan__organization__in=by.reach(STAFF))
    found = found.filter(stage=stage) if stage in STAGES else found.filter(stage__in=OPEN)
    lines = [
        _queued(one, by, on)
        for one in found.select_related("plan__organization", "version")
        .defer("version__sections")
        .prefetch_related("reviewers__person", "remarks")
    ]
    lines = [one for one in lines if one.is_mine] if mine else lines
    return sorted(
        lines, key=lambda one: (one.stage == "questions", one.due_on or date.max, one.opened_at)
    )


def _queued(row: rows.PlanReview, by: Actor, on: date) -> ReviewLine:
    reviewers = {one.person_id: one.person.name for one in row.reviewers.all()}
    kinds = kinds_of(row.plan.organization.jurisdiction)
    return ReviewLine(
        id=row.pk,
        title=row.version.title,
        organization=row.plan.organization.name,
        kind=kinds[row.plan.kind].title if row.plan.kind in kinds else row.plan.kind,
        version=row.version.number,
        stage=row.stage,
        stage_words=STAGES[row.stage],
        opened_at=row.opened_at,
        due_on=row.due_on,
        is_late=row.stage in OPEN and row.due_on is not None and row.due_on < on,
        reviewers=tuple(sorted(reviewers.values())),
        is_mine=by.person in reviewers,
        open_questions=sum(
            one.kind == "question" and one.settled_at is None for one in row.remarks.all()
        ),
    )


@dataclass(frozen=True, slots=True)
class MarkShown:
    """The last line of the checklist for one element.

    Attributes:
        is_stale: Whether the section was changed by a version that came in after it.
    """

    id: int
    mark: str
    note: str
    by: str
    at: datetime
    version: int
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A review as the Department works on it."""

    id: UUID
    plan: UUID
    title: str
    organization: str
    organization_id: UUID
    kind: PlanKind
    version: VersionShown
    versions: tuple[VersionShown, ...]
    stage: str
    stage_words: str
    due_on: date | None
    opened_at: datetime
    reviewers: tuple[tuple[UUID, str], ...]
    staff: tuple[tuple[UUID, str], ...]
    marks: Mapping[str, MarkShown]
    history: tuple[tuple[str, MarkShown], ...]
    remarks: tuple[RemarkShown, ...]
    checks: tuple[Check, ...]
    content: Content
    sections: Mapping[str, Mapping[str, Any]]
    closed: frozenset[date]

    @property
    def questions(self) -> tuple[RemarkShown, ...]:
        """Questions, the open ones first."""
        asked = [one for one in self.remarks if one.kind == "question"]
        return tuple(sorted(asked, key=lambda one: not one.is_open))

    @property
    def unmarked(self) -> tuple[str, ...]:
        """Titles of the elements that have no mark in this version."""
        return tuple(
            one.title
            for one in self.kind.elements
            if one.key not in self.marks or self.marks[one.key].is_stale
        )


def reviewed_plan(by: Actor, review: UUID, *, on: date) -> ReviewShown:
    """One review, with the version it is about.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    row = (
        rows.PlanReview.objects.filter(pk=review, plan__organization__in=by.reach(STAFF))
        .select_related("plan__organization", "version")
        .first()
    )
    if row is None:
        raise NoSuchRecordError
    owner = row.plan.organization
    kind = kind_of(owner.jurisdiction, row.plan.kind)
    versions = versions_of(row.plan_id)
    version = next(one for one in versions if one.id == row.version_id)
    history = _history(row, version.number)
    return ReviewShown(
        id=row.pk,
        plan=row.plan_id,
        title=row.version.title,
        organization=owner.name,
        organization_id=owner.pk,
        kind=kind,
        version=version,
        versions=versions,
        stage=row.stage,
        stage_words=STAGES[row.stage],
        due_on=row.due_on,
        opened_at=row.opened_at,
        reviewers=tuple(
            row.reviewers.order_by("person__name").values_list("person_id", "person__name")
        ),
        staff=_staff(owner, on),
        marks=dict(history),
        history=history,
        remarks=remarks_of(row.plan_id, side="department"),
        checks=check_all(kind, row.version.sections, owner, on=on).checks,
        content=read_content(row.version.sections),
        sections=row.version.sections,
        closed=closed_on([owner.pk]),
    )


def _history(review: rows.PlanReview, version: int) -> tuple[tuple[str, MarkShown], ...]:
    """Every line of the checklist, in the order in which they were put there."""
    return tuple(
        (
            one.element,
            MarkShown(
                one.pk,
                one.mark,
                one.note,
                one.by.name,
                one.at,
                one.version.number,
                one.version.number != version,
            ),
        )
        for one in review.marks.select_related("by", "version")
        .defer("version__sections")
        .order_by("pk")
    )


def _staff(owner: people.Organization, on: date) -> tuple[tuple[UUID, str], ...]:
    held = people.Role.objects.filter(
        people.in_force(on),
        kind="department_staff",
        organization__kind="department",
        organization__jurisdiction=owner.jurisdiction,
        person__is_active=True,
    )
    found = people.Person.objects.filter(pk__in=held.values("person"))
    return tuple(found.order_by("name").values_list("pk", "name"))


def state_plans(by: Actor, *, on: date) -> list[PlanLine]:
    """Every plan of the state that was ever submitted, for the Department."""
    found = rows.Plan.objects.filter(
        organization__in=by.reach(STAFF), is_template=False, versions__isnull=False
    ).distinct()
    return sorted(lines_of(found, on), key=lambda one: (one.organization, one.title))
