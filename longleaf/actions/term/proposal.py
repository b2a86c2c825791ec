"""Verbs on proposals: of a word, a concept or a merger; asking for comments, taking back."""

from datetime import datetime
from itertools import count
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.actions.term.merging import problems_found
from longleaf.actions.term.rows import (
    home_of,
    locked,
    note,
    require,
    settle_statuses,
    still_open,
    wait_for_others,
)
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.records.models import term as rows
from longleaf.records.queries.proposal import OPEN
from longleaf.records.queries.work_group import group_row, rule_of

_LONGEST_KEY = 70
_WAITS = "A proposal for this concept is open. Comment on it, or wait for the decision."


@transaction.atomic
def propose_term(
    *,
    by: Actor,
    concept: str,
    word: str,
    plural: str,
    definition: str,
    reason: str,
    rests_on: list[int],
    now: datetime,
) -> UUID:
    """Propose a word and definition for a concept.

    Raises:
        NoSuchRecordError: If there is no such concept.
        AlreadyDoneError: If a proposal for it is open.
        ProblemsError: If something is missing, or it rests on usages that are not there.
    """
    home = home_of(by, "propose_term")
    held = locked(concept)
    if still_open(held):
        raise AlreadyDoneError(_WAITS)
    problems = []
    if held.status == "deprecated":
        problems.append(Problem("", "This concept is in use no more.", "Choose another."))
    there = rows.Usage.objects.filter(concept=held, retired_at=None, number__in=rests_on).count()
    if there != len(set(rests_on)):
        problems.append(Problem("rests_on", "One of these usages is not there.", "Choose again."))
    _require(word, plural, definition, reason, problems)
    made = _propose(
        held,
        by=by,
        word=word.strip(),
        plural=plural.strip(),
        definition=definition.strip(),
        reason=reason.strip(),
        rests_on=sorted(set(rests_on)),
        now=now,
    )
    details = {"proposal": str(made)}
    note(held, "proposed", by=by, organization=home, details=details, now=now)
    return made


@transaction.atomic
def propose_concept(
    *, by: Actor, word: str, plural: str, definition: str, reason: str, now: datetime
) -> UUID:
    """Propose a concept that the registry lacks; usages can be recorded for it at once.

    Raises:
        NoSuchRecordError: If the actor proposes for nobody.
        ProblemsError: If something is missing.
    """
    home = home_of(by, "propose_term")
    wait_for_others()
    _require(word, plural, definition, reason, [])
    held = rows.Concept.objects.create(
        jurisdiction=HOME,
        key=_free_key(word),
        definition=definition.strip(),
        sure="ours",
        status="proposed",
        is_changed=True,
        created_at=now,
    )
    held.labels.create(text=word.strip(), plural=plural.strip(), kind="preferred")
    made = _propose(
        held,
        by=by,
        kind="concept",
        word=word.strip(),
        plural=plural.strip(),
        definition=definition.strip(),
        reason=reason.strip(),
        now=now,
    )
    details = {"proposal": str(made)}
    note(held, "named", by=by, organization=home, details=details, now=now)
    settle_statuses()
    return made


@transaction.atomic
def propose_merger(*, by: Actor, concept: str, into: str, reason: str, now: datetime) -> UUID:
    """Propose that a concept be another one.

    Raises:
        NoSuchRecordError: If one of them is not there.
        AlreadyDoneError: If a proposal for the one that goes is open.
        ProblemsError: If it would end in a circle, or there is no reason.
    """
    home = home_of(by, "propose_term")
    held = locked(concept)
    if still_open(held):
        raise AlreadyDoneError(_WAITS)
    goal = rows.Concept.objects.filter(jurisdiction=HOME, key=into).first()
    if goal is None:
        raise ProblemsError([Problem("into", "There is no such concept.", "Choose another.")])
    require({"reason": (reason, 2000)}, problems_found(held, goal))
    made = _propose(
        held,
        by=by,
        kind="merge",
        into=goal,
        word=goal.labels.get(kind="preferred", organization=None).text,
        definition=goal.definition,
        reason=reason.strip(),
        now=now,
    )
    details = {"proposal": str(made), "into": into}
    note(held, "merger_proposed", by=by, organization=home, details=details, now=now)
    return made


