"""The page on which an educator shows part of a badge."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from longleaf.credential.bake import credential_in
from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
from longleaf.records.models import evidence as evidences
from tests.people import Cast
from tests.web.public.test_badges import award

__all__ = ["award"]


@pytest.fixture
def signed_in(client: Client, cast: Cast) -> Client:
    client.force_login(cast.amina)
    return client


def place(award: rows.Award) -> str:
    return reverse("my_badge_part", kwargs={"award": award.pk})


def test_the_page_says_what_everyone_sees_and_offers_the_rest(
    award: rows.Award, signed_in: Client
) -> None:
    evidences.Artifact.objects.filter(title="Transcript of a lesson").update(students="none")
    page = signed_in.get(place(award)).content.decode()
    assert "What everyone sees" in page
    assert "Transcript of a lesson" in page
    assert 'value="identity" id="identity" checked' in page
    assert not badges.BadgeBase.objects.exists()


def test_the_page_takes_few_queries(
    award: rows.Award, signed_in: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(25):
        signed_in.get(place(award))


def test_the_badge_leads_to_the_page(award: rows.Award, signed_in: Client) -> None:
    badge = reverse("my_badge", kwargs={"award": award.pk})
    assert place(award) in signed_in.get(badge).content.decode()


@pytest.mark.parametrize("form", ["json", "png", "svg"])
def test_each_form_carries_a_part_that_passes_the_check(
    award: rows.Award, signed_in: Client, form: str
) -> None:
    given = signed_in.post(place(award), {"part": "identity", "form": form})
    assert given.status_code == 200
    assert f'-part.{form}"' in given["Content-Disposition"]
    assert given["Cache-Control"] == "no-store"
    document = json.loads(credential_in(given.content))
    assert document["proof"][0]["cryptosuite"] == "ecdsa-sd-2023"
    checked = signed_in.post(
        reverse("check_badge"), {"text": json.dumps(document)}
    ).content.decode()
    assert "This badge holds" in checked


def test_what_is_not_offered_is_refused_and_what_was_ticked_stays(
    award: rows.Award, signed_in: Client
) -> None:
    given = signed_in.post(place(award), {"part": ["awarded", "salary"]})
    assert given.status_code == 400
    page = given.content.decode()
    assert "not something that your badge can show" in page
    assert 'value="awarded" id="awarded" checked' in page
    assert 'value="identity" id="identity" checked' not in page


def test_another_form_is_refused(award: rows.Award, signed_in: Client) -> None:
    assert signed_in.post(place(award), {"form": "exe"}).status_code == 400


def test_another_educator_s_badge_does_not_exist(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.ben)
    assert client.get(place(award)).status_code == 404
    assert client.post(place(award), {"part": "identity"}).status_code == 404


def test_of_an_award_that_does_not_hold_nothing_is_shown(
    award: rows.Award, signed_in: Client
) -> None:
    rows.Award.objects.update(state="suspended")
    assert signed_in.get(place(award)).status_code == 409
    assert signed_in.post(place(award), {"part": "identity"}).status_code == 409
    badge = reverse("my_badge", kwargs={"award": award.pk})
    assert place(award) not in signed_in.get(badge).content.decode()
