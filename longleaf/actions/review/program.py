"""Keeping how an organization has its micro-credentials reviewed."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import NotPermittedError, authorize, person_acting
from longleaf.domain.review.program import Program, Scoring, problems_of_program
from longleaf.records.models import gate, microcredential, organization

# Settings that this verb does not change: they go on as they were.
_CARRIED = ("most_open_reviews", "late_days", "coworker_months")
_SEED_BYTES = 12


@transaction.atomic
def keep_program(
    *,
    by: Actor,
    organization: UUID,
    microcredential: UUID | None = None,
    program: Program,
    read: int | None = None,
    now: datetime,
) -> int:
    """Settle how reviews go from now on; what waits already goes on as it was settled.

    Args:
        by: A coordinator, author or administrator of the organization.
        organization: Who issues.
        microcredential: One of its micro-credentials, or None for all that have no own settings.
        program: The settings.
        read: The number of the settings that were read before, 0 if there were none; None not to
            ask.
        now: The moment.

    Returns:
        The number of the settings that hold now.

    Raises:
        NoSuchRecordError: If the actor may not, or the micro-credential is another's.
        ProblemsError: If one of the settings cannot be.
        StaleTextError: If somebody settled it otherwise since it was read.
    """
    last = _last(by, organization, microcredential)
    at = last.pk if last else 0
    if read is not None and read != at:
        raise StaleTextError("", at)
    problems = problems_of_program(program)
    if problems:
        raise ProblemsError(problems)
    carried = {name: getattr(last, name) for name in _CARRIED} if last else {}
    seed = last.sample_seed if last else ""
    if program.scoring is Scoring.SAMPLE and not seed:
        seed = secrets.token_hex(_SEED_BYTES)
    made = gate.ReviewProgram.objects.create(
        organization_id=organization,
        microcredential_id=microcredential,
        review_days=program.review_days,
        checks_completeness=program.checks_completeness,
        completeness_days=program.completeness_days,
        scoring=program.scoring,
        sample_percent=program.sample_percent,
        sample_seed=seed,
        most_attempts=program.most_attempts,
        appeal_days=program.appeal_days,
        appeal_answer_days=program.appeal_answer_days,
        kept_at=now,
        kept_by_id=person_acting(by),
        **carried,
    )
    _record("review_program.kept", by, made, now)
    return made.pk


@transaction.atomic
def share_program(*, by: Actor, organization: UUID, microcredential: UUID, now: datetime) -> None:
    """End a micro-credential's own settings: those of its organization hold for it again.

    Raises:
        NoSuchRecordError: If the actor may not, or the micro-credential is another's.
        AlreadyDoneError: If it has none of its own.
    """
    last = _last(by, organization, microcredential)
    if last is None or last.is_shared:
        raise AlreadyDoneError("It has no settings of its own.")
    made = gate.ReviewProgram.objects.create(
        organization_id=organization,
        microcredential_id=microcredential,
        is_shared=True,
        kept_at=now,
        kept_by_id=person_acting(by),
    )
    _record("review_program.shared", by, made, now)


def _last(by: Actor, where: UUID, about: UUID | None) -> gate.ReviewProgram | None:
    """The settings kept last, with their organization locked: they are kept one after the other."""
    issuer = organization.Organization.objects.select_for_update(no_key=True).filter(pk=where)
    if not issuer.exists():
        raise NoSuchRecordError
    try:
        authorize(by, "keep_review_program", organization=where)
    except NotPermittedError:
        raise NoSuchRecordError from None
    if about is not None and not (
        microcredential.Microcredential.objects.filter(pk=about, issuer=where).exists()
    ):
        raise NoSuchRecordError
    return gate.ReviewProgram.objects.filter(organization=where, microcredential=about).first()


def _record(verb: str, by: Actor, made: gate.ReviewProgram, now: datetime) -> None:
    about = str(made.microcredential_id) if made.microcredential_id else ""
    record_event(
        verb,
        by=by,
        subject=("review_program", made.pk),
        organization=made.organization_id,
        details={"microcredential": about},
        now=now,
    )
