"""Serving a status list: signed anew when it must be, and only then."""

import json
from datetime import datetime, timedelta

import pytest

from longleaf.actions.status_list import SIGN_AGAIN_AFTER, address_of, edition_to_serve
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


def test_an_edition_is_served_as_it_is_for_a_day(
    listed: badges.StatusList, vault: FileVault
) -> None:
    first = served(listed, vault)
    assert served(listed, vault, now=NOW + SIGN_AGAIN_AFTER) == first
    assert served(listed, vault, now=NOW + SIGN_AGAIN_AFTER + timedelta(seconds=1)) != first


def test_a_site_that_moved_serves_its_lists_under_their_new_address(
    listed: badges.StatusList, vault: FileVault
) -> None:
    served(listed, vault)
    document, _ = served(listed, vault, base_url=ELSEWHERE)
    assert json.loads(document)["id"] == address_of(listed.pk, base_url=ELSEWHERE)
    assert served(listed, vault, base_url=ELSEWHERE)[0] == document
