"""Reads of proposals, of what was said to them, and of what became of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count

from longleaf.domain.organization.actor import RoleKind
from longleaf.domain.term.adoption import Ballot, Rule
from longleaf.domain.term.concept import Usage
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import term as rows
from longleaf.records.queries.term import usage_of
from longleaf.records.queries.work_group import group_row, rule_of

RECORDERS: Final = (
    RoleKind.COORDINATOR,
    RoleKind.AUTHOR,
    RoleKind.ADMINISTRATOR,
    RoleKind.DEPARTMENT_STAFF,
)
OPEN: Final = ("proposed", "in_comment")
PROPOSAL_STATES: Final = {
    "proposed": "Proposed",
    "in_comment": "In comment",
    "adopted": "Adopted",
    "rejected": "Not adopted",
    "withdrawn": "Taken back",
}
_VERBS: Final = {
    "usages_brought": "Usages were brought from another glossary",
    "named": "A new concept was proposed",
    "merger_proposed": "A merger was proposed",
    "commented": "Somebody commented on a proposal",
    "answered": "A comment was answered",
    "voted": "A member voted",
    "loaded": "Came with the jurisdiction's pack",
    "usage_recorded": "A usage was recorded",
    "usage_moved": "A usage was moved",
    "usage_retired": "A usage was taken out",
    "proposed": "A word or definition was proposed",
    "comments_opened": "Comments were asked for",
    "adopted": "Adopted by the work group",
    "rejected": "Not adopted by the work group",
    "withdrawn": "A proposal was taken back",
    "merged": "Merged into another concept",
    "took_in": "Another concept was merged into it",
    "named_locally": "A place named its own word",
}


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal in a list."""

    id: UUID
    kind: str
    kind_words: str
    concept: str
    before: str
    word: str
    into: str
    state: str
    state_words: str
    proposed_on: datetime
    closes_on: date | None
    comments: int


@dataclass(frozen=True, slots=True)
class Comment:
    """What was said, whose words they are, and how it was answered."""

    id: UUID
    kind: str
    text: str
    whose: str
    at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """How the group decided."""

    is_adopted: bool
    tally: dict[str, int]
    rule: dict[str, Any]
    minutes: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """A proposal with all that was said and decided."""

    line: ProposalLine
    plural: str
    definition: str
    definition_before: str
    reason: str
    rests_on: tuple[Usage, ...]
    opened_on: date | None
    comments: tuple[Comment, ...]
    votes: tuple[tuple[str, str], ...]
    decision: Decision | None
    rule: Rule
    ballot: Ballot


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What was done to a concept."""

    words: str
    at: datetime


def proposals(jurisdiction: str, *, concept: str = "") -> tuple[ProposalLine, ...]:
    """All proposals, the open ones first, then the newest."""
    found = rows.Proposal.objects.filter(concept__jurisdiction=jurisdiction)
    if concept:
        found = found.filter(concept__key=concept)
    listed = found.select_related("concept", "into").annotate(said=Count("comments"))
    lines = [_line(one, _word(one.concept)) for one in listed.prefetch_related("concept__labels")]
    return tuple(sorted(lines, key=lambda one: one.state not in OPEN))


def proposal_page(jurisdiction: str, proposal: UUID) -> ProposalPage:
    """One proposal.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = (
        rows.Proposal.objects.filter(pk=proposal, concept__jurisdiction=jurisdiction)
        .select_related("concept", "into")
        .annotate(said=Count("comments"))
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    group = group_row(jurisdiction)
    decision = rows.ProposalDecision.objects.filter(proposal=found).first()
    usages = rows.Usage.objects.filter(concept=found.concept, number__in=found.rests_on)
    return ProposalPage(
        _line(found, _word(found.concept)),
        found.plural,
        found.definition,
        found.concept.definition,
        found.reason,
        tuple(usage_of(one) for one in usages),
        found.opened_on,
        tuple(_comment(one) for one in found.comments.select_related("by")),
        tuple(
            (vote.member.organization.name, vote.get_vote_display())
            for vote in found.votes.select_related("member__organization").order_by(
                "member__organization__name"
            )
        ),
        _decision(decision) if decision else None,
        rule_of(group, jurisdiction),
        ballot_of(found, group),
    )


def ballot_of(proposal: rows.Proposal, group: rows.WorkGroup | None) -> Ballot:
    """How the group stands on a proposal."""
    return Ballot(
        members=group.members.count() if group else 0,
        votes=tuple(
            proposal.votes.filter(member__group=group).values_list("vote", flat=True)
            if group
            else ()
        ),
        closes_on=proposal.closes_on,
        unanswered=proposal.comments.filter(kind="objection", answer="").count(),
    )


def history(jurisdiction: str, key: str) -> tuple[HistoryLine, ...]:
    """What was done to a concept, the newest first."""
    found = rows.ConceptChange.objects.filter(concept__jurisdiction=jurisdiction, concept__key=key)
    return tuple(HistoryLine(_VERBS.get(one.verb, one.verb), one.at) for one in found[:50])


def _line(one: Any, before: str) -> ProposalLine:
    return ProposalLine(
        one.pk,
        one.kind,
        one.get_kind_display(),
        one.concept.key,
        before,
        one.word,
        one.into.key if one.into else "",
        one.state,
        str(one.get_state_display()).lower(),
        one.proposed_at,
        one.closes_on,
        one.said,
    )


def _word(concept: rows.Concept) -> str:
    found = (label.text for label in concept.labels.all() if _is_preferred(label))
    return next(found, concept.key)


def _is_preferred(label: rows.ConceptLabel) -> bool:
    return label.kind == "preferred" and label.organization_id is None


def _comment(one: rows.ProposalComment) -> Comment:
    whose = one.behalf or one.by.name
    return Comment(one.pk, one.kind, one.text, whose, one.at, one.answer, one.answered_at)


def _decision(one: rows.ProposalDecision) -> Decision:
    return Decision(one.is_adopted, one.tally, one.rule, one.minutes, one.decided_on)
