"""Signing badges anew: honest badges of a former key get a document of the key in use."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.badge import sign_badge_anew
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.job import begin_job
from longleaf.actions.notice import notify, notify_addresses
from longleaf.basis.ports import Clock, KeyVault
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.records.models import award as awards
from longleaf.records.models import badge as rows
from longleaf.records.models import notice as notices
from longleaf.records.queries.job import open_job
from longleaf.records.queries.key import left_to_sign_anew

KIND = "sign_anew"
TASK = "longleaf.jobs.badge.sign_anew"
_AT_ONCE = 25


@transaction.atomic
def begin_signing_anew(*, by: Actor, key: UUID, now: datetime) -> UUID:
    """Queue the signing anew of all badges in force of a former key; gives what to watch.

    Raises:
        NoSuchRecordError: If there is no such key in the actor's reach.
        AlreadyDoneError: If the key is still in use, nothing is left of it, or it is under way.
    """
    held = _former(by, key)
    left = left_to_sign_anew(held.pk)
    under_way = open_job(KIND, "key", held.pk)
    if under_way is not None and under_way.person == by.person:
        return under_way.id
    if under_way is not None:
        raise AlreadyDoneError("Somebody else has begun to sign these badges anew.")
    if not left:
        raise AlreadyDoneError("No badge in force is signed with this key any more.")
    return begin_job(
        by=by,
        kind=KIND,
        task=TASK,
        organization=held.organization_id,
        arguments={"key": str(held.pk)},
        total=left,
        path="/keys",
        now=now,
    )


def sign_badges_anew(
    *,
    by: Actor,
    key: UUID,
    tell: Callable[[int], None],
    vault: KeyVault,
    base_url: str,
    clock: Clock,
) -> int:
    """Sign every badge in force of a former key anew, and tell its educator; gives how many.

    Some at a time, each lot whole or not at all: whoever is stopped half way begins again with
    what is left. Suspended awards are left: they get a new badge when they are reinstated.

    Args:
        by: Who asks, or the operator's command.
        key: The former key.
        tell: Is told how many are done.
        vault: Opens the key in use.
        base_url: The site's present address.
        clock: Long work outlasts one moment.
    """
    held = _former(by, key)
    done = 0
    while lot := _next_lot(by, held, vault=vault, base_url=base_url, now=clock.now()):
        done += lot
        tell(done)
    if done:
        with transaction.atomic():
            record_event(
                "signing_key.badges_signed_anew",
                by=by,
                subject=("signing_key", held.pk),
                organization=held.organization_id,
                details={"badges": done},
                now=clock.now(),
            )
            if by.person is not None:
                notify(
                    by.person,
                    kind="badge.all_signed_anew",
                    subject="The badges were signed anew",
                    body=f"{done:,} of them. Their educators were told to download them again.",
                    path="/keys",
                    now=clock.now(),
                )
    return done


def _former(by: Actor, key: UUID) -> rows.SigningKey:
    held = rows.SigningKey.objects.defer("sealed_private_key").filter(pk=key).first()
    if held is None:
        raise NoSuchRecordError
    authorize(by, "manage_signing_key", organization=held.organization_id)
    if held.retired_at is None:
        raise AlreadyDoneError("This key is in use: its badges need no other.")
    return held


@transaction.atomic
def _next_lot(
    by: Actor, key: rows.SigningKey, *, vault: KeyVault, base_url: str, now: datetime
) -> int:
    wanted = list(
        rows.Badge.objects.filter(key=key, replaced_at__isnull=True, award__state="active")
        .order_by("award_id")
        .values_list("award_id", flat=True)[:_AT_ONCE]
    )
    held = [
        award
        for award in awards.Award.objects.select_for_update(of=("self",))
        .select_related("issuer", "version__microcredential", "educator", "submission")
        .filter(pk__in=wanted, state="active")
        .order_by("pk")
        # Looked at again with the row locked: another worker may have just done it.
        if award.badges.filter(key=key, replaced_at__isnull=True).exists()
    ]
    for award in held:
        sign_badge_anew(by=by, award=award, vault=vault, base_url=base_url, now=now)
    _tell(held, now)
    return len(held)


def _tell(held: Sequence[awards.Award], now: datetime) -> None:
    if not held:
        return
    notify_addresses(
        [
            notices.Notice(
                person_id=award.educator_id,
                email=award.educator.email,
                kind="badge.signed_anew",
                subject=f"Download your badge again: {award.version.title}",
                body=f"{award.issuer.name} has signed your badge “{award.version.title}” anew with "
                "another key. Your award is unchanged. Download the badge again, and give the new "
                "one to whoever has a copy: copies from before may not pass a check any more.",
                path=f"/my-badges/{award.pk}",
                made_at=now,
            )
            for award in held
        ]
    )
