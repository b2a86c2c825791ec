"""Verbs on status lists: a place for each document, changing bits, the signed edition served."""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.key import signer_for, suite_of
from longleaf.basis.ports import KeyVault
from longleaf.credential.issue import issue
from longleaf.credential.status_list import StatusList, status_list_credential
from longleaf.records.models import badge as rows

# Beyond half, random places are found slowly and the herd grows thin: a new list is begun.
FULL_AT = 0.5
EDITION_HOLDS = timedelta(days=7)
SIGN_AGAIN_AFTER = timedelta(days=1)
MAY_BE_KEPT = timedelta(minutes=5)


def allocate_entries(
    *, awards: Sequence[UUID], key: rows.SigningKey, base_url: str, now: datetime
) -> list[rows.StatusEntry]:
    """Give each award one more random place on a list of the key's, in the caller's transaction.

    The entries come in the order of the awards, each with its list.
    """
    places = _places(len(awards), key, base_url, now)
    made = [
        rows.StatusEntry(award_id=award, purpose=held.purpose, status_list=held, index=index)
        for award, (held, index) in zip(awards, places, strict=True)
    ]
    return rows.StatusEntry.objects.bulk_create(made, batch_size=2000)


def allocate_places(
    *, count: int, key: rows.SigningKey, base_url: str, now: datetime
) -> list[tuple[rows.StatusList, int]]:
    """Random places on lists of the key's, for entries that the caller makes at once."""
    return list(_places(count, key, base_url, now))


def allocate_place(
    *, key: rows.SigningKey, base_url: str, now: datetime
) -> tuple[rows.StatusList, int]:
    """A random place on a list of the key's, for an entry that the caller makes at once."""
    return next(_places(1, key, base_url, now))


def _places(
    count: int, key: rows.SigningKey, base_url: str, now: datetime
) -> Iterator[tuple[rows.StatusList, int]]:
    while count > 0:
        chosen = _list_with_room(key, base_url, now)
        some = min(count, max(1, int(chosen.length * FULL_AT) - chosen.allocated))
        chosen.allocated += some
        chosen.save(update_fields=["allocated"])
        for index in _free_places(chosen, some):
            yield chosen, index
        count -= some


def _free_places(chosen: rows.StatusList, count: int) -> list[int]:
    """Random places nobody has; the list's row is locked, so they stay free."""
    places: list[int] = []
    tried: set[int] = set()
    while len(places) < count:
        drawn: list[int] = []
        while len(drawn) < count - len(places):
            index = secrets.randbelow(chosen.length)
            if index not in tried:
                tried.add(index)
                drawn.append(index)
        taken = set(chosen.entries.filter(index__any_of=drawn).values_list("index", flat=True))
        places += [index for index in drawn if index not in taken]
    return places


def _list_with_room(key: rows.SigningKey, base_url: str, now: datetime) -> rows.StatusList:
    """A list that the key's owner can sign, published under the site's present address."""
    found = (
        rows.StatusList.objects.select_for_update(of=("self",))
        .defer("bits", "document")
        .filter(
            key__controller=key.controller,
            purpose=rows.StatusPurpose.REVOCATION,
            address__startswith=address_of("", base_url=base_url),
            allocated__lt=F("length") * FULL_AT,
        )
        .order_by("changed_at", "pk")
        .first()
    )
    if found is not None:
        return found
    empty = StatusList.empty()
    identifier = uuid4()
    return rows.StatusList.objects.create(
        pk=identifier,
        key=key,
        address=address_of(identifier, base_url=base_url),
        purpose=rows.StatusPurpose.REVOCATION,
        length=len(empty),
        bits=empty.to_bytes(),
        changed_at=now,
    )


