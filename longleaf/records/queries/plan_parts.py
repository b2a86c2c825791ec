"""Parts of a plan that several pages show: its versions, what was said, what stands aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from longleaf.domain.organization.actor import Actor
from longleaf.domain.plan.draft import flatten
from longleaf.records.models import plan as rows

STAGES: Mapping[str, str] = {
    "submitted": "Submitted",
    "under_review": "Under review",
    "questions": "Questions",
    "complete": "Review complete",
    "withdrawn": "Taken back",
}


@dataclass(frozen=True, slots=True)
class AsideShown:
    """A text kept aside: what its writer typed where someone else had written meanwhile."""

    id: int
    section: str
    by: str
    at: datetime
    texts: tuple[tuple[str, str, str], ...]  # path, theirs now, typed


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version and what became of it."""

    id: UUID
    number: int
    title: str
    content_hash: str
    note: str
    submitted_by: str
    submitted_at: datetime
    policy_version: str
    sections: Mapping[str, Mapping[str, Any]]
    stage: str
    stage_words: str
    completed_on: date | None
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class RemarkShown:
    """A comment, or a question with its answer."""

    id: UUID
    element: str
    kind: str
    text: str
    by: str
    at: datetime
    due_on: date | None
    version: int | None
    is_open: bool
    settled_by: str
    settled_at: datetime | None
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


def versions_of(plan: UUID) -> tuple[VersionShown, ...]:
    """Every version of a plan, the latest first, with its last review and its days."""
    reviews: dict[UUID, rows.PlanReview] = {}
    for review in rows.PlanReview.objects.filter(plan=plan).order_by("opened_at"):
        reviews[review.version_id] = review
    forces = {one.version_id: one for one in rows.PlanForce.objects.filter(plan=plan)}
    found = []
    for one in (
        rows.PlanVersion.objects.filter(plan=plan)
        .select_related("submitted_by")
        .order_by("-number")
    ):
        last = reviews.get(one.pk)
        force = forces.get(one.pk)
        stage = last.stage if last else ""
        found.append(
            VersionShown(
                id=one.pk,
                number=one.number,
                title=one.title,
                content_hash=one.content_hash,
                note=one.note,
                submitted_by=one.submitted_by.name,
                submitted_at=one.submitted_at,
                policy_version=one.policy_version,
                sections=one.sections,
                stage=stage,
                stage_words=STAGES.get(stage, "Replaced by a revised version"),
                completed_on=last.completed_on if last else None,
                first_on=force.first_on if force else None,
                last_on=force.last_on if force else None,
            )
        )
    return tuple(found)


def remarks_of(plan: UUID, *, side: str) -> tuple[RemarkShown, ...]:
    """What was said about a plan, as one side sees it: questions, and its own comments."""
    found = (
        rows.PlanRemark.objects.filter(plan=plan)
        .filter(Q(kind="question") | Q(kind="comment", side=side))
        .select_related("by", "version", "settled_by")
        .defer("version__sections")
        .prefetch_related(
            Prefetch("answers", rows.PlanRemark.objects.filter(kind="answer").select_related("by"))
        )
    )
    return tuple(_remark(one) for one in found)


def _remark(one: rows.PlanRemark) -> RemarkShown:
    answer = next(iter(one.answers.all()), None)
    return RemarkShown(
        id=one.pk,
        element=one.element,
        kind=one.kind,
        text=one.text,
        by=one.by.name,
        at=one.at,
        due_on=one.due_on,
        version=one.version.number if one.version else None,
        is_open=one.settled_at is None,
        settled_by=one.settled_by.name if one.settled_by else "",
        settled_at=one.settled_at,
        answer=answer.text if answer else "",
        answered_by=answer.by.name if answer else "",
        answered_at=answer.at if answer else None,
    )


def asides_of(plan: rows.Plan, by: Actor) -> tuple[AsideShown, ...]:
    """Texts that stand aside, one's own and colleagues', with what stands in their place."""
    found = []
    for one in (
        rows.PlanText.objects.filter(section__plan=plan, base__isnull=False, settled_at=None)
        .select_related("section", "by")
        .order_by("-at")
    ):
        base = one.section.texts.filter(revision=one.base).first()
        old = flatten(base.data) if base else {}
        now = flatten(one.section.data)
        texts = tuple(
            (path, _words(now.get(path, "")), _words(value))
            for path, value in flatten(one.data).items()
            if value not in (old.get(path), now.get(path))
        )
        found.append(AsideShown(one.pk, one.section.key, one.by.name, one.at, texts))
    return tuple(sorted(found, key=lambda one: one.by != by.name))


def _words(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
