"""Reads of plans that everyone may see, and of the decisions on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.plan.content import Content, read_content
from longleaf.domain.plan.kind import PlanKind
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.plan_kind import kind_of
from longleaf.records.models import plan as rows
from longleaf.records.queries.plan import WRITERS


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """A plan that everyone may read and begin from."""

    id: UUID
    version: UUID
    number: int
    title: str
    kind: PlanKind
    organization: str
    organization_slug: str
    is_template: bool
    is_demo: bool
    shown_at: datetime | None
    first_on: date | None
    last_on: date | None
    content_hash: str
    sections: Mapping[str, Mapping[str, Any]]

    @property
    def content(self) -> Content:
        """What it says, without the people it names."""
        return read_content(self.sections)


def published_plans(*, on: date) -> list[PublishedPlan]:
    """Templates, then plans in force that were published, by title."""
    found = (
        rows.Plan.objects.filter(shown__isnull=False)
        .filter(
            Q(is_template=True)
            | Q(shown__force__first_on__lte=on)
            & (Q(shown__force__last_on__isnull=True) | Q(shown__force__last_on__gte=on))
        )
        .select_related("shown__force", "organization")
        .order_by("-is_template", "title")
    )
    return [_published(one) for one in found]


def published_plan(plan: UUID) -> PublishedPlan:
    """One published plan, also after its days have passed.

    Raises:
        NoSuchRecordError: If it is not published.
    """
    found = (
        rows.Plan.objects.filter(pk=plan, shown__isnull=False)
        .select_related("shown__force", "organization")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    return _published(found)


def _published(row: rows.Plan) -> PublishedPlan:
    version = row.shown
    assert version is not None  # noqa: S101 - asked for by the queries
    force = getattr(version, "force", None)
    # Who is named in a plan is nobody else's business.
    sections = {
        key: {**data, "coverage": {**data["coverage"], "people": ""}}
        if "coverage" in data
        else data
        for key, data in version.sections.items()
    }
    return PublishedPlan(
        id=row.pk,
        version=version.pk,
        number=version.number,
        title=version.title,
        kind=kind_of(row.organization.jurisdiction, row.kind),
        organization=row.organization.name,
        organization_slug=row.organization.slug,
        is_template=row.is_template,
        is_demo=row.organization.is_demo,
        shown_at=row.shown_at,
        first_on=force.first_on if force else None,
        last_on=force.last_on if force else None,
        content_hash=version.content_hash,
        sections=sections,
    )


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A completed review: all that the decision's document says.

    Attributes:
        is_approval: Whether the state calls it an approval.
        decision_hash: SHA-256 over what was decided, about which text, by whom and when.
    """

    review: UUID
    plan: UUID
    title: str
    organization: str
    kind: str
    version: int
    content_hash: str
    is_approval: bool
    conditions: str
    statement: str
    signer: str
    completed_at: datetime
    completed_on: date
    decision_hash: str
    marks: tuple[tuple[str, str], ...]


def decision_of(by: Actor, review: UUID) -> DecisionShown:
    """The decision on a plan, for its writers and the Department.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    reach = by.reach(WRITERS) | by.reach((RoleKind.DEPARTMENT_STAFF,))
    row = (
        rows.PlanReview.objects.filter(pk=review, stage="complete", plan__organization__in=reach)
        .select_related("plan__organization", "version", "completed_by")
        .first()
    )
    if row is None or row.completed_by is None or row.completed_at is None:
        raise NoSuchRecordError
    assert row.completed_on is not None  # noqa: S101 - the database asks for it
    kind = kind_of(row.plan.organization.jurisdiction, row.plan.kind)
    marks = dict(
        row.marks.filter(version=row.version).order_by("pk").values_list("element", "mark")
    )
    return DecisionShown(
        review=row.pk,
        plan=row.plan_id,
        title=row.version.title,
        organization=row.plan.organization.name,
        kind=kind.title,
        version=row.version.number,
        content_hash=row.version.content_hash,
        is_approval=row.is_approval,
        conditions=row.conditions,
        statement=row.statement,
        signer=row.completed_by.name,
        completed_at=row.completed_at,
        completed_on=row.completed_on,
        decision_hash=row.decision_hash,
        marks=tuple((kind.titles[key], mark) for key, mark in marks.items()),
    )
