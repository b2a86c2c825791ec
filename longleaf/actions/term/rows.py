"""What the verbs of the common language share: finding and locking rows, and writing history."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import connection

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.domain.term.adoption import Rule
from longleaf.domain.term.conflict import ambiguous
from longleaf.domain.term.life import status_found
from longleaf.records.models import organization as people
from longleaf.records.models import term as rows
from longleaf.records.queries.proposal import OPEN, RECORDERS
from longleaf.records.queries.term import concepts_now
from longleaf.records.queries.work_group import is_keeper


def wait_for_others() -> None:
    """Let one change the registry at a time, until the transaction ends.

    What is read is kept until the latest change has another number; so a change must never become
    visible after a later one. It also keeps two mergers from closing a circle together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('longleaf concepts'))")


def locked(key: str) -> rows.Concept:
    """The concept, locked.

    Raises:
        NoSuchRecordError: If there is none; a registry that is not loaded has none.
    """
    wait_for_others()
    found = rows.Concept.objects.select_for_update().filter(jurisdiction=HOME, key=key).first()
    if found is None:
        raise NoSuchRecordError
    return found


def home_of(by: Actor, verb: str) -> UUID:
    """The organization for which the actor does a verb.

    Raises:
        NoSuchRecordError: If there is none whose language this is.
    """
    kinds = (RoleKind.DEPARTMENT_STAFF,) if verb == "keep_language" else RECORDERS
    home = by.home(kinds)
    if home is None or not people.Organization.objects.filter(pk=home, jurisdiction=HOME).exists():
        raise NoSuchRecordError
    if verb == "keep_language" and not is_keeper(home, HOME):
        raise NoSuchRecordError
    authorize(by, verb, organization=home)
    return home


def note(
    concept: rows.Concept,
    verb: str,
    *,
    by: Actor,
    organization: UUID | None = None,
    details: Mapping[str, object] | None = None,
    now: datetime,
) -> None:
    """Write a concept's history and the audit event."""
    rows.ConceptChange.objects.create(
        concept=concept, verb=verb, details=dict(details or {}), by_id=by.person, at=now
    )
    record_event(
        f"term.{verb}",
        by=by,
        subject=("concept", concept.key),
        organization=organization,
        details=details,
        now=now,
    )


def settle_statuses() -> None:
    """Give each concept that nobody decided on the status that its usages give it."""
    concepts = concepts_now(HOME)
    waiting = set(
        rows.Proposal.objects.filter(state__in=OPEN).values_list("concept__key", flat=True)
    )
    unclear = ambiguous(concepts)
    for one in concepts:
        if one.key not in waiting and (status := status_found(one, unclear)) != one.status:
            rows.Concept.objects.filter(key=one.key).update(status=status)


def require(texts: Mapping[str, tuple[str, int]], problems: list[Problem] | None = None) -> None:
    """Refuse texts that are missing, too long or cannot be stored; each with its field and length.

    Raises:
        ProblemsError: With all that is wrong.
    """
    found = list(problems or [])
    for field, (text, longest) in texts.items():
        if not text.strip():
            found.append(Problem(field, "This is missing.", "Write it."))
        elif len(text) > longest:
            found.append(Problem(field, "This is too long.", f"At most {longest} characters."))
        elif not is_storable(text.replace("\r", "")):
            found.append(Problem(field, "A character in it cannot be stored.", "Type it again."))
    if found:
        raise ProblemsError(found)


def rule_as_data(rule: Rule) -> dict[str, object]:
    """A rule as it is kept."""
    return {**asdict(rule), "quorum": str(rule.quorum), "majority": str(rule.majority)}


def still_open(held: rows.Concept) -> bool:
    """Whether a proposal for a concept waits for its decision."""
    return held.proposals.filter(state__in=OPEN).exists()
