"""Reads of those who check completeness: what waits, and one of them, without names."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from longleaf.domain.microcredential.shape import Definition
from longleaf.domain.organization.actor import Actor
from longleaf.domain.review.deadline import days_left
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.review import free_attempts
from longleaf.records.models import evidence, gate
from longleaf.records.queries.evidence_shown import PartShown, evidence_of

_LATELY = 20


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One submission that waits for its check, by number."""

    id: UUID
    number: str
    attempt: int
    title: str
    opened_at: datetime
    due_on: date
    days_left: int


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One that the actor has checked."""

    number: str
    title: str
    outcome: str
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """One submission, as far as it takes to see whether it can be judged."""

    id: UUID
    number: str
    attempt: int
    definition: Definition
    students: str
    consent: bool
    due_on: date
    days_left: int
    outcome: str
    parts: tuple[PartShown, ...]


def _waiting() -> QuerySet[gate.CompletenessCheck]:
    return gate.CompletenessCheck.objects.filter(
        outcome="", attempt__state=evidence.AttemptState.SUBMITTED
    ).select_related(
        "attempt__submission__version__microcredential__issuer",
        "attempt__submission__organization",
        "attempt__submission__educator",
    )


def checks_waiting(who: Actor, *, on: date) -> list[CheckLine]:
    """What waits for somebody who may look at it, the one due first on top."""
    if who.person is None:
        return []
    found = list(_waiting().order_by("due_on", "opened_at"))
    free = free_attempts(who.person, [one.attempt for one in found], on=on)
    return [
        CheckLine(
            id=one.pk,
            number=one.attempt.submission.number,
            attempt=one.attempt.number,
            title=one.attempt.submission.version.title,
            opened_at=one.opened_at,
            due_on=one.due_on,
            days_left=days_left(one.due_on, on),
        )
        for one in found
        if one.attempt_id in free
    ]


def checked_by(who: Actor) -> list[CheckedLine]:
    """What the actor checked last."""
    found = gate.CompletenessCheck.objects.filter(
        checked_by=who.person, outcome__in=["complete", "returned"]
    ).order_by("-checked_at")
    return [
        CheckedLine(*row)
        for row in found.values_list(
            "attempt__submission__number",
            "attempt__submission__version__title",
            "outcome",
            "checked_at",
        )[:_LATELY]
    ]


def check_sheet(who: Actor, check: UUID, *, on: date) -> CheckSheet:
    """One that waits.

    Raises:
        NoSuchRecordError: If there is none, somebody checked it, or the actor may not look at it.
    """
    found = _waiting().filter(pk=check).first()
    if found is None or who.person is None:
        raise NoSuchRecordError
    attempt = found.attempt
    if not free_attempts(who.person, [attempt], on=on):
        raise NoSuchRecordError
    definition, parts = evidence_of(attempt, on=on)
    return CheckSheet(
        id=found.pk,
        number=attempt.submission.number,
        attempt=attempt.number,
        definition=definition,
        students=attempt.get_students_display(),
        consent=bool(attempt.consent.strip()) or _has_consents(attempt),
        due_on=found.due_on,
        days_left=days_left(found.due_on, on),
        outcome=found.outcome,
        parts=parts,
    )


def was_checked(check: UUID) -> bool:
    """Whether a check that was there is over: whoever comes second is told so, and no more."""
    return gate.CompletenessCheck.objects.filter(pk=check).exclude(outcome="").exists()


def may_check_file(who: Actor, artifact: UUID, *, on: date) -> bool:
    """Whether the artifact is in a submission that waits for its check, and the actor may look."""
    if who.person is None:
        return False
    found = [one.attempt for one in _waiting().filter(attempt__uses__artifact=artifact)]
    return bool(free_attempts(who.person, found, on=on))


def _has_consents(attempt: evidence.Attempt) -> bool:
    return attempt.uses.filter(artifact__covers__isnull=False).exists()
