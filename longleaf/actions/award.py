"""Verbs on awards: grant with everything that belongs to it, suspend, reinstate, revoke."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.badge import sign_first_badge
from longleaf.actions.credit import enter_award
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.actions.renewal import refresh_standing
from longleaf.actions.status_list import set_bit
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.award.change import AwardChange, AwardState, NotPossibleNowError, changed
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
from longleaf.records.models import evidence as evidences

_OVERSIGHT = (RoleKind.ADMINISTRATOR, RoleKind.DEPARTMENT_STAFF)


@transaction.atomic
def grant_award(*, by: Actor, attempt: UUID, vault: KeyVault, base_url: str, now: datetime) -> UUID:
    """Grant the award of an attempt that was judged earned.

    Its badge, its places on the status lists and its line of credit come with it, or none does.
    Granting twice gives the first award again.
    """
    authorize(by, "grant_award")
    judged = (
        evidences.Attempt.objects.select_related("submission__version__microcredential__issuer")
        .select_for_update(of=("self",))
        .get(pk=attempt)
    )
    submission = judged.submission
    granted = rows.Award.objects.filter(submission=submission).first()
    if granted is not None:
        return granted.pk
    if judged.outcome != "earned":
        raise NoSuchRecordError
    award = rows.Award.objects.create(
        educator_id=submission.educator_id,
        microcredential=submission.microcredential,
        version=submission.version,
        issuer=submission.version.microcredential.issuer,
        submission=submission,
        granted_at=now,
    )
    rows.AwardEvent.objects.create(award=award, kind="granted", at=now)
    record_event(
        "award.granted",
        by=by,
        subject=("award", award.pk),
        organization=award.issuer_id,
        details={"submission": submission.number, "version": str(award.version_id)},
        now=now,
    )
    sign_first_badge(by=by, award=award, vault=vault, base_url=base_url, now=now)
    enter_award(by=by, award=award, on=legal_day(now), now=now)
    return award.pk


def suspend_award(
    *, by: Actor, award: UUID, reason: str, vault: KeyVault, base_url: str, now: datetime
) -> None:
    """Suspend an award: its badge says so to whoever checks, and its credit does not count."""
    _change(by, award, AwardChange.SUSPEND, reason, vault=vault, base_url=base_url, now=now)


def reinstate_award(
    *, by: Actor, award: UUID, reason: str, vault: KeyVault, base_url: str, now: datetime
) -> None:
    """Lift a suspension."""
    _change(by, award, AwardChange.REINSTATE, reason, vault=vault, base_url=base_url, now=now)


def revoke_award(
    *, by: Actor, award: UUID, reason: str, vault: KeyVault, base_url: str, now: datetime
) -> None:
    """Revoke an award for good."""
    _change(by, award, AwardChange.REVOKE, reason, vault=vault, base_url=base_url, now=now)


_VERBS = {
    AwardChange.SUSPEND: "suspend_award",
    AwardChange.REINSTATE: "reinstate_award",
    AwardChange.REVOKE: "revoke_award",
}
# Which bit a change sets or clears.
_BITS = {
    AwardChange.SUSPEND: (badges.StatusPurpose.SUSPENSION, True),
    AwardChange.REINSTATE: (badges.StatusPurpose.SUSPENSION, False),
    AwardChange.REVOKE: (badges.StatusPurpose.REVOCATION, True),
}


@transaction.atomic
def _change(
    by: Actor,
    award: UUID,
    change: AwardChange,
    reason: str,
    *,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> None:
    held = (
        rows.Award.objects.select_for_update(of=("self",))
        .select_related("version")
        .filter(pk=award, issuer__in=by.reach(_OVERSIGHT))
        .first()
    )
    if held is None:
        raise NoSuchRecordError
    authorize(by, _VERBS[change], organization=held.issuer_id)
    if not reason.strip():
        raise ProblemsError(
            [Problem("reason", "This needs a reason.", "Say why, for the educator to read.")]
        )
    try:
        held.state = changed(AwardState(held.state), change)
    except NotPossibleNowError as error:
        raise AlreadyDoneError(f"This award is {error.state} already.") from error
    held.save(update_fields=["state"])
    rows.AwardEvent.objects.create(
        award=held, kind=change, at=now, by_id=by.person, reason=reason.strip()
    )
    purpose, to = _BITS[change]
    entry = held.status_entries.get(purpose=purpose)
    set_bit(entry=entry, to=to, vault=vault, base_url=base_url, now=now)
    record_event(
        f"award.{change}",
        by=by,
        subject=("award", held.pk),
        organization=held.issuer_id,
        now=now,
    )
    refresh_standing(persons=[held.educator_id], on=legal_day(now), now=now)
    notify(
        held.educator_id,
        kind=f"award.{change}",
        subject=f"Your award was {change}: {held.version.title}",
        body=f"“{held.version.title}” was {change}. The reason given: {reason.strip()}",
        path=f"/my-badges/{held.pk}",
        now=now,
    )
