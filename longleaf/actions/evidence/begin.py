"""Beginning a submission, and beginning again where an attempt did not pass."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.mark import carry_marks
from longleaf.actions.evidence.own import moved, note, own_submission
from longleaf.actions.review import must_have_attempts, must_not_wait_for_appeal
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.attempt import AttemptFacts, NothingToReviseError, next_attempt
from longleaf.domain.evidence.number import new_number
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.records.facts.evidence import attempt_facts, passed_in
from longleaf.records.models import award as awards
from longleaf.records.models import evidence as rows
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import organization as people

_CLOSED = (rows.SubmissionState.EARNED, rows.SubmissionState.WITHDRAWN)


@transaction.atomic
def begin_submission(*, by: Actor, microcredential: str, now: datetime) -> UUID:
    """Begin working toward the current version of a micro-credential; returns the submission.

    One that is open already is returned as it is, so a second click changes nothing.

    Args:
        by: The educator.
        microcredential: Its slug.
        now: The present moment.

    Raises:
        NoSuchRecordError: If it does not exist or has no published version.
        AlreadyDoneError: If this version was earned already.
    """
    organization = by.home({RoleKind.EDUCATOR})
    authorize(by, "begin_submission", organization=organization)
    if by.person is None or organization is None:
        raise NoSuchRecordError  # `authorize` has refused both; the types do not know.
    # One educator begins one thing at a time: two clicks at once wait for each other here.
    people.Person.objects.select_for_update(no_key=True).get(pk=by.person)
    present = (
        rows.Submission.objects.filter(educator=by.person, microcredential__slug=microcredential)
        .exclude(state__in=_CLOSED)
        .first()
    )
    if present is not None:
        return present.pk
    version = (
        definitions.Version.objects.select_related("microcredential")
        .filter(microcredential__slug=microcredential, state=definitions.VersionState.PUBLISHED)
        .first()
    )
    if version is None:
        raise NoSuchRecordError
    _refuse_if_earned(by.person, version)
    submission = rows.Submission.objects.create(
        number=_free_number(),
        educator_id=by.person,
        organization_id=organization,
        microcredential=version.microcredential,
        version=version,
        begun_at=now,
        changed_at=now,
    )
    rows.Attempt.objects.create(
        submission=submission,
        number=1,
        open_criteria=[one.key for one in parse_definition(version.definition).rubric.criteria],
    )
    note("submission.begun", by, submission, now, version=str(version.pk))
    return submission.pk


def _refuse_if_earned(educator: UUID, version: definitions.Version) -> None:
    earned = awards.Award.objects.filter(educator=educator, version=version).exclude(
        state=awards.AwardState.REVOKED
    )
    if earned.exists():
        message = "You have earned this micro-credential already."
        raise AlreadyDoneError(message)


def _free_number() -> str:
    while True:
        number = new_number(secrets.choice)
        if not rows.Submission.objects.filter(number=number).exists():
            return number


@transaction.atomic
def begin_next_attempt(*, by: Actor, submission: UUID, now: datetime) -> UUID:
    """After "not yet": open what did not pass, with everything that was handed in carried over.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        AlreadyDoneError: If it is open already, or has no answer yet.
        ProblemsError: If nothing is left to revise, no attempt is left, or an appeal waits.
    """
    found = own_submission(by, submission, "write_evidence")
    state = moved(found, "revise")
    previous = found.attempts.order_by("-number").select_for_update()[0]
    must_not_wait_for_appeal(previous)
    must_have_attempts(found)
    definition = parse_definition(found.version.definition)
    try:
        plan = next_attempt(
            definition, attempt_facts(previous), passed_in(previous, definition.rubric)
        )
    except NothingToReviseError as fault:
        raise ProblemsError([Problem("", str(fault))]) from None
    attempt = _attempt_from(found, previous, plan, now)
    found.state = state.value
    found.changed_at = now
    found.save(update_fields=["state", "changed_at"])
    note("submission.revised", by, found, now, attempt=attempt.number)
    return attempt.pk


def _attempt_from(
    submission: rows.Submission, previous: rows.Attempt, plan: AttemptFacts, now: datetime
) -> rows.Attempt:
    attempt = rows.Attempt.objects.create(
        submission=submission,
        number=plan.number,
        open_criteria=list(plan.open_criteria),
        students=previous.students,
        consent=previous.consent,
    )
    rows.Response.objects.bulk_create(
        rows.Response(attempt=attempt, part=part, question=question, text=text, saved_at=now)
        for (part, question), text in plan.responses.items()
    )
    rows.ArtifactUse.objects.bulk_create(
        rows.ArtifactUse(
            attempt=attempt,
            artifact_id=use.artifact_id,
            part=use.part,
            request=use.request,
            criteria=use.criteria,
            explanation=use.explanation,
            position=use.position,
        )
        for use in previous.uses.all()
    )
    carry_marks(previous, attempt)
    return attempt
