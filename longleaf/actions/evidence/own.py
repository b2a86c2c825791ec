"""Finding an educator's own work, locked, and refusing what its state does not allow."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.attempt import open_parts
from longleaf.domain.evidence.submission import MoveError, SubmissionState, next_state
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.shape import Definition, EvidencePart
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import NotPermittedError, authorize
from longleaf.records.models import evidence as rows


@dataclass(frozen=True, slots=True)
class Draft:
    """A submission that is being written: its open attempt, and what is asked for."""

    submission: rows.Submission
    attempt: rows.Attempt
    definition: Definition

    def open_part(self, key: str) -> EvidencePart:
        """The part with this key, if it may still be changed.

        Raises:
            NoSuchRecordError: If the micro-credential has no such part.
            ProblemsError: If the part only serves criteria that passed before.
        """
        try:
            part = self.definition.evidence.part(key)
        except KeyError:
            raise NoSuchRecordError from None
        if key not in open_parts(self.definition, self.attempt.open_criteria):
            reason = f'"{part.title}" was accepted in an earlier attempt and stays as it is.'
            raise ProblemsError([Problem(key, reason)])
        return part


def own_submission(by: Actor, submission: UUID, verb: str) -> rows.Submission:
    """The actor's own submission, locked until the transaction ends.

    Raises:
        NoSuchRecordError: If there is none, or it is someone else's.
    """
    found = (
        rows.Submission.objects.select_for_update(of=("self",))
        .select_related("version", "microcredential__issuer")
        .filter(pk=submission)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    try:
        authorize(by, verb, owner=found.educator_id)
    except NotPermittedError:
        raise NoSuchRecordError from None
    return found


def own_draft(by: Actor, submission: UUID, verb: str = "write_evidence") -> Draft:
    """The actor's own submission and its open attempt, locked, to be written in.

    Raises:
        NoSuchRecordError: If there is none, or it is someone else's.
        AlreadyDoneError: If it was submitted or withdrawn meanwhile.
    """
    found = own_submission(by, submission, verb)
    moved(found, "write")
    attempt = found.attempts.select_for_update().get(state=rows.AttemptState.DRAFT)
    return Draft(found, attempt, parse_definition(found.version.definition))


def moved(submission: rows.Submission, move: str) -> SubmissionState:
    """The state a move leads to.

    Raises:
        AlreadyDoneError: If the submission's state does not allow it.
    """
    try:
        return next_state(submission.state, move)
    except MoveError as fault:
        raise AlreadyDoneError(str(fault)) from None


def touch(submission: rows.Submission, now: datetime) -> None:
    """Note that something of it changed."""
    submission.changed_at = now
    submission.save(update_fields=["changed_at"])


def note(
    verb: str,
    by: Actor,
    submission: rows.Submission,
    now: datetime,
    **details: object,
) -> None:
    """Write the audit event of an act on a submission."""
    record_event(
        verb,
        by=by,
        subject=("submission", submission.pk),
        organization=submission.organization_id,
        details=details,
        now=now,
    )
