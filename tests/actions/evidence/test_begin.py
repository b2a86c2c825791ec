"""Beginning a submission, and beginning again after "not yet"."""

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.begin import begin_next_attempt, begin_submission
from longleaf.domain.evidence.number import is_number
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import evidence as rows
from tests.handing_in import LATER, Story, one_event
from tests.people import NOW, Cast
from tests.stories import a_published_microcredential, a_review


def test_a_submission_begins_with_an_attempt_open_on_every_criterion(story: Story) -> None:
    assert (story.attempt.number, story.attempt.state) == (1, "draft")
    assert story.attempt.open_criteria == ["pause", "follow"]


def test_a_submission_has_a_number_and_the_educators_school(story: Story) -> None:
    assert is_number(story.row.number)
    assert story.row.organization == story.cast.elementary


def test_beginning_is_an_event(cast: Cast) -> None:
    a_published_microcredential(cast)
    with one_event("submission.begun"):
        begin_submission(by=cast.acting(cast.amina), microcredential="wait-time", now=NOW)


def test_beginning_twice_returns_what_is_open(story: Story) -> None:
    again = begin_submission(by=story.amina, microcredential="wait-time", now=LATER)
    assert again == story.submission
    assert rows.Submission.objects.count() == 1


def test_an_educator_of_another_lea_begins_their_own(story: Story) -> None:
    ezra = story.cast.acting(story.cast.ezra)
    other = begin_submission(by=ezra, microcredential="wait-time", now=LATER)
    assert rows.Submission.objects.get(pk=other).organization == story.cast.south_school


@pytest.mark.parametrize("name", ["chloe", "bo", "ash", "dev"])
def test_only_educators_begin(cast: Cast, name: str) -> None:
    a_published_microcredential(cast)
    with pytest.raises(NotPermittedError):
        begin_submission(by=cast.acting(getattr(cast, name)), microcredential="wait-time", now=NOW)


def test_what_is_not_published_cannot_be_begun(cast: Cast) -> None:
    version = a_published_microcredential(cast)
    type(version).objects.update(state="withdrawn")
    with pytest.raises(NoSuchRecordError):
        begin_submission(by=cast.acting(cast.amina), microcredential="wait-time", now=NOW)


def not_yet(story: Story) -> None:
    """Two reviewers see the pauses, and no follow-up."""
    story.complete()
    story.submit()
    levels = {"pause": "meets", "follow": "not_yet"}
    attempt = story.attempt
    attempt.reviews.all().delete()
    for seat, reviewer in enumerate((story.cast.ben, story.cast.bea), start=1):
        review = a_review(attempt, reviewer, seat=seat, levels=levels)
        review.state, review.outcome, review.finished_at = "finished", "not_yet", LATER
        review.save()
    rows.Attempt.objects.filter(pk=attempt.pk).update(
        state="decided", outcome="not_yet", decided_at=LATER
    )
    rows.Submission.objects.filter(pk=story.submission).update(state="not_yet")


def test_a_revision_opens_only_what_did_not_pass(story: Story) -> None:
    not_yet(story)
    begin_next_attempt(by=story.amina, submission=story.submission, now=LATER)
    assert (story.attempt.number, story.attempt.open_criteria) == (2, ["follow"])


def test_a_revision_carries_over_texts_and_artifacts_and_leaves_the_first_as_it_was(
    story: Story,
) -> None:
    not_yet(story)
    begin_next_attempt(by=story.amina, submission=story.submission, now=LATER)
    first, second = story.row.attempts.order_by("number")
    assert first.state == "decided"
    for attempt in (first, second):
        assert attempt.responses.get(question="class").text.startswith("We waited")
        assert attempt.uses.get().artifact.title == "Lesson on fractions"


def test_a_revision_must_be_declared_anew_as_ones_own_work(story: Story) -> None:
    not_yet(story)
    begin_next_attempt(by=story.amina, submission=story.submission, now=LATER)
    assert not story.attempt.own_work


def test_a_second_click_opens_no_third_attempt(story: Story) -> None:
    not_yet(story)
    begin_next_attempt(by=story.amina, submission=story.submission, now=LATER)
    with pytest.raises(AlreadyDoneError):
        begin_next_attempt(by=story.amina, submission=story.submission, now=LATER)
    assert story.row.attempts.count() == 2


def test_a_draft_cannot_be_revised(story: Story) -> None:
    with pytest.raises(AlreadyDoneError):
        begin_next_attempt(by=story.amina, submission=story.submission, now=LATER)


def test_nobody_else_revises(story: Story) -> None:
    not_yet(story)
    with pytest.raises(NoSuchRecordError):
        begin_next_attempt(
            by=story.cast.acting(story.cast.ben), submission=story.submission, now=LATER
        )
