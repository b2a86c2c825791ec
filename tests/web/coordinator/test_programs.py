"""The pages on how an organization reviews, on appeals and on coaches."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from longleaf.actions.review import ask_appeal, decide_completeness
from longleaf.domain.review.gate import CHECKLIST, Finding
from longleaf.gateways.vault import FileVault
from longleaf.records.models import evidence, gate
from tests.gates import GROUNDS, a_check, a_decided_attempt, settle
from tests.people import NOW, Cast
from tests.stories import a_published_microcredential, two_criteria

SETTINGS = {
    "checks_completeness": "on",
    "completeness_days": "2",
    "review_days": "8",
    "scoring": "near",
    "sample_percent": "20",
    "most_attempts": "",
    "appeal_days": "15",
    "appeal_answer_days": "10",
}


@pytest.fixture
def chloe(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chloe)
    return client


@pytest.fixture
def attempt(cast: Cast, tmp_path: Path) -> evidence.Attempt:
    settle(cast, most_attempts=1)
    return a_decided_attempt(cast, FileVault(tmp_path / "vault.key"))


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_coordinator_settles_how_reviews_go_and_a_stale_tab_loses_nothing(
    chloe: Client, cast: Cast
) -> None:
    about = a_published_microcredential(cast).microcredential
    own = f"/review-programs/{cast.northfield.pk}/{about.pk}"
    assert "Nobody has settled anything yet" in text_of(chloe, "/review-programs")
    where = f"/review-programs/{cast.northfield.pk}"
    assert chloe.post(where, {**SETTINGS, "read": "0"}).status_code == 302
    kept = gate.ReviewProgram.objects.get()
    assert (kept.review_days, kept.scoring, kept.most_attempts) == (8, "near", None)
    stale = chloe.post(where, {**SETTINGS, "review_days": "9", "read": "0"})
    assert stale.status_code == 400
    page = stale.content.decode()
    assert "Somebody changed these settings meanwhile" in page
    assert 'name="review_days" value="9"' in page
    assert f'name="read" value="{kept.pk}"' in page
    wrong = chloe.post(where, {**SETTINGS, "completeness_days": "9", "read": str(kept.pk)})
    assert "takes 1 to 5 business days" in wrong.content.decode()
    assert chloe.post(own, {**SETTINGS, "most_attempts": "1", "read": "0"}).status_code == 302
    assert "Its own" in text_of(chloe, "/review-programs")
    assert chloe.post(own, {"then": "share"}).status_code == 302
    assert "Its own" not in text_of(chloe, "/review-programs")


def test_what_does_not_go_its_plain_way_stands_on_one_page(
    chloe: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    ask_appeal(
        by=cast.acting(cast.amina), submission=attempt.submission_id, grounds=GROUNDS, now=NOW
    )
    a_check(cast, slug="noticing", title="Noticing")
    returned = a_check(cast, slug="pausing", title="Pausing")
    findings = {item.key: Finding(holds=True) for item in CHECKLIST}
    findings["template"] = Finding(holds=False, reason="The reflection has no answer.")
    decide_completeness(by=cast.acting(cast.ben), check=returned, findings=findings, now=NOW)
    gate.CompletenessCheck.objects.filter(pk=returned).values("pk")
    page = text_of(chloe, "/coordinator/appeals")
    assert "Bo Castellanos" in page
    assert "Noticing" in page
    assert "Name a coach" in page
    assert "Amina" not in page
    assert "Appeal</span>" in text_of(chloe, "/coordinator/reviews")
    again = text_of(chloe, f"/coordinator/reviews/{attempt.pk}/4")
    assert "asked about this attempt before" in again


def test_a_coach_is_named_from_the_list_or_by_address(
    chloe: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    where = f"/coordinator/coach/{attempt.submission_id}"
    page = text_of(chloe, where)
    assert "Amina Reyes" in page  # a coach must fit the person
    assert "Ben Okafor" not in page  # who judged it
    nobody = chloe.post(where, {"email": "ezra@example.org"})
    assert "Nobody at your organizations has this address." in nobody.content.decode()
    assert "Nobody is chosen yet." in chloe.post(where, {}).content.decode()
    assert chloe.post(where, {"email": "ASH@example.org"}).status_code == 302
    assert gate.Coaching.objects.get().coach == cast.ash
    assert "Ash Thornton is the coach" in text_of(chloe, where)
    assert chloe.post(where, {"then": "open"}).status_code == 302
    assert "One attempt more is open." in text_of(chloe, where)


def test_the_page_asks_no_more_for_many_than_for_one(
    chloe: Client,
    cast: Cast,
    tmp_path: Path,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    settle(cast, most_attempts=1)
    vault = FileVault(tmp_path / "vault.key")
    for number in range(4):
        version = a_published_microcredential(
            cast, definition=two_criteria(f"noticing-{number}", f"Noticing {number}")
        )
        attempt = a_decided_attempt(cast, vault, version=version)
        if number:
            ask_appeal(
                by=cast.acting(cast.amina),
                submission=attempt.submission_id,
                grounds=GROUNDS,
                now=NOW,
            )
    with django_assert_max_num_queries(25):
        page = text_of(chloe, "/coordinator/appeals")
    assert page.count("Name a coach") == 4
