"""A coordinator's pages on reviews."""

from datetime import date

import pytest
from django.test import Client

from longleaf.domain.organization.actor import RoleKind
from longleaf.records.models import evidence, organization
from longleaf.records.models import review as rows
from tests.people import NOW, Cast, person
from tests.stories import a_published_microcredential, a_review, a_submitted_attempt

LIST = "/coordinator/reviews"
FAR = date(2099, 1, 5)


@pytest.fixture
def chloe(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chloe)
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_anything_to_do_the_list_says_so(chloe: Client) -> None:
    assert "Nothing waits for a reviewer." in text_of(chloe, LIST)


def test_the_list_names_numbers_reviewers_and_what_is_late(chloe: Client, cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    a_review(attempt, cast.ben)
    page = text_of(chloe, LIST)
    assert "1 late, 1 without a reviewer" in page
    assert attempt.submission.number in page
    assert "Ben Okafor: not begun" in page
    assert "No reviewer" in page
    assert "Amina" not in page


def test_filters_hold_what_they_say(chloe: Client, cast: Cast) -> None:
    attempt = a_submitted_attempt(cast, due_on=FAR)
    a_review(attempt, cast.ben)
    a_review(attempt, cast.bea, seat=2)
    number = attempt.submission.number
    assert number in text_of(chloe, LIST)
    assert number not in text_of(chloe, f"{LIST}?show=late")
    assert number not in text_of(chloe, f"{LIST}?show=stuck")


def test_reviewers_stand_with_what_they_have_to_do(chloe: Client, cast: Cast) -> None:
    a_review(a_submitted_attempt(cast), cast.ben)
    page = text_of(chloe, LIST)
    assert page.index("Ben Okafor</th>") < page.index("Bea Lindqvist</th>")
    assert "Eve" not in page


def test_a_coordinators_own_work_is_left_out(chloe: Client, cast: Cast) -> None:
    attempt = a_submitted_attempt(cast, educator=cast.chloe)
    assert attempt.submission.number not in text_of(chloe, LIST)
    assert chloe.get(f"{LIST}/{attempt.pk}/1").status_code == 404


def test_another_issuers_submissions_do_not_exist(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    eve = Client()
    eve.force_login(cast.eve)
    assert attempt.submission.number not in text_of(eve, LIST)
    assert eve.get(f"{LIST}/{attempt.pk}/1").status_code == 404
    assert eve.post(f"{LIST}/{attempt.pk}/1", {"to": "anyone"}).status_code == 404


def test_a_reviewer_is_refused(cast: Cast) -> None:
    ben = Client()
    ben.force_login(cast.ben)
    assert ben.get(LIST).status_code == 403


def test_a_review_is_given_to_whom_one_names(chloe: Client, cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    a_review(attempt, cast.ben)
    address = f"{LIST}/{attempt.pk}/1"
    page = text_of(chloe, address)
    assert "Bo Castellanos, 0 open reviews" in page
    assert "Sam Whitaker" not in page
    assert "1 reviewer: supervising the educator" in page
    chloe.post(address, {"to": str(cast.bo.pk), "reason": "Ben is ill."})
    assert rows.Review.objects.exclude(state="released").get(seat=1).reviewer == cast.bo


def test_reassigning_needs_a_reason(chloe: Client, cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    a_review(attempt, cast.ben)
    answer = chloe.post(f"{LIST}/{attempt.pk}/1", {"to": str(cast.bo.pk), "reason": ""})
    assert answer.status_code == 400


def test_someone_barred_cannot_be_named_by_hand(chloe: Client, cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    a_review(attempt, cast.ben)
    answer = chloe.post(f"{LIST}/{attempt.pk}/1", {"to": str(cast.sam.pk), "reason": "Ill."})
    assert answer.status_code == 400
    assert rows.Review.objects.get().reviewer == cast.ben


def test_an_empty_seat_is_filled_by_name_or_by_load(chloe: Client, cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    chloe.post(f"{LIST}/{attempt.pk}/2", {"to": str(cast.bo.pk)})
    assert rows.Review.objects.get(seat=2).reviewer == cast.bo
    chloe.post(f"{LIST}/{attempt.pk}/1", {"to": "anyone"})
    assert rows.Review.objects.get(seat=1).reviewer in (cast.ben, cast.bea)


def test_where_nobody_is_left_finding_one_says_what_to_do(client: Client, cast: Cast) -> None:
    version = a_published_microcredential(cast, issuer=cast.southfield)
    attempt = a_submitted_attempt(cast, version=version)
    client.force_login(cast.eve)
    answer = client.post(f"{LIST}/{attempt.pk}/1", {"to": "anyone"}, follow=True)
    assert "Invite a reviewer first." in answer.content.decode()


def test_a_finished_or_needless_seat_cannot_be_given_away(chloe: Client, cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    review = a_review(attempt, cast.ben)
    rows.Review.objects.filter(pk=review.pk).update(
        state="finished", outcome="earned", finished_at=NOW
    )
    for seat in (1, 3, 9):
        assert chloe.get(f"{LIST}/{attempt.pk}/{seat}").status_code == 404


def test_where_nobody_may_judge_the_page_says_what_to_do(client: Client, cast: Cast) -> None:
    version = a_published_microcredential(cast, issuer=cast.southfield)
    attempt = a_submitted_attempt(cast, version=version)
    client.force_login(cast.eve)
    page = text_of(client, f"{LIST}/{attempt.pk}/1")
    assert "Invite a reviewer" in page
    assert evidence.Attempt.objects.get(pk=attempt.pk).state == "submitted"


def test_the_list_needs_few_queries_however_long(
    chloe: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    version = a_published_microcredential(cast)
    for number in range(6):
        teacher = person(f"Teacher{number} Holt", (RoleKind.EDUCATOR, cast.elementary))
        a_review(a_submitted_attempt(cast, version=version, educator=teacher), cast.ben)
    assert organization.Person.objects.count() > 6
    with django_assert_max_num_queries(25):  # type: ignore[operator]  # pytest-django's own context manager
        chloe.get(LIST)
