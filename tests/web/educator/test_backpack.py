"""An educator's pages of badges from elsewhere."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from longleaf.gateways import wiring
from longleaf.records.models import backpack as rows
from longleaf.records.models import credit as credits
from tests.brought import Published, a_badge, a_hosted_badge, a_kept_badge, a_rule
from tests.cycles import a_license
from tests.people import NOW, Cast

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Published:
    """Other sites, as far as they are published here."""
    found = Published()
    there = replace(wiring.ports(), outside=found)
    for module in ("web.handed_in", "web.educator.backpack"):
        monkeypatch.setattr(f"longleaf.{module}.ports", lambda: there)
    return found


def hand_in(client: Client, content: bytes, name: str = "badge.json") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("backpack_bring"), {"file": file}, follow=True)  # type: ignore[return-value]  # the last answer


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]  # a response


def test_my_badges_says_what_can_be_brought(cast: Cast, client: Client) -> None:
    client.force_login(cast.amina)
    text = text_of(client.get(reverse("my_badges")))
    assert "Bring a badge from elsewhere" in text


def test_a_badge_is_shown_check_by_check_and_then_kept(cast: Cast, client: Client) -> None:
    license = a_license(cast.amina)
    a_rule(cast)
    client.force_login(cast.amina)
    shown = hand_in(client, a_badge())
    text = text_of(shown)
    assert "Is it yours?" in text
    assert "This badge holds" in text
    assert "It names your e-mail address" in text
    held = rows.BackpackBadge.objects.get()
    kept = client.post(reverse("backpack_keep", args=[held.pk]), follow=True)
    text = text_of(kept)
    assert "It gives you renewal credit." in text
    assert "Is it yours?" not in text
    listed = text_of(client.get(reverse("my_badges")))
    assert "Reading for every child" in listed
    assert "From elsewhere" in listed
    assert "Gives 15 clock hours" in listed
    ledger = text_of(client.get(reverse("ledger")))
    assert reverse("backpack_badge", args=[held.pk]) in ledger
    assert "Badge from elsewhere" in ledger
    standing = text_of(client.get(reverse("standing_license", args=[license.pk])))
    assert reverse("backpack_badge", args=[held.pk]) in standing


def test_a_badge_is_fetched_from_its_address(
    cast: Cast, client: Client, elsewhere: Published
) -> None:
    address, documents = a_hosted_badge()
    elsewhere.documents.update(documents)
    client.force_login(cast.amina)
    shown = client.post(reverse("backpack_bring"), {"address": address}, follow=True)
    text = text_of(shown)
    assert "Hosted reading" in text
    assert address in text
    assert rows.BackpackBadge.objects.get().address == address


def test_an_address_that_cannot_be_had_is_said_at_its_field(
    cast: Cast, client: Client, elsewhere: Published
) -> None:
    client.force_login(cast.amina)
    response = client.post(reverse("backpack_bring"), {"address": "https://gone.example/b"})
    assert response.status_code == 400
    text = text_of(response)
    assert "It could not be reached." in text
    assert 'value="https://gone.example/b"' in text


def test_with_the_setting_off_it_says_what_to_do(cast: Cast, client: Client) -> None:
    client.force_login(cast.amina)
    response = client.post(reverse("backpack_bring"), {"address": "https://other.example/b"})
    assert response.status_code == 400
    assert "does not fetch badges from other sites" in text_of(response)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Choose a file"),
        ({"text": "not a badge"}, "cannot be kept"),
        ({"text": a_badge(email="ben@example.org").decode()}, "somebody else’s"),
        ({"address": "http://127.0.0.1:8000/badges/none"}, "no published badge"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(
    cast: Cast, client: Client, given: dict[str, str], says: str
) -> None:
    client.force_login(cast.amina)
    response = client.post(reverse("backpack_bring"), given)
    assert response.status_code == 400
    assert says in text_of(response)
    assert not rows.BackpackBadge.objects.exists()


def test_the_same_badge_again_leads_to_the_one_that_is_there(
    cast: Cast, client: Client, tmp_path: Path
) -> None:
    held = a_kept_badge(cast, tmp_path)
    client.force_login(cast.amina)
    again = hand_in(client, a_badge())
    assert "You keep this badge already." in text_of(again)
    assert again.redirect_chain[-1][0] == reverse("backpack_badge", args=[held.pk])  # type: ignore[attr-defined]  # of the test client


def test_the_file_comes_back_exactly(cast: Cast, client: Client, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path)
    client.force_login(cast.amina)
    response = client.get(reverse("backpack_file", args=[held.pk]))
    assert response.content == a_badge()
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_it_is_checked_again_on_demand(cast: Cast, client: Client, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path, a_badge(expires=NOW - timedelta(days=1)))
    client.force_login(cast.amina)
    response = client.post(reverse("backpack_check", args=[held.pk]), follow=True)
    text = text_of(response)
    assert "it does not hold" in text
    assert "Expired" in text


def test_taking_it_out_is_asked_first_and_takes_the_credit_back(
    cast: Cast, client: Client, tmp_path: Path
) -> None:
    a_license(cast.amina)
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path)
    client.force_login(cast.amina)
    address = reverse("backpack_remove", args=[held.pk])
    assert "takes that credit back" in text_of(client.get(address))
    client.post(address)
    assert credits.CreditEntry.objects.filter(kind="reversal").count() == 1
    assert client.get(address).status_code == 404
    text = text_of(client.get(reverse("ledger")))
    assert "Reading for every child" in text
    assert reverse("backpack_badge", args=[held.pk]) not in text


def test_a_list_of_many_badges_asks_the_database_a_few_times(
    cast: Cast, client: Client, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    a_license(cast.amina)
    a_rule(cast)
    for number in range(12):
        a_kept_badge(cast, tmp_path, a_badge(number=number))
    client.force_login(cast.amina)
    with django_assert_max_num_queries(25):  # type: ignore[operator]  # pytest-django's fixture
        client.get(reverse("my_badges"))


def test_somebody_else_finds_nothing(cast: Cast, client: Client, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path)
    client.force_login(cast.ben)
    for name in ("backpack_badge", "backpack_file", "backpack_remove"):
        assert client.get(reverse(name, args=[held.pk])).status_code == 404


def test_one_s_whole_record_holds_the_badges_as_they_were_brought(
    cast: Cast, client: Client, tmp_path: Path
) -> None:
    a_license(cast.amina)
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path)
    client.force_login(cast.amina)
    packed = zipfile.ZipFile(io.BytesIO(client.get("/my-record").content))
    assert packed.read(f"elsewhere/{held.pk}.json") == a_badge()
    record = json.loads(packed.read("record.json"))
    assert [one["digest"] for one in record["badges_from_elsewhere"]] == [held.digest]
    assert [one["state"] for one in record["credit_proposals"]] == ["approved"]
