"""Serving a status list: signed anew when it must be, and only then."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from longleaf.actions.status_list import (
    SIGN_AGAIN_AFTER,
    address_of,
    allocate_entries,
    edition_at,
    edition_to_serve,
    set_bits,
)
from longleaf.credential.status_list import StatusList
from longleaf.gateways.vault import FileVault
from longleaf.records.models import badge as badges
from longleaf.records.models import evidence as evidences
from tests.actions.test_award import BASE, earned, granted, vault
from tests.people import NOW

__all__ = ["earned", "vault"]

ELSEWHERE = "https://moved.example"


@pytest.fixture
def listed(earned: evidences.Attempt, vault: FileVault) -> badges.StatusList:
    granted(earned, vault)
    return badges.StatusList.objects.filter(purpose="revocation").get()


def served(
    listed: badges.StatusList, vault: FileVault, *, base_url: str = BASE, now: datetime = NOW
) -> tuple[str, datetime]:
    return edition_to_serve(status_list=listed.pk, vault=vault, base_url=base_url, now=now)


def award_on(listed: badges.StatusList) -> UUID:
    """The one award that has a place on the list."""
    award = listed.entries.get().award_id
    assert award is not None
    return award


def test_an_edition_is_served_as_it_is_for_a_day(
    listed: badges.StatusList, vault: FileVault
) -> None:
    first = served(listed, vault)
    assert served(listed, vault, now=NOW + SIGN_AGAIN_AFTER) == first
    assert served(listed, vault, now=NOW + SIGN_AGAIN_AFTER + timedelta(seconds=1)) != first


def test_a_list_keeps_the_address_that_its_badges_name_wherever_the_site_is(
    listed: badges.StatusList, vault: FileVault
) -> None:
    later = NOW + timedelta(days=2)
    document, _ = served(listed, vault, base_url=ELSEWHERE, now=later)
    assert json.loads(document)["id"] == address_of(listed.pk, base_url=BASE)
    assert edition_at(address=listed.address, vault=vault, now=later)[0] == document


def test_a_site_that_moved_begins_new_lists_under_its_new_address(
    listed: badges.StatusList, vault: FileVault
) -> None:
    key, award = listed.key, award_on(listed)
    [entry] = allocate_entries(awards=[award], key=key, base_url=ELSEWHERE, now=NOW)
    assert entry.status_list.address == address_of(entry.status_list_id, base_url=ELSEWHERE)
    [again] = allocate_entries(awards=[award], key=key, base_url=BASE, now=NOW)
    assert again.status_list == listed


def test_many_awards_get_places_of_their_own_that_say_nothing_of_their_order(
    listed: badges.StatusList, vault: FileVault
) -> None:
    award = award_on(listed)
    made = allocate_entries(awards=[award] * 500, key=listed.key, base_url=BASE, now=NOW)
    places = [entry.index for entry in made]
    assert len({*places, *listed.entries.values_list("index", flat=True)}) == 501
    assert places != sorted(places)
    listed.refresh_from_db()
    assert listed.allocated == 501


def test_a_list_that_is_half_full_is_followed_by_another(
    listed: badges.StatusList, vault: FileVault
) -> None:
    listed.allocated = listed.length // 2 - 2
    listed.save()
    award = award_on(listed)
    made = allocate_entries(awards=[award] * 5, key=listed.key, base_url=BASE, now=NOW)
    assert [entry.status_list == listed for entry in made] == [True, True, False, False, False]


def test_many_bits_are_set_in_one_pass_and_each_list_is_signed_once(
    listed: badges.StatusList, vault: FileVault
) -> None:
    award = award_on(listed)
    made = allocate_entries(awards=[award] * 100, key=listed.key, base_url=BASE, now=NOW)
    places = [(entry.status_list_id, entry.index) for entry in made]
    assert set_bits(places=places, to=True, vault=vault, now=NOW) == 1
    assert set_bits(places=places, to=True, vault=vault, now=NOW) == 1  # again changes nothing
    bits = published(listed, vault)
    assert sum(bits[index] for index in range(len(bits))) == 100
    assert all(bits[index] for _, index in places)


def published(listed: badges.StatusList, vault: FileVault) -> StatusList:
    document = json.loads(edition_at(address=listed.address, vault=vault, now=NOW)[0])
    return StatusList.decode(document["credentialSubject"]["encodedList"])


def test_a_published_list_hides_in_a_herd_and_says_how_long_a_copy_may_be_kept(
    listed: badges.StatusList, vault: FileVault
) -> None:
    document = json.loads(served(listed, vault)[0])
    assert len(published(listed, vault)) >= 131_072
    assert document["credentialSubject"]["ttl"] == 300_000


@pytest.mark.django_db(transaction=True)
def test_two_that_are_revoked_at_once_are_both_revoked(
    earned: evidences.Attempt, vault: FileVault
) -> None:
    award = granted(earned, vault)
    key = badges.SigningKey.objects.get()
    with transaction.atomic():
        made = allocate_entries(awards=[award.pk] * 40, key=key, base_url=BASE, now=NOW)
    barrier = threading.Barrier(4, timeout=30)

    def revoke(part: list[badges.StatusEntry]) -> None:
        try:
            places = [(entry.status_list_id, entry.index) for entry in part]
            barrier.wait()
            with transaction.atomic():
                set_bits(places=places, to=True, vault=vault, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(revoke, [made[start::4] for start in range(4)]))
    bits = published(made[0].status_list, vault)
    assert all(bits[entry.index] for entry in made)


@pytest.mark.django_db(transaction=True)
def test_two_that_need_a_place_at_once_get_different_ones(
    earned: evidences.Attempt, vault: FileVault
) -> None:
    award = granted(earned, vault)
    key = badges.SigningKey.objects.get()
    barrier = threading.Barrier(4, timeout=30)

    def allocate(count: int) -> None:
        try:
            barrier.wait()
            with transaction.atomic():
                allocate_entries(awards=[award.pk] * count, key=key, base_url=BASE, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(allocate, [1, 30, 1, 30]))
    [listed] = badges.StatusList.objects.all()
    assert listed.allocated == listed.entries.count() == 63
