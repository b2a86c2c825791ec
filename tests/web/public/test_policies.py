"""The renewal rules of every jurisdiction that ships, for everyone to read."""

import re

import pytest
from django.test import Client

from longleaf.policy.pack import shipped_jurisdictions


def test_every_jurisdiction_is_listed_and_the_home_state_first(db: None, client: Client) -> None:
    page = client.get("/policies").content.decode()
    listed = re.findall(r'href="/policies/([a-z_]+)/?"', page)
    assert sorted(listed) == shipped_jurisdictions()
    assert listed[0] == "north_carolina"


@pytest.mark.parametrize("name", shipped_jurisdictions())
def test_the_rules_of_each_can_be_read(db: None, client: Client, name: str) -> None:
    assert client.get(f"/policies/{name}").status_code == 200


def test_amounts_are_in_the_state_s_own_unit(db: None, client: Client) -> None:
    page = client.get("/policies/tennessee").content.decode()
    assert "Each micro-credential is worth 6 professional development points" in page
    assert '<th scope="col" class="ll-number">Professional development points</th>' in page


def test_what_is_asked_for_besides_is_named(db: None, client: Client) -> None:
    page = client.get("/policies/illinois").content.decode()
    assert "Asked for besides, and not decided by these rules" in page
    assert "One Administrators’ Academy course in each fiscal year" in page
