"""Verbs on concepts: merge, name locally, and choose in whose words one reads."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.term.merging import merge, problems_found
from longleaf.actions.term.rows import (
    home_of,
    locked,
    note,
    require,
    settle_statuses,
    still_open,
)
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.records.models import organization as people
from longleaf.records.models import term as rows
from longleaf.records.queries.language import NAMERS


@transaction.atomic
def merge_concepts(*, by: Actor, concept: str, into: str, now: datetime) -> None:
    """Merge a concept that nobody decided on into another; one that was adopted needs a proposal.

    Raises:
        NoSuchRecordError: If one of them is not there.
        ProblemsError: If it would end in a circle, it was adopted, or a proposal for it is open.
    """
    home = home_of(by, "keep_language")
    held, goal = locked(concept), locked(into)
    problems = problems_found(held, goal)
    if held.status == "adopted":
        reason = "The work group has adopted this word."
        problems.append(Problem("into", reason, "Propose the merger to the group."))
    if still_open(held):
        fix = "Take it back or decide on it first."
        problems.append(Problem("into", "A proposal for it is open.", fix))
    if problems:
        raise ProblemsError(problems)
    merge(held, goal, by=by, home=home, now=now)
    settle_statuses()


@transaction.atomic
def name_locally(*, by: Actor, concept: str, word: str, plural: str, now: datetime) -> None:
    """Say what one's own organization calls a concept; an empty word takes that back.

    Raises:
        NoSuchRecordError: If there is no such concept, or the actor speaks for no organization.
        ProblemsError: If the word cannot be kept.
    """
    home = by.home(NAMERS)
    if home is None:
        raise NoSuchRecordError
    authorize(by, "name_locally", organization=home)
    held = locked(concept)
    own = held.labels.filter(organization=home)
    own.delete()
    if word.strip():
        require({"word": (word, 100), "plural": (plural or word, 100)})
        held.labels.create(
            text=word.strip(), plural=plural.strip(), kind="preferred", organization_id=home
        )
    note(held, "named_locally", by=by, organization=home, now=now)


@transaction.atomic
def choose_dialect(*, by: Actor, organization: UUID | None, now: datetime) -> None:
    """Read pages in the words of an organization, or of everybody.

    Raises:
        NoSuchRecordError: If there is no such organization.
    """
    person = person_acting(by)
    authorize(by, "choose_dialect", owner=person)
    if organization is None:
        rows.SpeechChoice.objects.filter(person=person).delete()
    else:
        if not people.Organization.objects.filter(pk=organization).exists():
            raise NoSuchRecordError
        rows.SpeechChoice.objects.update_or_create(
            person_id=person, defaults={"organization_id": organization}
        )
    record_event("term.dialect_chosen", by=by, subject=("person", person), now=now)
