"""Reads of an educator's gates: what came back, attempts left, appeals, decisions in order."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.shape import Criterion, Definition
from longleaf.domain.organization.actor import Actor
from longleaf.domain.review.appeal import AppealFacts, appeal_until, why_not_appeal
from longleaf.domain.review.gate import CHECKLIST
from longleaf.domain.review.program import AttemptsStanding, Program
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.gate import appeal_facts, program_of, standing_of_attempts
from longleaf.records.facts.review import answer_to_appeal
from longleaf.records.models import evidence, gate, microcredential

_LACKING = {item.key: item.lacking for item in CHECKLIST}


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing that a check found missing: what it is, and what was said about it."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check of an attempt; `outcome` is "" while it waits."""

    attempt: int
    outcome: str
    due_on: date
    opened_at: datetime
    checked_at: datetime | None
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class AppealAnswer:
    """What was found on one criterion on appeal."""

    criterion: Criterion
    level: str
    passed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AppealView:
    """One appeal; `outcome` is "" while it waits."""

    attempt: int
    criteria: tuple[Criterion, ...]
    grounds: str
    made_at: datetime
    answer_due_on: date
    outcome: str
    answer: str
    answered_at: datetime | None
    found: tuple[AppealAnswer, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision on an attempt, by its reviewers or on appeal."""

    attempt: int
    outcome: str
    path: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class CoachingLine:
    """A coaching; `opened_at` says when its attempt was opened, if it was."""

    id: UUID
    coach: str
    named_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gates:
    """All that an educator's page says of these.

    Attributes:
        program: The settings in force now.
        newer_version: The number of a version published since; None if there is none.
        check: The last check of the present attempt.
        appeal_until: The last day on which the decision can be appealed; None if it cannot.
        standing: How many attempts there were, and are left.
    """

    program: Program
    newer_version: int | None
    checks: tuple[CheckView, ...]
    check: CheckView | None
    appeals: tuple[AppealView, ...]
    appeal: AppealView | None
    appeal_until: date | None
    decisions: tuple[DecisionLine, ...]
    standing: AttemptsStanding
    coaching: CoachingLine | None

    @property
    def returned(self) -> CheckView | None:
        """The check that gave the present attempt back, if one did."""
        return self.check if self.check and self.check.outcome == "returned" else None

    @property
    def waiting(self) -> CheckView | None:
        """The check that the present attempt waits for."""
        return self.check if self.check and not self.check.outcome else None


def gates_of(who: Actor, submission: UUID, *, on: date) -> Gates:
    """What of the gates concerns the actor's own submission.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
    """
    found = (
        evidence.Submission.objects.select_related("version", "microcredential__issuer")
        .filter(pk=submission, educator=who.person)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    definition = parse_definition(found.version.definition)
    attempts = list(found.attempts.order_by("number"))
    last = attempts[-1]
    checks = _checks(found)
    decided = [one for one in attempts if one.state == evidence.AttemptState.DECIDED]
    appeals = _appeals(found, definition) if decided else ()
    facts = appeal_facts(found, last) if found.state == "not_yet" else None
    program = program_of(found.microcredential)
    standing = standing_of_attempts(found, decided, program)
    return Gates(
        program=program,
        newer_version=_newer(found),
        checks=checks,
        check=_last_check(checks, last.number),
        appeals=appeals,
        appeal=next((one for one in appeals if one.attempt == last.number), None),
        appeal_until=_until(facts, on),
        decisions=_decisions(found) if decided else (),
        standing=standing,
        coaching=_coaching(found, standing) if standing.allowed is not None else None,
    )


def _last_check(checks: tuple[CheckView, ...], attempt: int) -> CheckView | None:
    """The one that an attempt waits for, or the latest."""
    of_it = [one for one in checks if one.attempt == attempt]
    return next((one for one in of_it if not one.outcome), of_it[-1] if of_it else None)


def _decisions(found: evidence.Submission) -> tuple[DecisionLine, ...]:
    lines = gate.AttemptDecision.objects.filter(attempt__submission=found).order_by("pk")
    return tuple(
        DecisionLine(*line)
        for line in lines.values_list("attempt__number", "outcome", "path", "decided_at")
    )


def _until(facts: AppealFacts | None, on: date) -> date | None:
    if facts is None or facts.decided_on is None or why_not_appeal(facts, on=on):
        return None
    return appeal_until(facts.decided_on, facts.days)


def _newer(found: evidence.Submission) -> int | None:
    return (
        microcredential.Version.objects.filter(
            microcredential=found.microcredential_id,
            number__gt=found.version.number,
            state=microcredential.VersionState.PUBLISHED,
        )
        .values_list("number", flat=True)
        .first()
    )


def _checks(found: evidence.Submission) -> tuple[CheckView, ...]:
    rows = gate.CompletenessCheck.objects.filter(attempt__submission=found).order_by("opened_at")
    return tuple(
        CheckView(
            attempt=one.attempt.number,
            outcome=one.outcome,
            due_on=one.due_on,
            opened_at=one.opened_at,
            checked_at=one.checked_at,
            lacking=lacking_in(one.findings),
        )
        for one in rows.select_related("attempt")
    )


def lacking_in(findings: list[dict[str, Any]]) -> tuple[Lacking, ...]:
    """What of kept findings did not hold."""
    return tuple(
        Lacking(_LACKING[one["what"]], one["reason"]) for one in findings if not one["holds"]
    )


def _appeals(found: evidence.Submission, definition: Definition) -> tuple[AppealView, ...]:
    rows = gate.Appeal.objects.filter(attempt__submission=found).order_by("made_at")
    return tuple(_appeal(one, definition) for one in rows.select_related("attempt"))


def _appeal(row: gate.Appeal, definition: Definition) -> AppealView:
    rubric = definition.rubric
    titles = {level.key: level.title for level in rubric.levels}
    answered = answer_to_appeal(row.attempt_id) if row.review_id else None
    scores = answered.scores if answered else {}
    return AppealView(
        attempt=row.attempt.number,
        criteria=tuple(one for one in rubric.criteria if one.key in row.criteria),
        grounds=row.grounds,
        made_at=row.made_at,
        answer_due_on=row.answer_due_on,
        outcome=row.outcome,
        answer=row.answer,
        answered_at=row.answered_at,
        found=tuple(
            AppealAnswer(
                one,
                titles[scores[one.key].level],
                rubric.passes(scores[one.key].level),
                scores[one.key].reason,
            )
            for one in rubric.criteria
            if one.key in scores
        ),
    )


def _coaching(found: evidence.Submission, standing: AttemptsStanding) -> CoachingLine | None:
    """The coaching after the last decided attempt, as long as nothing was handed in since."""
    row = (
        gate.Coaching.objects.filter(submission=found, after_attempt=standing.used)
        .select_related("coach")
        .first()
    )
    if row is None:
        return None
    opened = row.notes.filter(kind=gate.CoachingNoteKind.OPENED).first()
    return CoachingLine(row.pk, row.coach.name, row.named_at, opened.written_at if opened else None)
