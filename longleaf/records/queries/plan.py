"""Reads of alternative plans as their writers, and everyone once published, see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.plan.completeness import Check
from longleaf.domain.plan.connection import Links, links_of
from longleaf.domain.plan.content import Content, content_hash
from longleaf.domain.plan.kind import PlanKind
from longleaf.domain.plan.life import Life, State, force_on, state_of
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.plan import Checked, check_all, life_of, schools_of
from longleaf.records.facts.plan_kind import kind_of, kinds_of
from longleaf.records.models import microcredential as microcredentials
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows
from longleaf.records.queries.plan_parts import (
    AsideShown,
    RemarkShown,
    VersionShown,
    asides_of,
    remarks_of,
    versions_of,
)

WRITERS = (RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR)
STATES: Mapping[str, str] = {
    State.DRAFT: "Draft",
    State.SUBMITTED: "Submitted",
    State.UNDER_REVIEW: "Under review",
    State.QUESTIONS: "Questions",
    State.REVIEW_COMPLETE: "Review complete",
    State.SCHEDULED: "Begins soon",
    State.IN_FORCE: "In force",
    State.ENDED: "Ended",
}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in a list.

    Attributes:
        first_on: First day in force, of what is or will be.
        open_questions: Questions that wait for the LEA.
        due_on: Day on which the Department's review is due.
    """

    id: UUID
    title: str
    kind: str
    organization: str
    state: str
    state_words: str
    version: int
    first_on: date | None
    last_on: date | None
    open_questions: int
    due_on: date | None
    is_template: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section as it stands; `data` is a copy."""

    key: str
    data: Mapping[str, Any]
    revision: int
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan as its writers see it."""

    id: UUID
    title: str
    kind: PlanKind
    organization: UUID
    organization_name: str
    jurisdiction: str
    is_template: bool
    is_shown: bool
    shown_version: UUID | None
    source: UUID | None
    source_title: str
    source_organization: str
    source_sections: Mapping[str, Mapping[str, Any]] | None
    state: str
    state_words: str
    life: Life
    sections: tuple[SectionShown, ...]
    digest: str
    checked: Checked
    versions: tuple[VersionShown, ...]
    remarks: tuple[RemarkShown, ...]
    asides: tuple[AsideShown, ...]
    review: UUID | None
    review_stage: str
    due_on: date | None
    reviewers: tuple[str, ...]

    @property
    def content(self) -> Content:
        """What it says."""
        return self.checked.content

    @property
    def data(self) -> dict[str, Mapping[str, Any]]:
        """The text of every section."""
        return {one.key: one.data for one in self.sections}

    def checks_of(self, section: str) -> tuple[Check, ...]:
        """What is found in one section."""
        return tuple(one for one in self.checked.checks if one.element == section)

    @property
    def questions(self) -> tuple[RemarkShown, ...]:
        """What the Department asks, the open ones first."""
        asked = [one for one in self.remarks if one.kind == "question"]
        return tuple(sorted(asked, key=lambda one: not one.is_open))

    def comments_of(self, section: str) -> tuple[RemarkShown, ...]:
        """The comments at one section."""
        return tuple(
            one for one in self.remarks if one.kind == "comment" and one.element == section
        )


def plans_in_reach(by: Actor, *, on: date, state: str = "", words: str = "") -> list[PlanLine]:
    """The plans that `by` writes, what waits for them first."""
    found = rows.Plan.objects.filter(_written_by(by))
    lines = lines_of(found.filter(title__icontains=words.strip()) if words.strip() else found, on)
    lines = [one for one in lines if not state or one.state == state]
    return sorted(lines, key=lambda one: (one.state != State.QUESTIONS, one.title))


def _written_by(by: Actor) -> Q:
    templates = by.reach((RoleKind.DEPARTMENT_STAFF,))
    return Q(organization__in=by.reach(WRITERS), is_template=False) | Q(
        organization__in=templates, is_template=True
    )


def lines_of(found: "Any", on: date) -> list[PlanLine]:
    """These plans as lines of a list; a handful of queries for all."""
    plans = list(
        found.select_related("organization").prefetch_related(
            Prefetch("versions", rows.PlanVersion.objects.defer("sections").order_by("number")),
            Prefetch(
                "reviews",
                rows.PlanReview.objects.select_related("version")
                .defer("version__sections")
                .order_by("opened_at"),
            ),
            Prefetch("forces", rows.PlanForce.objects.order_by("first_on")),
        )
    )
    waiting: dict[UUID, int] = {}
    for plan in rows.PlanRemark.objects.filter(
        plan__in=plans, kind="question", settled_at=None
    ).values_list("plan_id", flat=True):
        waiting[plan] = waiting.get(plan, 0) + 1
    return [_line(one, waiting.get(one.pk, 0), on) for one in plans]


