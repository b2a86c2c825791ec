"""The worth of a micro-credential everywhere, and the reverse question, on pages and over REST."""

import pytest
from django.test import Client

from longleaf.policy.pack import shipped_jurisdictions
from tests.people import Cast
from tests.stories import a_published_microcredential

pytestmark = pytest.mark.usefixtures("demo_rules", "at_now")
ASKED = "/ways?jurisdiction=north_carolina&local=northfield&category=literacy&missing="


def test_the_question_is_asked_by_its_address(client: Client, cast: Cast) -> None:
    version = a_published_microcredential(cast)
    version.renewal_categories = ["literacy"]
    version.save(update_fields=["renewal_categories"])
    page = client.get(f"{ASKED}1").content.decode()
    assert "The shortest way: 1 micro-credential" in page
    assert f"/microcredentials/{version.microcredential.slug}" in page


@pytest.mark.parametrize("missing", ["", "0", "-1", "much", "1e9", "1001"])
def test_a_question_without_a_number_is_refused_in_words(
    client: Client, db: None, missing: str
) -> None:
    answer = client.get(f"{ASKED}{missing}")
    assert answer.status_code == 400
    assert "not a number above 0" in answer.content.decode()


@pytest.mark.parametrize("where", ["jurisdiction=atlantis", "local=nowhere", "category=juggling"])
def test_a_place_that_is_not_there_is_refused_in_words(
    client: Client, db: None, where: str
) -> None:
    whole = {"jurisdiction": "north_carolina", "local": "", "category": "literacy", "missing": "3"}
    name, _, value = where.partition("=")
    answer = client.get("/ways", {**whole, name: value})
    assert answer.status_code == 400


def test_the_page_of_a_micro_credential_says_its_worth_in_every_state(
    client: Client, cast: Cast
) -> None:
    version = a_published_microcredential(cast)
    page = client.get(f"/microcredentials/{version.microcredential.slug}").content.decode()
    assert "In every state, and under every local board’s rules" in page
    assert "No value set" in page


def test_the_api_says_the_same(client: Client, cast: Cast) -> None:
    version = a_published_microcredential(cast)
    told = client.get(f"/api/v1/microcredentials/{version.microcredential.slug}/worth").json()
    assert {one["jurisdiction"] for one in told} == set(shipped_jurisdictions())
    northfield = next(one for one in told if one["local"].startswith("Northfield"))
    assert (northfield["credits"], northfield["by_local"]) == ("1", True)
    state = next(one for one in told if one["jurisdiction"] == "north_carolina")
    assert state["credits"] is None
    assert state["says"]
    assert client.get("/api/v1/microcredentials/nothing/worth").status_code == 404


def test_the_api_answers_the_reverse_question(client: Client, cast: Cast) -> None:
    a_published_microcredential(cast)
    asked = {"local": "northfield", "category": "general", "missing": "1"}
    told = client.get("/api/v1/ways", asked).json()
    assert len(told["shortest"]) == 1
    assert client.get("/api/v1/ways", {**asked, "missing": "much"}).status_code == 400
    assert client.get("/api/v1/ways", {**asked, "category": "juggling"}).status_code == 404
