"""Verbs on concepts: merge, split, name locally, and choose in whose words one reads."""

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
from longleaf.actions.term.usage import add_usage
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.renewal.jurisdiction import HOME
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
def split_concept(
    *,
    by: Actor,
    concept: str,
    key: str,
    word: str,
    definition: str,
    usages: list[int],
    now: datetime,
) -> None:
    """Make a concept of its own of some of another's usages.

    Raises:
        NoSuchRecordError: If the concept or a usage is not there.
        ProblemsError: If the key is taken or no key, or a definition rests on one of the usages.
    """
    home = home_of(by, "keep_language")
    held = locked(concept)
    problems: list[Problem] = []
    Section({"key": key}, "", problems).key("key")
    if rows.Concept.objects.filter(key=key).exists():
        problems.append(Problem("key", "There is a concept of that key.", "Choose another."))
    found = list(rows.Usage.objects.filter(concept=held, number__in=usages, retired_at=None))
    if len(found) != len(set(usages)):
        raise NoSuchRecordError
    if any(one.is_basis for one in found):
        reason = "The definition of the concept it leaves rests on one of these usages."
        problems.append(Problem("usages", reason, "Propose a definition without it first."))
    require({"word": (word, 100), "definition": (definition, 600)}, problems)
    made = rows.Concept.objects.create(
        jurisdiction=HOME,
        key=key,
        definition=definition.strip(),
        source=held.source,
        sure=held.sure,
        status="observed" if found else "proposed",
        is_changed=True,
        created_at=now,
    )
    made.labels.create(text=word.strip(), kind="preferred")
    for usage in found:
        add_usage(made, usage)
    note(made, "split", by=by, organization=home, details={"from": concept}, now=now)
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