def _line(plan: rows.Plan, open_questions: int, on: date) -> PlanLine:
    forces = list(plan.forces.all())
    reviews = list(plan.reviews.all())
    review = reviews[-1] if reviews else None
    running = next((f for f in forces if f.first_on <= on and (f.last_on or on) >= on), None)
    coming = next((f for f in forces if f.first_on > on), None)
    force = running or coming or (forces[-1] if forces else None)
    if running:
        state = State.IN_FORCE
    elif coming:
        state = State.SCHEDULED
    elif review is not None and review.stage in {"submitted", "under_review", "questions"}:
        state = State(review.stage)
    elif forces:
        state = State.ENDED
    elif review is not None and review.stage == "complete":
        state = State.REVIEW_COMPLETE
    else:
        state = State.DRAFT
    kinds = kinds_of(plan.organization.jurisdiction)
    return PlanLine(
        id=plan.pk,
        title=plan.title,
        kind=kinds[plan.kind].title if plan.kind in kinds else plan.kind,
        organization=plan.organization.name,
        state=state.value,
        state_words=STATES[state],
        version=len(plan.versions.all()),
        first_on=force.first_on if force else None,
        last_on=force.last_on if force else None,
        open_questions=open_questions,
        due_on=review.due_on if review and review.stage not in {"complete", "withdrawn"} else None,
        is_template=plan.is_template,
        is_shown=plan.shown_id is not None,
    )


def written_plan(by: Actor, plan: UUID, *, on: date) -> PlanShown:
    """A plan that `by` writes.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    row = (
        rows.Plan.objects.filter(_written_by(by), pk=plan)
        .select_related("organization", "source__plan__organization")
        .first()
    )
    if row is None:
        raise NoSuchRecordError
    return _shown(row, by, on)


def _shown(row: rows.Plan, by: Actor, on: date) -> PlanShown:
    kind = kind_of(row.organization.jurisdiction, row.kind)
    life = life_of(row)
    state = state_of(life, on)
    there = {one.key: one for one in row.sections.select_related("changed_by")}
    data = {key: there[key].data if key in there else {} for key in kind.titles}
    review = row.reviews.order_by("-opened_at").first()
    source = row.source
    return PlanShown(
        id=row.pk,
        title=row.title,
        kind=kind,
        organization=row.organization_id,
        organization_name=row.organization.name,
        jurisdiction=row.organization.jurisdiction,
        is_template=row.is_template,
        is_shown=row.shown_id is not None,
        shown_version=row.shown_id,
        source=source.pk if source else None,
        source_title=source.title if source else "",
        source_organization=source.plan.organization.name if source else "",
        source_sections=source.sections if source else None,
        state=state.value,
        state_words=STATES[state],
        life=life,
        sections=tuple(
            SectionShown(
                key,
                data[key],
                there[key].revision if key in there else 1,
                there[key].changed_by.name if key in there else "",
                there[key].changed_at if key in there else None,
            )
            for key in kind.titles
        ),
        digest=content_hash(row.kind, data),
        checked=check_all(kind, data, row.organization, on=on),
        versions=versions_of(row.pk),
        remarks=remarks_of(row.pk, side="lea"),
        asides=asides_of(row, by),
        review=review.pk if review else None,
        review_stage=review.stage if review else "",
        due_on=review.due_on if review and review.stage not in {"complete", "withdrawn"} else None,
        reviewers=tuple(
            review.reviewers.order_by("person__name").values_list("person__name", flat=True)
        )
        if review
        else (),
    )


def picture_of(content: Content, kinds: Mapping[str, str]) -> Links:
    """The map of a plan's links, with the titles of its micro-credentials."""
    slugs = {slug for one in content.competencies for slug in one.microcredentials}
    titles = dict(
        microcredentials.Version.objects.filter(
            state="published", microcredential__slug__in=slugs
        ).values_list("microcredential__slug", "title")
    )
    return links_of(content, kinds=kinds, microcredentials=titles)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the fields of the editor offer."""

    schools: tuple[tuple[str, str], ...]
    microcredentials: tuple[tuple[str, str], ...]


def choices_for(organization: UUID) -> Choices:
    """What a plan of this organization can name."""
    owner = people.Organization.objects.get(pk=organization)
    published = microcredentials.Version.objects.filter(state="published").order_by("title")
    return Choices(
        tuple(schools_of(owner).items()),
        tuple(published.values_list("microcredential__slug", "title")),
    )


def organizations_written_for(by: Actor) -> list[tuple[UUID, str, str, str]]:
    """Where `by` can begin a plan: identifier, name, kind and jurisdiction."""
    lea = people.Organization.objects.filter(pk__in=by.reach(WRITERS), kind__in=["lea", "partner"])
    department = people.Organization.objects.filter(
        pk__in={role.organization for role in by.roles if role.kind is RoleKind.DEPARTMENT_STAFF}
    )
    return [(one.pk, one.name, one.kind, one.jurisdiction) for one in (*lea, *department)]


def current_version(shown: PlanShown, on: date) -> int | None:
    """The number of the version in force on a day, or None."""
    force = force_on(shown.life, on)
    return force.version if force else None


def plan_of_question(by: Actor, question: UUID) -> UUID:
    """The plan that a question is about.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    found = (
        rows.PlanRemark.objects.filter(pk=question, plan__organization__in=by.reach(WRITERS))
        .values_list("plan_id", flat=True)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    return found
