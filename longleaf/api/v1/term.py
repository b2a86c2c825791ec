"""Operations on the common language: concepts, what is to settle, proposals and the work group."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Router, Schema

from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.domain.term.concept import Concept
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries import proposal as proposal_reads
from longleaf.records.queries.term import registry
from longleaf.records.queries.work_group import group_page

router = Router(tags=["common language"])


class LabelOut(Schema):
    """A word; `kind` is "preferred", "alternative" or "avoided", `place` whose dialect it is."""

    text: str
    kind: str
    plural: str
    place: str


class UsageOut(Schema):
    """A word as somebody uses it; `sure` says how far its source was read."""

    key: str
    word: str
    says: str
    who: str
    kind: str
    where: str
    when: str
    citation: str
    url: str
    verified_on: date
    sure: str
    is_basis: bool


class ConceptLine(Schema):
    key: str
    word: str
    status: str
    definition: str
    replaced_by: str
    page: str


class ConceptOut(ConceptLine):
    labels: list[LabelOut]
    note: str
    standards_word: str
    laws_word: str
    source: str
    sure: str
    steward: str
    usages: list[UsageOut]


class ConflictOut(Schema):
    """A word that stands for several concepts; `within` are places that use it so themselves."""

    word: str
    concepts: list[str]
    within: list[str]


class ProposalLineOut(Schema):
    """`kind` is "term", "concept" or "merge", which has the concept that stays in `into`."""

    id: UUID
    kind: str
    concept: str
    word: str
    into: str
    state: str
    closes_on: date | None
    comments: int


class CommentOut(Schema):
    kind: str
    text: str
    whose: str
    at: datetime
    answer: str


class DecisionOut(Schema):
    """With the rule as it then was."""

    is_adopted: bool
    tally: dict[str, int]
    rule: dict[str, Any]
    minutes: str
    decided_on: date


class ProposalOut(ProposalLineOut):
    definition: str
    reason: str
    rests_on: list[str]
    said: list[CommentOut]
    decision: DecisionOut | None


class MemberOut(Schema):
    name: str
    slug: str
    kind: str
    role: str


class MilestoneOut(Schema):
    title: str
    due_on: date
    reached_on: date | None


class DeliverableOut(Schema):
    key: str
    title: str
    state: str
    note: str


class GroupOut(Schema):
    title: str
    purpose: str
    convened_by: str
    comment_days: int
    quorum: str
    majority: str
    objections_answered: bool
    members: list[MemberOut]
    milestones: list[MilestoneOut]
    deliverables: list[DeliverableOut]


@operation(
    router,
    "GET",
    "/concepts",
    response=list[ConceptLine],
    summary="List the common language's concepts, those merged away too",
)
def list_concepts(request: ApiRequest, q: str = "", status: str = "") -> Any:  # noqa: ARG001 - ninja's signature
    words = q.casefold().strip()
    return [
        _line(one)
        for one in registry(HOME).concepts
        if (not status or one.status == status)
        and (not words or any(words in label.text.casefold() for label in one.labels))
    ]


@operation(
    router,
    "GET",
    "/concepts/{key}",
    response=ConceptOut,
    summary="Read a concept with its words and how each is used",
)
def show_concept(request: ApiRequest, key: str) -> Any:  # noqa: ARG001 - ninja's signature
    found = registry(HOME).by_key.get(key)
    if found is None:
        raise NoSuchRecordError
    return ConceptOut(
        **_line(found).dict(),
        labels=[LabelOut.from_orm(one) for one in found.labels],
        note=found.note,
        standards_word=found.standards_word,
        laws_word=found.laws_word,
        source=found.source,
        sure=found.sure,
        steward=found.steward,
        usages=[UsageOut.from_orm(one) for one in found.usages],
    )


@operation(
    router,
    "GET",
    "/term-conflicts",
    response=list[ConflictOut],
    summary="List the words that stand for several concepts",
)
def list_term_conflicts(request: ApiRequest) -> Any:  # noqa: ARG001 - ninja's signature
    return [
        ConflictOut(
            word=one.word,
            concepts=[meaning.concept for meaning in one.meanings],
            within=list(one.within),
        )
        for one in registry(HOME).homonyms
    ]


@operation(
    router,
    "GET",
    "/term-proposals",
    response=list[ProposalLineOut],
    summary="List the proposals for the common language, open ones first",
)
def list_term_proposals(request: ApiRequest) -> Any:  # noqa: ARG001 - ninja's signature
    return list(proposal_reads.proposals(HOME))


@operation(
    router,
    "GET",
    "/term-proposals/{proposal}",
    response=ProposalOut,
    summary="Read a proposal with what was said to it and how it was decided",
)
def show_term_proposal(request: ApiRequest, proposal: UUID) -> Any:  # noqa: ARG001 - ninja's signature
    found = proposal_reads.proposal_page(HOME, proposal)
    return ProposalOut(
        **ProposalLineOut.from_orm(found.line).dict(),
        definition=found.definition,
        reason=found.reason,
        rests_on=[one.key for one in found.rests_on],
        said=[CommentOut.from_orm(one) for one in found.comments],
        decision=DecisionOut.from_orm(found.decision) if found.decision else None,
    )


@operation(
    router,
    "GET",
    "/work-group",
    response=GroupOut,
    summary="Read the work group: its members, rule, milestones and deliverables",
)
def show_work_group(request: ApiRequest) -> Any:  # noqa: ARG001 - ninja's signature
    found = group_page(HOME)
    if found is None:
        raise NoSuchRecordError
    return GroupOut(
        title=found.title,
        purpose=found.purpose,
        convened_by=found.convened_by,
        comment_days=found.rule.comment_days,
        quorum=str(found.rule.quorum),
        majority=str(found.rule.majority),
        objections_answered=found.rule.objections_answered,
        members=[MemberOut.from_orm(one) for one in found.members],
        milestones=[MilestoneOut.from_orm(one) for one in found.milestones],
        deliverables=[DeliverableOut.from_orm(one) for one in found.deliverables],
    )


def _line(one: Concept) -> ConceptLine:
    return ConceptLine(
        key=one.key,
        word=one.word,
        status=one.status,
        definition=one.definition,
        replaced_by=one.replaced_by,
        page=f"{settings.BASE_URL}{reverse('glossary_term', kwargs={'key': one.key})}",
    )
