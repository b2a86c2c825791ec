"""Verbs on what is said to proposals: comment, answer, vote, and decide by the group's own rule."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.actions.term.merging import merge, problems_found
from longleaf.actions.term.proposal import locked_proposal, set_back
from longleaf.actions.term.rows import home_of, locked, note, require, rule_as_data, settle_statuses
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.domain.term.adoption import is_carried, too_early
from longleaf.domain.term.concept import folded
from longleaf.records.models import term as rows
from longleaf.records.queries.proposal import OPEN, ballot_of
from longleaf.records.queries.work_group import group_row, rule_of


@transaction.atomic
def comment_on_proposal(
    *, by: Actor, proposal: UUID, kind: str, text: str, behalf: str = "", now: datetime
) -> UUID:
    """Comment on a proposal, or object to it, while comments are open.

    Args:
        by: Whoever is signed in.
        proposal: The proposal.
        kind: "comment" or "objection".
        text: The words.
        behalf: Whose words they are, where staff of the Department put in what came by letter.
        now: The present moment.

    Raises:
        NoSuchRecordError: If there is no such proposal.
        AlreadyDoneError: If comments are not open.
        ProblemsError: If nothing is said.
    """
    person = person_acting(by)
    authorize(by, "comment_on_term", owner=person)
    held = locked_proposal(proposal)
    home = home_of(by, "keep_language") if behalf.strip() else None
    on = legal_day(now)
    if held.state != "in_comment" or held.closes_on is None or on > held.closes_on:
        message = "Comments on this proposal are not open."
        raise AlreadyDoneError(message)
    problems = []
    if kind not in {"comment", "objection"}:
        problems.append(Problem("kind", "It is not said whether this objects.", "Choose one."))
    require({"text": (text, 4000)}, problems)
    made = rows.ProposalComment.objects.create(
        proposal=held,
        kind=kind,
        text=text.strip(),
        behalf=behalf.strip()[:200],
        by_id=person,
        at=now,
    )
    details = {"proposal": str(held.pk), "comment": str(made.pk), "kind": kind}
    note(held.concept, "commented", by=by, organization=home, details=details, now=now)
    return made.pk


@transaction.atomic
def answer_comment(*, by: Actor, comment: UUID, answer: str, now: datetime) -> None:
    """Answer a comment or an objection, once; whoever said it is told.

    Raises:
        NoSuchRecordError: If there is no such comment.
        AlreadyDoneError: If it was answered, or the proposal is over.
        ProblemsError: If nothing is said.
    """
    home = home_of(by, "keep_language")
    found = rows.ProposalComment.objects.filter(pk=comment).first()
    if found is None:
        raise NoSuchRecordError
    held = locked_proposal(found.proposal_id)
    found.refresh_from_db()
    if found.answer or held.state not in OPEN:
        message = "It was answered already, or the proposal is over."
        raise AlreadyDoneError(message)
    require({"answer": (answer, 4000)})
    found.answer, found.answered_at = answer.strip(), now
    found.answered_by_id = person_acting(by)
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    details = {"comment": str(found.pk)}
    note(held.concept, "answered", by=by, organization=home, details=details, now=now)
    notify(
        found.by_id,
        kind="term.answered",
        subject=f"Your words on “{held.word}” were answered"[:200],
        body="The answer stands beside what you said.",
        path=f"/language/proposals/{held.pk}",
        now=now,
    )


@transaction.atomic
def vote_on_proposal(*, by: Actor, proposal: UUID, vote: str, now: datetime) -> None:
    """Vote for the member that one speaks for; until the decision it may be changed.

    Raises:
        NoSuchRecordError: If there is no such proposal, or one votes for nobody.
        AlreadyDoneError: If the proposal is over, or comments were not asked for yet.
        ProblemsError: If no vote is given.
    """
    person = person_acting(by)
    authorize(by, "vote_on_term", owner=person)
    held = locked_proposal(proposal)
    group = group_row(HOME)
    members = list(group.members.filter(person=person)) if group else []
    if not members:
        raise NoSuchRecordError
    if held.state != "in_comment":
        message = "This proposal is not open for votes."
        raise AlreadyDoneError(message)
    if vote not in {"for", "against", "abstain"}:
        raise ProblemsError([Problem("vote", "It is not said how you vote.", "Choose one.")])
    for member in members:
        rows.ProposalVote.objects.update_or_create(
            proposal=held, member=member, defaults={"vote": vote, "by_id": person, "at": now}
        )
    note(held.concept, "voted", by=by, details={"proposal": str(held.pk)}, now=now)


@transaction.atomic
def decide_proposal(*, by: Actor, proposal: UUID, minutes: str, now: datetime) -> bool:
    """Put the group's decision on record by its own rule; whether the proposal is adopted.

    What is adopted is from now on the concept's word and definition, and what pages say.

    Raises:
        NoSuchRecordError: If there is no such proposal.
        AlreadyDoneError: If it is over.
        ProblemsError: If comments are open, an objection waits, too few have voted, there are no
            minutes, or another adopted concept has the word.
    """
    home = home_of(by, "keep_language")
    held = locked_proposal(proposal)
    if held.state not in OPEN:
        message = "This proposal is over."
        raise AlreadyDoneError(message)
    group = group_row(HOME)
    rule, ballot = rule_of(group, HOME), ballot_of(held, group)
    adopted = is_carried(rule, ballot.votes)
    problems = too_early(rule, ballot, legal_day(now))
    goal = locked(held.into.key) if held.into else None
    if adopted:
        problems += _in_the_way(held, goal)
    require({"minutes": (minutes, 20_000)}, problems)
    rows.ProposalDecision.objects.create(
        proposal=held,
        is_adopted=adopted,
        tally={one: ballot.count(one) for one in ("for", "against", "abstain")}
        | {"members": ballot.members},
        rule=rule_as_data(rule),
        minutes=minutes.strip(),
        decided_on=legal_day(now),
        by_id=person_acting(by),
        at=now,
    )
    held.state = "adopted" if adopted else "rejected"
    held.save(update_fields=["state"])
    if not adopted:
        set_back(held)
    elif goal is None:
        _adopt(held, home)
    else:
        merge(held.concept, goal, by=by, home=home, now=now)
    note(
        held.concept,
        held.state,
        by=by,
        organization=home,
        details={"proposal": str(held.pk)},
        now=now,
    )
    settle_statuses()
    return adopted


def _in_the_way(held: rows.Proposal, goal: rows.Concept | None) -> list[Problem]:
    """What the registry has against what the group wants."""
    if goal is not None:
        held.concept.status = "proposed"  # its own comment period is what has just ended
        return problems_found(held.concept, goal)
    if other := _holder(held):
        reason = f"“{held.word}” is the adopted word of “{other}”."
        return [Problem("", reason, "One word, one concept: settle that first.")]
    return []


def _holder(held: rows.Proposal) -> str:
    """The key of another adopted concept with the same word; "" if there is none."""
    labels = rows.ConceptLabel.objects.filter(
        kind="preferred", organization=None, concept__status="adopted"
    ).exclude(concept=held.concept)
    wanted = folded(held.word)
    return next((one.concept.key for one in labels if folded(one.text) == wanted), "")


def _adopt(held: rows.Proposal, steward: UUID) -> None:
    """Give the concept what was adopted."""
    concept = held.concept
    old = concept.labels.get(kind="preferred", organization=None)
    if old.text.casefold() != held.word.casefold():
        concept.labels.filter(organization=None, text__iexact=held.word).delete()
        old.kind = "alternative"
        old.save(update_fields=["kind"])
        concept.labels.create(text=held.word, plural=held.plural, kind="preferred")
    else:
        old.text, old.plural = held.word, held.plural or old.plural
        old.save(update_fields=["text", "plural"])
    concept.definition, concept.steward_id = held.definition, steward
    concept.status, concept.is_changed = "adopted", True
    usages = rows.Usage.objects.filter(concept=concept, retired_at=None)
    usages.filter(is_basis=True).exclude(number__in=held.rests_on).update(is_basis=False)
    usages.filter(number__in=held.rests_on).update(is_basis=True)
    concept.save()
