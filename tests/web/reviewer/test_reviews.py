"""A reviewer's pages."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from longleaf.records.models import award, evidence, notice, organization
from longleaf.records.models import review as rows
from tests.people import TODAY, Cast
from tests.stories import a_review, a_submitted_attempt

PASSED = {"pause": "meets", "follow": "strong"}
SHORT = {"pause": "not_yet", "follow": "strong"}
AUTOSAVE = {"X-Autosave": "1", "Accept": "application/json"}


@pytest.fixture
def attempt(cast: Cast) -> evidence.Attempt:
    return a_submitted_attempt(cast)


@pytest.fixture
def ben(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ben)
    return client


def signed_in(person: organization.Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- the queue


def test_an_empty_queue_says_how_submissions_come(ben: Client) -> None:
    assert "When a submission is given to you" in text_of(ben, "/reviews")


def test_the_queue_names_number_micro_credential_and_due_day(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    a_review(attempt, cast.ben, levels={"pause": "meets"})
    page = text_of(ben, "/reviews")
    assert attempt.submission.number in page
    assert "Wait Time" in page
    assert "February 18, 2026" in page
    assert "1 of 2 criteria" in page


def test_finished_reviews_stand_below_with_what_they_came_to(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    ben.post(f"/reviews/{review.pk}/finish")
    page = text_of(ben, "/reviews")
    assert "1 review finished: 1 Earned, 0 Not yet." in page
    assert "Not decided" in page


def test_what_was_taken_back_leaves_the_queue(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben)
    evidence.Attempt.objects.update(state="withdrawn")
    assert attempt.submission.number not in text_of(ben, "/reviews")
    assert ben.get(f"/reviews/{review.pk}").status_code == 404


# --- anonymity


def test_nothing_on_the_page_says_whose_work_it_is(
    cast: Cast, attempt: evidence.Attempt, ben: Client
) -> None:
    evidence.Artifact.objects.filter(form="text").update(
        title="Lesson by Amina Reyes",
        text="Ms. Reyes of Northfield Elementary asked; write to amina@example.org.",
    )
    evidence.Attempt.objects.update(note="Amina Reyes: new recording.")
    review = a_review(attempt, cast.ben)
    for address in (
        "/reviews",
        f"/reviews/{review.pk}",
        f"/reviews/{review.pk}/finish",
        f"/reviews/{review.pk}/give-back",
    ):
        answer = ben.get(address)
        shown = answer.content.decode() + str(answer.headers)
        for secret in (
            "Amina",
            "Reyes",
            "amina@",
            "Northfield Elementary",
            str(cast.amina.pk),
            str(cast.elementary.pk),
            str(attempt.submission_id),
        ):
            assert secret.lower() not in shown.lower(), f"{secret} on {address}"


def test_notices_to_reviewers_name_a_number_alone(
    cast: Cast, attempt: evidence.Attempt, ben: Client
) -> None:
    review = a_review(attempt, cast.ben)
    ben.post(f"/reviews/{review.pk}/give-back", {"reason": "I recognize the work."})
    for told in notice.Notice.objects.all():
        assert "Amina" not in told.subject + told.body
        assert "Elementary" not in told.subject + told.body


# --- one review


def test_evidence_and_rubric_stand_on_one_page_and_link_to_each_other(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    page = text_of(ben, f"/reviews/{a_review(attempt, cast.ben).pk}")
    for part in (
        "Twenty-four students",
        "Artifact 1: Transcript of a lesson",
        'href="#criterion-pause"',
        'href="#artifact-1"',
        'id="artifact-1"',
        "Most questions get three seconds.",
        'rel="noopener noreferrer nofollow"',
        "<audio",
    ):
        assert part in page


def test_an_address_that_is_not_of_the_web_is_not_a_link(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    evidence.Artifact.objects.filter(form="link").update(url="javascript:alert(1)")
    page = text_of(ben, f"/reviews/{a_review(attempt, cast.ben).pk}")
    assert "javascript:" not in page
    assert "is not opened from here" in page


def test_what_an_educator_wrote_is_never_markup(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    evidence.Artifact.objects.filter(form="text").update(text="<script>alert(1)</script>")
    assert "<script>alert" not in text_of(ben, f"/reviews/{a_review(attempt, cast.ben).pk}")


def test_criteria_that_passed_before_are_named_and_not_asked_again(ben: Client, cast: Cast) -> None:
    attempt = a_submitted_attempt(cast, open_criteria=["follow"])
    page = text_of(ben, f"/reviews/{a_review(attempt, cast.ben).pk}")
    assert "not judged again: Pause." in page
    assert 'name="level-pause"' not in page


def test_a_number_one_was_not_given_is_not_found(cast: Cast, attempt: evidence.Attempt) -> None:
    review = a_review(attempt, cast.ben)
    bea = signed_in(cast.bea)
    for address in (
        f"/reviews/{review.pk}",
        f"/reviews/{review.pk}/finish",
        f"/reviews/{review.pk}/give-back",
        f"/reviews/{uuid4()}",
    ):
        assert bea.get(address).status_code == 404
    for verb in ("save", "finish", "give-back"):
        assert bea.post(f"/reviews/{review.pk}/{verb}", {"reason": "x"}).status_code == 404


def test_those_who_do_not_review_are_refused(cast: Cast, attempt: evidence.Attempt) -> None:
    review = a_review(attempt, cast.ben)
    for person in (cast.amina, cast.chloe):
        assert signed_in(person).get(f"/reviews/{review.pk}").status_code == 403


def test_the_page_of_a_review_needs_few_queries(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    for address in ("/reviews", f"/reviews/{review.pk}"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ben.get(address)
        assert len(queries) <= 25


# --- saving


def form(**changes: str) -> dict[str, str]:
    return {
        "level-pause": "meets",
        "reason-pause": "",
        "revision-pause": "0",
        "reason-follow": "",
        "revision-follow": "0",
        "comment": "",
        "comment_revision": "0",
    } | changes


def test_without_scripts_the_whole_form_is_saved(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben)
    sent = form(**{"reason-pause": "Long.\r\nPauses.", "comment": "Thank you."})
    answer = ben.post(f"/reviews/{review.pk}/save", sent, follow=True)
    assert "Your draft is saved." in answer.content.decode()
    score = rows.CriterionScore.objects.get()
    assert (score.level, score.reason) == ("meets", "Long.\nPauses.")
    review.refresh_from_db()
    assert review.comment == "Thank you."


def test_check_and_finish_saves_first(ben: Client, cast: Cast, attempt: evidence.Attempt) -> None:
    review = a_review(attempt, cast.ben)
    answer = ben.post(f"/reviews/{review.pk}/save", form(then="finish"))
    assert answer.headers["Location"] == f"/reviews/{review.pk}/finish"
    assert rows.CriterionScore.objects.get().level == "meets"


def autosave(
    client: Client, review: rows.Review, seen: str = "", **fields: str
) -> tuple[int, dict[str, object]]:
    changed = [name for name in fields if not name.startswith(("revision", "comment_revision"))]
    sent = fields | {"changed": changed, "seen": json.dumps({name: [seen] for name in changed})}
    answer = client.post(f"/reviews/{review.pk}/save", sent, headers=AUTOSAVE)
    return answer.status_code, answer.json()


def test_one_field_is_saved_as_it_changes_and_the_rest_stays(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels={"pause": "strong"})
    status, said = autosave(ben, review, **{"reason-pause": "More.", "revision-pause": "1"})
    assert (status, said) == (200, {"hidden": {"revision-pause": "2"}})
    score = rows.CriterionScore.objects.get()
    assert (score.level, score.reason) == ("strong", "More.")


def test_two_tabs_that_write_the_same_field_are_shown_both_texts(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben)
    autosave(ben, review, **{"reason-pause": "First.", "revision-pause": "0"})
    status, said = autosave(ben, review, **{"reason-pause": "Second.", "revision-pause": "0"})
    assert status == 409
    assert said == {"conflicts": {"reason-pause": "First."}, "hidden": {"revision-pause": "1"}}
    assert rows.CriterionScore.objects.get().reason == "First."


def test_two_tabs_that_write_different_fields_do_not_meet(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben)
    autosave(ben, review, **{"reason-pause": "First.", "revision-pause": "0"})
    status, _ = autosave(ben, review, **{"level-pause": "meets", "revision-pause": "0"})
    assert status == 200
    score = rows.CriterionScore.objects.get()
    assert (score.level, score.reason) == ("meets", "First.")


def test_a_stale_form_keeps_what_was_typed_and_shows_what_stands_there(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben)
    ben.post(f"/reviews/{review.pk}/save", form(**{"reason-pause": "First."}))
    answer = ben.post(f"/reviews/{review.pk}/save", form(**{"reason-pause": "Second."}))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Second.</textarea>" in page
    assert "Demonstrated. First." in page
    assert 'name="revision-pause" value="1"' in page
    assert rows.CriterionScore.objects.get().reason == "First."


def test_two_tabs_that_write_the_comment_are_shown_both_texts(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben)
    autosave(ben, review, comment="First.", comment_revision="0")
    status, said = autosave(ben, review, comment="Second.", comment_revision="0")
    assert status == 409
    assert said == {"conflicts": {"comment": "First."}, "hidden": {"comment_revision": "1"}}
    answer = ben.post(f"/reviews/{review.pk}/save", form(comment="Third."))
    assert answer.status_code == 400
    assert "The comment was changed in another tab" in answer.content.decode()
    review.refresh_from_db()
    assert review.comment == "First."


def test_whoever_may_no_longer_judge_is_told_on_finishing(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    organization.Supervision.objects.create(
        supervisor=cast.ben, educator=cast.amina, began_on=TODAY
    )
    answer = ben.post(f"/reviews/{review.pk}/finish", follow=True)
    assert answer.redirect_chain == [("/reviews", 302)]
    assert "You may no longer judge that work" in answer.content.decode()
    review.refresh_from_db()
    assert (review.state, review.outcome) == ("released", "")


@pytest.mark.parametrize(
    "bad",
    [
        {"level-pause": "superb"},
        {"reason-pause": "a" * 5001},
        {"comment": "a" * 5001},
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(
    ben: Client, cast: Cast, attempt: evidence.Attempt, bad: dict[str, str]
) -> None:
    review = a_review(attempt, cast.ben)
    assert ben.post(f"/reviews/{review.pk}/save", form(**bad)).status_code == 400
    status, said = autosave(ben, review, **bad)
    assert status == 400
    assert said["message"]


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40, "²"])
def test_a_revision_that_is_no_number_overwrites_nothing(
    ben: Client, cast: Cast, attempt: evidence.Attempt, revision: str
) -> None:
    review = a_review(attempt, cast.ben, levels={"pause": "strong"})
    sent = form(**{"revision-pause": revision, "reason-pause": "Other."})
    assert ben.post(f"/reviews/{review.pk}/save", sent).status_code == 400


def test_what_a_script_sends_is_read_with_care(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben)
    for seen in ("", "[", "[1]", '{"reason-pause": 7}', '{"reason-pause": []}'):
        sent = {"changed": ["reason-pause"], "reason-pause": "Text.", "seen": seen}
        sent |= {"revision-pause": "0"}
        answer = ben.post(f"/reviews/{review.pk}/save", sent, headers=AUTOSAVE)
        assert answer.status_code == 200


def test_saving_after_finishing_is_refused_also_by_script(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    ben.post(f"/reviews/{review.pk}/finish")
    assert ben.post(f"/reviews/{review.pk}/save", form()).status_code == 409
    status, said = autosave(ben, review, **{"level-pause": "strong"})
    assert status == 409
    assert "finished this review already" in str(said["message"])


# --- finishing


def test_before_finishing_the_page_says_what_it_will_be(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels=SHORT)
    page = text_of(ben, f"/reviews/{review.pk}/finish")
    assert "This will be" in page
    assert "Finish review: Not yet" in page
    review.refresh_from_db()
    assert review.state == "draft"


def test_what_is_missing_is_named_with_a_link_to_it(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels={"pause": "meets"})
    for answer in (
        ben.get(f"/reviews/{review.pk}/finish"),
        ben.post(f"/reviews/{review.pk}/finish"),
    ):
        page = answer.content.decode()
        assert f'href="/reviews/{review.pk}#criterion-follow"' in page
        assert "Finish review:" not in page
    assert answer.status_code == 400


def test_after_finishing_the_page_says_what_happens_next(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    answer = ben.post(f"/reviews/{review.pk}/finish", follow=True)
    page = answer.content.decode()
    assert "The other reviewer&#x27;s is still to come." in page
    assert "The other review is still to come" in page


def test_a_double_click_on_finish_is_answered_kindly(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    ben.post(f"/reviews/{review.pk}/finish")
    answer = ben.post(f"/reviews/{review.pk}/finish", follow=True)
    assert answer.status_code == 200
    assert "You finished this review already." in answer.content.decode()


def test_the_other_review_is_hidden_until_both_are_finished(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    mine = a_review(attempt, cast.ben, levels=PASSED)
    theirs = a_review(attempt, cast.bea, seat=2, levels=SHORT)
    rows.CriterionScore.objects.filter(review=theirs).update(reason="Secret until both are in.")
    assert "Secret until" not in text_of(ben, f"/reviews/{mine.pk}")
    ben.post(f"/reviews/{mine.pk}/finish")
    assert "Secret until" not in text_of(ben, f"/reviews/{mine.pk}")
    signed_in(cast.bea).post(f"/reviews/{theirs.pk}/finish")
    page = text_of(ben, f"/reviews/{mine.pk}")
    assert "Secret until" in page
    assert "The reviews differ" in page
    assert "Bea" not in page


def test_the_third_reviewer_sees_neither_of_the_first_two(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    mine = a_review(attempt, cast.ben, levels=PASSED)
    theirs = a_review(attempt, cast.bea, seat=2, levels=SHORT)
    ben.post(f"/reviews/{mine.pk}/finish")
    signed_in(cast.bea).post(f"/reviews/{theirs.pk}/finish")
    third = rows.Review.objects.get(seat=3)
    page = text_of(signed_in(cast.bo), f"/reviews/{third.pk}")
    assert "pauses of two seconds" not in page
    assert "differ" not in page
    assert " checked" not in page


def test_with_the_second_the_award_is_granted(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    for person, seat in ((cast.ben, 1), (cast.bea, 2)):
        review = a_review(attempt, person, seat=seat, levels=PASSED)
        answer = signed_in(person).post(f"/reviews/{review.pk}/finish", follow=True)
    assert "The decision is" in answer.content.decode()
    assert award.Award.objects.get().educator == cast.amina


# --- giving back


def test_giving_back_needs_a_reason_and_keeps_the_page(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben)
    assert ben.post(f"/reviews/{review.pk}/give-back", {"reason": " "}).status_code == 400
    review.refresh_from_db()
    assert review.state == "assigned"


def test_given_back_it_leaves_the_queue(ben: Client, cast: Cast, attempt: evidence.Attempt) -> None:
    review = a_review(attempt, cast.ben)
    answer = ben.post(f"/reviews/{review.pk}/give-back", {"reason": "No time."}, follow=True)
    assert "Someone else will be asked." in answer.content.decode()
    assert ben.get(f"/reviews/{review.pk}").status_code == 404


def test_what_is_finished_cannot_be_given_back(
    ben: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    ben.post(f"/reviews/{review.pk}/finish")
    answer = ben.post(f"/reviews/{review.pk}/give-back", {"reason": "No time."}, follow=True)
    assert "You finished this review already." in answer.content.decode()
    review.refresh_from_db()
    assert review.state == "finished"
