"""Verbs on badges earned elsewhere: bring, keep, check again, take out.

What is asked of other sites is asked before the rows are held: nobody waits for a stranger's
server with a lock in hand.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.backpack_reading import (
    Brought,
    Read,
    Refusal,
    media_type_of,
    read_badge,
    storable,
)
from longleaf.actions.check import check_badge
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.actions.recognized_credit import LIVE, WHY, end_proposal, settle_credit
from longleaf.basis.ports import Clock, KeyVault, Outside
from longleaf.credential.report import CheckResult, Outcome, Report
from longleaf.domain.badge.elsewhere import identity_of
from longleaf.domain.badge.holding import FINAL, Holding, check_after, holding_of
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.models import backpack as rows
from longleaf.records.models import organization as people
from longleaf.records.queries.backpack import due_badges

MOST_BYTES: Final = 5_000_000
MOST_BADGES: Final = 300
UNKEPT: Final = timedelta(days=1)
"""How long a badge that was only looked at is remembered."""
MOST_AT_ONCE: Final = 50


def bring_badge(
    *,
    by: Actor,
    file: bytes,
    address: str = "",
    vault: KeyVault,
    base_url: str,
    outside: Outside,
    now: datetime,
) -> Brought:
    """Check a badge from elsewhere, and remember it for a day until its holder keeps it.

    The same badge again gives the one that is there. A copy with other bytes takes its place if
    it holds, or the one that is there no longer does.

    Args:
        by: Whose it is said to be.
        file: JSON, a token, or a PNG or SVG picture that carries either.
        address: Where it was fetched; "" if its file was handed in.
        vault: For lists of our own.
        base_url: The site's own address.
        outside: Gets what the badge keeps elsewhere.
        now: The present moment.
    """
    me = person_acting(by)
    authorize(by, "bring_badge", owner=me)
    if len(file) > MOST_BYTES:
        sentence, fix = "It is over 5 MB.", "A badge is smaller: choose the badge itself."
        large = CheckResult("readable", Outcome.FAILED, "too_large", sentence, fix)
        return Brought(Report((large,)), None, refusal=Refusal("unreadable", sentence, fix))
    outside = outside.for_one_check()
    report = check_badge(file, vault=vault, base_url=base_url, outside=outside, now=now)
    read = read_badge(file, address, report=report, outside=outside, holder=me, base_url=base_url)
    if not isinstance(read, Read):
        return read
    with transaction.atomic():
        # One at a time for each person: two copies at once would not see each other.
        people.Person.objects.select_for_update().get(pk=me)
        return _take_in(by, me, read, now)


@transaction.atomic
def keep_badge(*, by: Actor, badge: UUID, now: datetime) -> None:
    """Keep a badge that was looked at, saying that it is one's own. Twice keeps it once.

    If a rule of the Department recognizes it, it is proposed for credit.

    Raises:
        NoSuchRecordError: If it is not theirs, or was forgotten meanwhile.
    """
    held = _own(by, badge)
    authorize(by, "bring_badge", owner=held.owner_id)
    if held.kept_at is not None:
        return
    held.kept_at = now
    held.save(update_fields=["kept_at"])
    _note("backpack.badge_kept", by, held, now, digest=held.digest, holding=held.holding)
    settle_credit(held, now=now)


def recheck_badge(
    *,
    by: Actor,
    badge: UUID,
    vault: KeyVault,
    base_url: str,
    outside: Outside,
    now: datetime,
) -> Holding:
    """Check a badge again, as it was brought; its credit follows what is found.

    Raises:
        NoSuchRecordError: If it is not the actor's, or no longer there.
    """
    found = rows.BackpackBadge.objects.filter(pk=badge, removed_at=None).first()
    if found is None or not (by.agent or found.owner_id == by.person):
        raise NoSuchRecordError
    authorize(by, "recheck_badge", owner=found.owner_id)
    report = check_badge(
        bytes(found.file), vault=vault, base_url=base_url, outside=outside, now=now
    )
    with transaction.atomic():
        held = rows.BackpackBadge.objects.select_for_update().filter(pk=badge).first()
        if held is None or held.removed_at is not None:
            raise NoSuchRecordError
        before, after = Holding(held.holding), holding_of(report)
        held.holding, held.report, held.checked_at = after, storable(report), now
        held.check_after = check_after(after, expires_at=held.expires_at, now=now)
        held.save(update_fields=["holding", "report", "checked_at", "check_after"])
        if by.person is not None or before is not after:
            _note("backpack.badge_checked", by, held, now, before=before, after=after)
        if held.kept_at is not None:
            had = held.proposals.filter(state__in=LIVE).exists()
            settle_credit(held, now=now)
            if before is not after and not had and by.agent:
                _tell(held, after, now)
    return after


def recheck_due(
    *,
    by: Actor,
    vault: KeyVault,
    base_url: str,
    outside: Outside,
    clock: Clock,
    most: int = MOST_AT_ONCE,
) -> Iterator[Holding]:
    """Check the badges whose time has come again, so many at most; yields what each came to.

    Issuers take turns, so that one with many badges, or a slow site, keeps nobody else waiting.
    The next time is set before a check begins: one that ends badly is not begun again at once.
    """
    authorize(by, "recheck_badge")
    for badge in due_badges(now=clock.now(), most=most):
        now = clock.now()
        taken = rows.BackpackBadge.objects.filter(pk=badge, check_after__lte=now).update(
            check_after=check_after(Holding.UNCHECKED, expires_at=None, now=now)
        )
        if taken:
            with suppress(NoSuchRecordError):
                yield recheck_badge(
                    by=by, badge=badge, vault=vault, base_url=base_url, outside=outside, now=now
                )


@transaction.atomic
def remove_badge(*, by: Actor, badge: UUID, now: datetime) -> None:
    """Take a badge out; credit it gave is taken back by a new line.

    Raises:
        NoSuchRecordError: If it is not theirs, or was taken out before.
    """
    held = _own(by, badge)
    authorize(by, "bring_badge", owner=held.owner_id)
    if held.kept_at is not None:
        _note("backpack.badge_removed", by, held, now, digest=held.digest)
    held.removed_at = now
    live = held.proposals.select_for_update(of=("self",)).filter(state__in=LIVE)
    for proposal in live.select_related("rule"):
        why = ("its holder took it out of their badges", "If you bring it again, so is the credit.")
        end_proposal(proposal, held, why, now=now)
    _forget(held, now)


@transaction.atomic
def sweep_backpacks(*, by: Actor, now: datetime) -> int:
    """Forget badges that were looked at and never kept; gives how many."""
    authorize(by, "sweep_backpacks")
    unkept = rows.BackpackBadge.objects.filter(kept_at=None, brought_at__lte=now - UNKEPT)
    return unkept.delete()[0]


def _take_in(by: Actor, me: UUID, read: Read, now: datetime) -> Brought:
    identity = identity_of(read.said, read.credential)
    mine = rows.BackpackBadge.objects.select_for_update().filter(owner=me, removed_at=None)
    there = mine.filter(identity=identity).first()
    if there is not None and not _takes_its_place(read, there):
        return Brought(read.report, read.said, there.pk, is_kept=there.kept_at is not None)
    if there is None and mine.count() >= MOST_BADGES:
        fix = "Take some out that you no longer need."
        full = Refusal("full", f"You keep {MOST_BADGES} badges from elsewhere.", fix)
        return Brought(read.report, read.said, refusal=full)
    made = _row(me, read, identity, now)
    if there is None:
        made.save(force_insert=True)
        return Brought(read.report, read.said, made.pk, is_new=True)
    made.kept_at = there.kept_at and now
    there.removed_at = now
    there.save(update_fields=["removed_at"])
    made.save(force_insert=True)
    # What was proposed or approved is about the badge, not about one copy of it.
    there.proposals.update(badge=made)
    _forget(there, now)
    if made.kept_at is not None:
        _note("backpack.badge_replaced", by, made, now, digest=made.digest, before=there.digest)
        settle_credit(made, now=now)
    return Brought(
        read.report, read.said, made.pk, is_kept=made.kept_at is not None, has_replaced=True
    )


def _takes_its_place(read: Read, there: rows.BackpackBadge) -> bool:
    if there.digest == read.digest:
        return False
    return read.holding is Holding.HOLDS or there.holding != Holding.HOLDS


def _row(me: UUID, read: Read, identity: str, now: datetime) -> rows.BackpackBadge:
    said, report = read.said, storable(read.report)
    return rows.BackpackBadge(
        owner_id=me,
        file=read.file,
        media_type=media_type_of(read.file),
        credential=read.credential,
        digest=read.digest,
        identity=identity,
        address=read.address,
        form=said.form,
        name=said.name or "A badge without a name",
        description=said.description,
        issuer=said.issuer,
        issuer_name=said.issuer_name,
        achievement=said.achievement,
        alignments=[
            {"name": one.name, "address": one.address, "code": one.code} for one in said.alignments
        ],
        earned_on=None if said.earned_at is None else legal_day(said.earned_at),
        expires_at=said.expires_at,
        recipient=read.recipient,
        report_at_import=report,
        report=report,
        holding=read.holding,
        brought_at=now,
        checked_at=now,
        check_after=check_after(read.holding, expires_at=said.expires_at, now=now),
    )


def _own(by: Actor, badge: UUID) -> rows.BackpackBadge:
    held = (
        rows.BackpackBadge.objects.select_for_update()
        .filter(pk=badge, owner=by.person, owner__isnull=False, removed_at=None)
        .first()
    )
    if held is None:
        raise NoSuchRecordError
    return held


def _forget(held: rows.BackpackBadge, now: datetime) -> None:
    """Nothing of a badge that is out remains but what the ledger's lines need."""
    if not held.proposals.exists():
        held.delete()
        return
    held.removed_at = now
    held.file = held.credential = b""
    held.description = held.address = ""
    held.report = held.report_at_import = {}
    held.alignments = []
    held.save()


def _tell(held: rows.BackpackBadge, after: Holding, now: datetime) -> None:
    if after not in WHY:
        return
    because, fix = WHY[after]
    notify(
        held.owner_id,
        kind="backpack.badge_changed",
        subject=f"A badge you keep no longer holds: {held.name}"[:200],
        body=f"“{held.name}” no longer holds: {because}. {fix if after in FINAL else ''}".strip(),
        path=f"/my-badges/elsewhere/{held.pk}",
        now=now,
    )


def _note(verb: str, by: Actor, held: rows.BackpackBadge, now: datetime, **details: object) -> None:
    record_event(verb, by=by, subject=("backpack_badge", held.pk), details=details, now=now)
