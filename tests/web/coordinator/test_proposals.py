"""A coordinator's pages of badges from elsewhere that are proposed for credit."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from longleaf.records.models import backpack as rows
from longleaf.records.models import credit as credits
from tests.brought import a_badge, a_kept_badge, a_rule
from tests.cycles import a_license
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture
def proposal(cast: Cast, tmp_path: Path) -> rows.CreditProposal:
    a_license(cast.amina)
    a_rule(cast)
    a_kept_badge(cast, tmp_path, a_badge(email=None))
    return rows.CreditProposal.objects.get()


def test_the_queue_shows_what_waits(
    cast: Cast, client: Client, proposal: rows.CreditProposal
) -> None:
    client.force_login(cast.chloe)
    text = client.get(reverse("coordinator_proposals")).content.decode()
    assert "Reading for every child" in text
    assert "Amina Reyes" in text
    assert "1 badge" in text
    assert "1 badge from elsewhere" in client.get(reverse("coordinator")).content.decode()


def test_one_shows_the_rule_the_check_and_that_nobody_is_named(
    cast: Cast, client: Client, proposal: rows.CreditProposal
) -> None:
    client.force_login(cast.chloe)
    text = client.get(reverse("coordinator_proposal", args=[proposal.pk])).content.decode()
    assert "The badge names nobody" in text
    assert "Memorandum of January 2025 (fictional)" in text
    assert "15 clock hours" in text
    assert "It has not been changed since it was signed." in text


def test_approving_enters_the_credit_and_leads_back(
    cast: Cast, client: Client, proposal: rows.CreditProposal
) -> None:
    client.force_login(cast.chloe)
    address = reverse("coordinator_proposal", args=[proposal.pk])
    response = client.post(address, {"decision": "approve"}, follow=True)
    assert "Approved, and entered into the ledger." in response.content.decode()
    assert credits.CreditEntry.objects.get().credit == "1.5"
    assert client.post(address, {"decision": "approve"}).status_code == 409


def test_declining_without_a_reason_is_said_at_the_field(
    cast: Cast, client: Client, proposal: rows.CreditProposal
) -> None:
    client.force_login(cast.chloe)
    address = reverse("coordinator_proposal", args=[proposal.pk])
    response = client.post(address, {"decision": "decline", "reason": " "})
    assert response.status_code == 400
    assert 'href="#reason"' in response.content.decode()
    client.post(address, {"decision": "decline", "reason": "Counted already."})
    proposal.refresh_from_db()
    assert proposal.state == "declined"


def test_another_lea_sees_nothing(
    cast: Cast, client: Client, proposal: rows.CreditProposal
) -> None:
    client.force_login(cast.eve)
    assert client.get(reverse("coordinator_proposal", args=[proposal.pk])).status_code == 404
    text = client.get(reverse("coordinator_proposals")).content.decode()
    assert "No badge waits for you." in text