def set_bits(
    *, places: Iterable[tuple[UUID, int]], to: bool, vault: KeyVault, now: datetime
) -> int:
    """Set or clear many bits in one pass, in the caller's transaction; gives how many lists.

    Each list is read, written and signed once, however many of its bits change; lists are locked
    in one order, so that two at once wait for each other instead of failing.

    Args:
        places: A list's id and an index on it, for each.
        to: Whether the bits are set or cleared.
        vault: Opens the lists' keys.
        now: The present moment.
    """
    by_list: dict[UUID, list[int]] = defaultdict(list)
    for status_list, index in places:
        by_list[status_list].append(index)
    for identifier in sorted(by_list):
        held = (
            rows.StatusList.objects.select_for_update(of=("self",))
            .select_related("key")
            .get(pk=identifier)
        )
        bits = StatusList.from_bytes(bytes(held.bits))
        bits.set(by_list[identifier], to=to)
        held.bits = bits.to_bytes()
        held.changed_at = now
        _sign(held, vault=vault, now=now)
    return len(by_list)


def edition_to_serve(
    *, status_list: UUID, base_url: str, vault: KeyVault, now: datetime
) -> tuple[str, datetime]:
    """The signed list of this path and when it was signed; signed anew when a day old.

    Raises:
        NoSuchRecordError: If there is no such list.
    """
    address = address_of(status_list, base_url=base_url)
    known = rows.StatusList.objects.values_list("pk", flat=True)
    found = known.filter(address=address).first() or known.filter(pk=status_list).first()
    return _edition(found, vault=vault, now=now)


def edition_at(*, address: str, vault: KeyVault, now: datetime) -> tuple[str, datetime]:
    """The signed list of this address, as the badges on it name it, wherever the site is now.

    Raises:
        NoSuchRecordError: If there is no such list.
    """
    found = rows.StatusList.objects.filter(address=address).values_list("pk", flat=True).first()
    return _edition(found, vault=vault, now=now)


def _edition(status_list: UUID | None, *, vault: KeyVault, now: datetime) -> tuple[str, datetime]:
    if status_list is None:
        raise NoSuchRecordError
    kept = rows.StatusList.objects.values_list("document", "signed_at").get(pk=status_list)
    if _is_fresh(kept[1], now):
        assert kept[1] is not None  # noqa: S101 - or it would not be fresh
        return kept[0], kept[1]
    with transaction.atomic():
        held = (
            rows.StatusList.objects.select_for_update(of=("self",))
            .select_related("key")
            .get(pk=status_list)
        )
        if not _is_fresh(held.signed_at, now):  # or somebody else has just signed it
            _sign(held, vault=vault, now=now)
        assert held.signed_at is not None  # noqa: S101 - set by _sign
        return held.document, held.signed_at


def _is_fresh(signed_at: datetime | None, now: datetime) -> bool:
    return signed_at is not None and now - signed_at <= SIGN_AGAIN_AFTER


def _sign(held: rows.StatusList, *, vault: KeyVault, now: datetime) -> None:
    key = _key_of(held)
    unsigned = status_list_credential(
        StatusList.from_bytes(bytes(held.bits)),
        address=held.address,
        issuer=key.controller,
        purpose=held.purpose,
        valid_from=now,
        valid_until=now + EDITION_HOLDS,
        ttl_milliseconds=int(MAY_BE_KEPT / timedelta(milliseconds=1)),
    )
    signed = issue(unsigned, signer=signer_for(key, vault=vault), now=now, suite=suite_of(key))
    held.document = json.dumps(signed, ensure_ascii=False)
    held.signed_at = now
    held.save(update_fields=["bits", "changed_at", "document", "signed_at"])


def _key_of(held: rows.StatusList) -> rows.SigningKey:
    """The key that signs a list: the list's own, or a newer one that speaks for the same issuer.

    A did:key speaks for itself alone, so its lists are signed with it even after it is retired.
    """
    in_use = rows.SigningKey.objects.filter(controller=held.key.controller, retired_at__isnull=True)
    return in_use.filter(use=held.key.use).first() or in_use.first() or held.key


def address_of(status_list: UUID | str, *, base_url: str) -> str:
    """Where a list that is made now is published."""
    return f"{base_url}/status-lists/{status_list}"
