"""Verbs on awards: grant with everything that belongs to it, suspend, reinstate, revoke."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event, record_events
from longleaf.actions.badge import sign_badge_anew, sign_first_badge
from longleaf.actions.badge_part import end_bases
from longleaf.actions.credit import enter_award
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify_addresses
from longleaf.actions.renewal import refresh_standing
from longleaf.actions.status_list import set_bits
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.award.change import (
    AwardChange,
    AwardState,
    NotPossibleNowError,
    changed,
    outcome_of,
)
from longleaf.domain.award.reason import fits
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
from longleaf.records.models import evidence as evidences
from longleaf.records.models import notice as notices

_OVERSIGHT = (RoleKind.ADMINISTRATOR, RoleKind.DEPARTMENT_STAFF)


@transaction.atomic
def grant_award(*, by: Actor, attempt: UUID, vault: KeyVault, base_url: str, now: datetime) -> UUID:
    """Grant the award of an attempt that was judged earned.

    Its badge, its place on a status list and its line of credit come with it, or none does.
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
    *,
    by: Actor,
    award: UUID,
    reason: str,
    category: str = "",
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> bool:
    """Suspend an award: its badge says so to whoever checks, and its credit does not count.

    Gives whether that was news; done twice, nothing happens twice. The reason is for the educator
    and those who answer for the award, the category for everyone (`domain.award.reason`).
    """
    change = AwardChange.SUSPEND
    return _change(by, award, change, reason, category, vault=vault, base_url=base_url, now=now)


def reinstate_award(
    *, by: Actor, award: UUID, reason: str, vault: KeyVault, base_url: str, now: datetime
) -> bool:
    """Lift a suspension: the award holds again, with a badge that is signed anew.

    What a list has once called revoked stays so, for verifiers may have kept it. So the present
    badge gets a new place, and the educator is asked to download it. Gives whether it was news.
    """
    change = AwardChange.REINSTATE
    return _change(by, award, change, reason, "", vault=vault, base_url=base_url, now=now)


