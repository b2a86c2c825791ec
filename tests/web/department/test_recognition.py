"""The Department's pages of which badges from elsewhere give credit."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from longleaf.records.models import backpack as rows
from tests.brought import ACHIEVEMENT, SIGNER, a_rule
from tests.people import TODAY, Cast

pytestmark = pytest.mark.usefixtures("at_now")

TYPED = {
    "title": "Reading, by Learning Example",
    "issuer": SIGNER.controller,
    "achievement": ACHIEVEMENT,
    "alignment": "",
    "quantity": "15",
    "unit": "clock_hour",
    "categories": ["literacy"],
    "kinds": ["teacher"],
    "decided_by": "rule",
    "began_on": "2025-01-01",
    "ended_on": "",
    "authority": "Memorandum of January 2025 (fictional)",
}


def test_a_rule_is_made_and_shown(cast: Cast, client: Client) -> None:
    client.force_login(cast.dev)
    assert "No rule here." in client.get(reverse("recognition_rules")).content.decode()
    response = client.post(reverse("recognition_rule_new"), TYPED, follow=True)
    text = response.content.decode()
    assert "The rule is made." in text
    assert "15 clock hours in" in text
    assert rows.RecognitionRule.objects.get().categories == ["literacy"]
    listed = client.get(reverse("recognition_rules")).content.decode()
    assert "Reading, by Learning Example" in listed
    assert "1 rule" in listed


def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, client: Client) -> None:
    client.force_login(cast.dev)
    response = client.post(reverse("recognition_rule_new"), TYPED | {"achievement": ""})
    assert response.status_code == 400
    text = response.content.decode()
    assert "It would recognize everything that this issuer ever awards." in text
    assert "Memorandum of January 2025 (fictional)" in text


def test_a_rule_is_ended(cast: Cast, client: Client) -> None:
    rule = a_rule(cast)
    client.force_login(cast.dev)
    address = reverse("recognition_rule_end", args=[rule])
    past = {"ended_on": TODAY - timedelta(days=1), "reason": "Replaced."}
    assert client.post(address, past).status_code == 400
    response = client.post(address, past | {"ended_on": TODAY}, follow=True)
    assert "The rule has its end." in response.content.decode()
    assert rows.RecognitionRule.objects.get().ended_on == TODAY
    assert client.post(address, past | {"ended_on": TODAY}).status_code == 409


def test_the_list_filters_and_comes_as_a_table(cast: Cast, client: Client) -> None:
    a_rule(cast)
    client.force_login(cast.dev)
    assert (
        "No rule here." in client.get(reverse("recognition_rules") + "?show=over").content.decode()
    )
    table = b"".join(client.get(reverse("recognition_rules") + "?format=csv"))
    assert b"Reading, by Learning Example" in table


def test_educators_read_which_badges_count(cast: Cast, client: Client) -> None:
    a_rule(cast)
    client.force_login(cast.amina)
    text = client.get(reverse("backpack_bring")).content.decode()
    assert "Reading, by Learning Example" in text
    assert "15 clock hours" in text
