"""Verbs on status lists: a place for each award, changing bits, the signed edition served."""

import json
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.key import signer_for
from longleaf.basis.ports import KeyVault
from longleaf.credential.issue import issue
from longleaf.credential.status_list import StatusList, status_list_credential
from longleaf.records.models import badge as rows

# Beyond half, random places are found slowly and the herd grows thin: a new list is begun.
FULL_AT = 0.5
EDITION_HOLDS = timedelta(days=7)
SIGN_AGAIN_AFTER = timedelta(days=1)
MAY_BE_KEPT = timedelta(minutes=5)


def allocate_entry(
    *, award: UUID, key: rows.SigningKey, purpose: str, now: datetime
) -> rows.StatusEntry:
    """Give an award a random place on a list of its key, in the caller's transaction."""
    chosen = _list_with_room(key, purpose, now)
    while True:
        index = secrets.randbelow(chosen.length)
        if not chosen.entries.filter(index=index).exists():
            break
    chosen.allocated += 1
    chosen.save(update_fields=["allocated"])
    return rows.StatusEntry.objects.create(
        award_id=award, purpose=purpose, status_list=chosen, index=index
    )


def _list_with_room(key: rows.SigningKey, purpose: str, now: datetime) -> rows.StatusList:
    newest = (
        rows.StatusList.objects.select_for_update()
        .defer("bits", "document")
        .filter(key=key, purpose=purpose)
        .order_by("-changed_at")
        .first()
    )
    if newest and newest.allocated < newest.length * FULL_AT:
        return newest
    empty = StatusList.empty()
    return rows.StatusList.objects.create(
        key=key,
        purpose=purpose,
        length=len(empty),
        bits=empty.to_bytes(),
        changed_at=now,
    )


def set_bit(
    *, entry: rows.StatusEntry, to: bool, vault: KeyVault, base_url: str, now: datetime
) -> None:
    """Set or clear one award's bit and sign the list anew, in the caller's transaction."""
    held = rows.StatusList.objects.select_for_update().get(pk=entry.status_list_id)
    bits = StatusList.from_bytes(bytes(held.bits))
    bits.set([entry.index], to=to)
    held.bits = bits.to_bytes()
    held.changed_at = now
    _sign(held, vault=vault, base_url=base_url, now=now)


@transaction.atomic
def edition_to_serve(
    *, status_list: UUID, vault: KeyVault, base_url: str, now: datetime
) -> tuple[str, datetime]:
    """The signed list and when it was signed; signed anew when a day old.

    Also when it was signed for another address, as after the site has moved: a list that does not
    name its own address is not the one that a badge asks for.

    Raises:
        NoSuchRecordError: If there is no such list.
    """
    held = (
        rows.StatusList.objects.select_for_update()
        .select_related("key")
        .filter(pk=status_list)
        .first()
    )
    if held is None:
        raise NoSuchRecordError
    moved = json.dumps(address_of(held.pk, base_url=base_url)) not in held.document
    if moved or held.signed_at is None or now - held.signed_at > SIGN_AGAIN_AFTER:
        _sign(held, vault=vault, base_url=base_url, now=now)
    assert held.signed_at is not None  # noqa: S101 - set by _sign
    return held.document, held.signed_at


def _sign(held: rows.StatusList, *, vault: KeyVault, base_url: str, now: datetime) -> None:
    unsigned = status_list_credential(
        StatusList.from_bytes(bytes(held.bits)),
        address=address_of(held.pk, base_url=base_url),
        issuer=held.key.controller,
        purpose=held.purpose,
        valid_from=now,
        valid_until=now + EDITION_HOLDS,
        ttl_milliseconds=int(MAY_BE_KEPT / timedelta(milliseconds=1)),
    )
    signed = issue(unsigned, signer=signer_for(held.key, vault=vault), now=now)
    held.document = json.dumps(signed, ensure_ascii=False)
    held.signed_at = now
    held.save()


def address_of(status_list: UUID, *, base_url: str) -> str:
    """Where a list is published."""
    return f"{base_url}/status-lists/{status_list}"