def revoke_award(
    *,
    by: Actor,
    award: UUID,
    reason: str,
    category: str = "",
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> bool:
    """Revoke an award for good; see `suspend_award`."""
    change = AwardChange.REVOKE
    return _change(by, award, change, reason, category, vault=vault, base_url=base_url, now=now)


@transaction.atomic
def revoke_awards(
    *,
    by: Actor,
    awards: Collection[UUID],
    reason: str,
    category: str = "",
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> int:
    """Revoke many awards for one reason, all or none; gives how many were not revoked before.

    Each status list is changed and signed once, however many of the awards are on it.

    Raises:
        NoSuchRecordError: If one of them does not exist or is out of reach.
    """
    held = _locked(by, awards)
    _refuse_unless(by, held, AwardChange.REVOKE, reason, category)
    news = [award for award in held if award.state != AwardState.REVOKED]
    words = _Words(AwardChange.REVOKE, reason.strip(), category)
    _carry_out(by, news, words, vault=vault, base_url=base_url, now=now)
    return len(news)


_VERBS = {
    AwardChange.SUSPEND: "suspend_award",
    AwardChange.REINSTATE: "reinstate_award",
    AwardChange.REVOKE: "revoke_award",
}


@dataclass(frozen=True, slots=True)
class _Words:
    """A change, and why."""

    change: AwardChange
    reason: str
    category: str


@transaction.atomic
def _change(
    by: Actor,
    award: UUID,
    change: AwardChange,
    reason: str,
    category: str,
    *,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> bool:
    held = _locked(by, [award])
    _refuse_unless(by, held, change, reason, category)
    if AwardState(held[0].state) is outcome_of(change):
        return False
    words = _Words(change, reason.strip(), category)
    _carry_out(by, held, words, vault=vault, base_url=base_url, now=now)
    return True


def _locked(by: Actor, awards: Collection[UUID]) -> list[rows.Award]:
    """The awards, locked in one order so that two at once do not wait for each other."""
    wanted = set(awards)
    held = list(
        rows.Award.objects.select_for_update(of=("self",))
        .select_related("issuer", "version__microcredential", "educator", "submission")
        .filter(pk__in=wanted, issuer__in=by.reach(_OVERSIGHT))
        .order_by("pk")
    )
    if len(held) != len(wanted):
        raise NoSuchRecordError
    return held


def _refuse_unless(
    by: Actor, held: Collection[rows.Award], change: AwardChange, reason: str, category: str
) -> None:
    for issuer in {award.issuer_id for award in held}:
        authorize(by, _VERBS[change], organization=issuer)
    problems = []
    if not reason.strip():
        problems.append(
            Problem("reason", "This needs a reason.", "Say why, for the educator to read.")
        )
    if not fits(category, change):
        problems.append(
            Problem("category", "These words do not fit this change.", "Choose from the list.")
        )
    if problems:
        raise ProblemsError(problems)


def _carry_out(
    by: Actor,
    held: Sequence[rows.Award],
    words: _Words,
    *,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> None:
    """Change the awards, their bits, what counts of them, and tell their educators."""
    if not held:
        return
    for award in held:
        try:
            award.state = changed(AwardState(award.state), words.change)
        except NotPossibleNowError as error:
            raise AlreadyDoneError(f"This award is {error.state} already.") from error
    rows.Award.objects.bulk_update(held, ["state"], batch_size=1000)
    rows.AwardEvent.objects.bulk_create(
        [
            rows.AwardEvent(
                award=award,
                kind=words.change,
                at=now,
                by_id=by.person,
                reason=words.reason,
                category=words.category,
            )
            for award in held
        ],
        batch_size=1000,
    )
    kept = list(
        badges.Badge.objects.filter(award__in=held)
        .select_related("key", "revocation_entry", "suspension_entry")
        .defer("document")
    )
    is_back = words.change is AwardChange.REINSTATE
    places = places_of(kept, words.change)
    if not is_back:
        places += end_bases(awards=[award.pk for award in held], now=now)
    set_bits(places=places, to=not is_back, vault=vault, now=now)
    if is_back:
        _sign_anew(by, held, kept, vault=vault, base_url=base_url, now=now)
    _note(by, held, words.change, now)
    refresh_standing(
        persons=sorted({award.educator_id for award in held}), on=legal_day(now), now=now
    )
    _tell(held, words, now)


def places_of(kept: Collection[badges.Badge], change: AwardChange) -> list[tuple[UUID, int]]:
    """The bits that a change sets, or clears if it is a reinstatement: of every document in hand.

    Documents of the first months have a place for suspensions beside the one for revocation;
    there a suspension can be taken back. A later document has one place: what suspends it ends it.
    """
    places = []
    for badge in kept:
        entry: badges.StatusEntry | None = badge.revocation_entry
        if change is AwardChange.SUSPEND:
            entry = badge.suspension_entry or badge.revocation_entry
        elif change is AwardChange.REINSTATE:
            entry = badge.suspension_entry
        if entry is not None:
            places.append((entry.status_list_id, entry.index))
    return places


def _sign_anew(
    by: Actor,
    held: Sequence[rows.Award],
    kept: Collection[badges.Badge],
    *,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> None:
    """A new badge for those whose present one was ended by the suspension."""
    present = {badge.award_id: badge for badge in kept if badge.replaced_at is None}
    for award in held:
        badge = present[award.pk]
        if badge.suspension_entry is None or badge.key.distrusted_since is not None:
            sign_badge_anew(by=by, award=award, vault=vault, base_url=base_url, now=now)


def _note(by: Actor, held: Sequence[rows.Award], change: AwardChange, now: datetime) -> None:
    for issuer in sorted({award.issuer_id for award in held}):
        record_events(
            f"award.{change}",
            by=by,
            kind="award",
            subjects=[(award.pk, {}) for award in held if award.issuer_id == issuer],
            organization=issuer,
            now=now,
        )


def _tell(held: Sequence[rows.Award], words: _Words, now: datetime) -> None:
    then = ""
    if words.change is AwardChange.REINSTATE:
        then = (
            " Download your badge again, and give the new one to whoever has a copy: those from "
            "before may still be called suspended or revoked."
        )
    notify_addresses(
        [
            notices.Notice(
                person_id=award.educator_id,
                email=award.educator.email,
                kind=f"award.{words.change}",
                subject=f"Your award was {words.change}: {award.version.title}",
                body=f"“{award.version.title}” was {words.change}. "
                f"The reason given: {words.reason}{then}",
                path=f"/my-badges/{award.pk}",
                made_at=now,
            )
            for award in held
        ]
    )