def _require(word: str, plural: str, definition: str, reason: str, problems: list[Problem]) -> None:
    texts = {"word": (word, 100), "definition": (definition, 600), "reason": (reason, 2000)}
    if plural.strip():
        texts["plural"] = (plural, 100)
    require(texts, problems)


def _propose(held: rows.Concept, *, by: Actor, now: datetime, **said: object) -> UUID:
    made = rows.Proposal.objects.create(
        concept=held, proposed_by_id=person_acting(by), proposed_at=now, **said
    )
    if held.status != "adopted":
        held.status = "proposed"
        held.save(update_fields=["status"])
    return made.pk


def _free_key(word: str) -> str:
    """An address from the word; words that leave no letters for one are numbered."""
    wanted = slugify(word)[:_LONGEST_KEY].strip("-") or "word"
    taken = set(
        rows.Concept.objects.filter(key__startswith=wanted).values_list("key", flat=True)
    ) | {"new"}
    if wanted not in taken:
        return wanted
    return next(key for at in count(2) if (key := f"{wanted}-{at}") not in taken)


@transaction.atomic
def open_comments(*, by: Actor, proposal: UUID, now: datetime) -> None:
    """Ask for comments, for as many days as the group's rule says; its members are told.

    Raises:
        NoSuchRecordError: If there is no such proposal.
        AlreadyDoneError: If they were asked for already.
    """
    home = home_of(by, "keep_language")
    held = locked_proposal(proposal)
    if held.state != "proposed":
        message = "Comments were asked for already, or the proposal is over."
        raise AlreadyDoneError(message)
    group = group_row(HOME)
    held.state, held.opened_on = "in_comment", legal_day(now)
    held.closes_on = rule_of(group, HOME).closes_on(held.opened_on)
    held.save(update_fields=["state", "opened_on", "closes_on"])
    held.concept.status = "in_comment"
    held.concept.save(update_fields=["status"])
    details = {"proposal": str(held.pk), "closes_on": held.closes_on.isoformat()}
    note(held.concept, "comments_opened", by=by, organization=home, details=details, now=now)
    voters = group.members.exclude(person=None) if group else rows.GroupMember.objects.none()
    for person in {one.person_id for one in voters if one.person_id}:
        notify(
            person,
            kind="term.comments",
            subject=f"Please comment on a word: {held.word}"[:200],
            body=f"Comments on the proposal “{held.word}” are open until {held.closes_on:%B} "
            f"{held.closes_on.day}, {held.closes_on.year}. Then the work group decides.",
            path=f"/language/proposals/{held.pk}",
            now=now,
        )


@transaction.atomic
def withdraw_proposal(*, by: Actor, proposal: UUID, now: datetime) -> None:
    """Take a proposal back; the concept is as it was before.

    Raises:
        NoSuchRecordError: If there is no such proposal.
        AlreadyDoneError: If it is over.
    """
    home = home_of(by, "keep_language")
    held = locked_proposal(proposal)
    if held.state not in OPEN:
        message = "This proposal is over."
        raise AlreadyDoneError(message)
    held.state = "withdrawn"
    held.save(update_fields=["state"])
    set_back(held)
    note(held.concept, "withdrawn", by=by, organization=home, now=now)
    settle_statuses()


def set_back(held: rows.Proposal) -> None:
    """Give the concept the status that it has without the proposal."""
    concept = held.concept
    if concept.proposals.filter(state="adopted").exists():
        concept.status = "adopted"
    elif held.kind == "concept" and not concept.usages.filter(retired_at=None).exists():
        concept.status = "deprecated"  # nobody uses it, and it was not wanted
    else:
        concept.status = "proposed"
    concept.save(update_fields=["status"])


def locked_proposal(proposal: UUID) -> rows.Proposal:
    """A proposal and its concept, locked.

    Raises:
        NoSuchRecordError: If there is none.
    """
    wait_for_others()
    found = (
        rows.Proposal.objects.select_for_update(of=("self",))
        .filter(pk=proposal, concept__jurisdiction=HOME)
        .select_related("into")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    found.concept = locked(found.concept.key)
    return found
