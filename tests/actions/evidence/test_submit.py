"""Submitting for review and withdrawing."""

from dataclasses import replace
from datetime import date

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.begin import begin_submission
from longleaf.actions.evidence.submit import submit_evidence, withdraw_submission
from longleaf.basis.problem import ProblemsError
from longleaf.records.models import notice
from longleaf.records.models import review as reviews
from tests.handing_in import DESCRIPTION, LATER, Story, one_event
from tests.lockers import a_consent


def missing(story: Story) -> list[str]:
    with pytest.raises(ProblemsError) as refused:
        story.submit()
    return [one.where for one in refused.value.problems]


def test_a_complete_submission_is_frozen_and_reaches_two_reviewers(story: Story) -> None:
    story.complete()
    with one_event("submission.submitted"):
        story.submit()
    assert story.attempt.submitted_at == LATER
    assert reviews.Review.objects.filter(attempt=story.attempt).count() == 2


def test_the_answer_is_due_in_the_issuers_business_days(story: Story) -> None:
    story.complete()
    story.submit()
    assert story.attempt.due_on == date(2026, 2, 17)


def test_the_educator_is_told(story: Story) -> None:
    story.complete()
    story.submit()
    told = notice.Notice.objects.get(person=story.cast.amina, kind="submission.submitted")
    assert story.row.number in told.body


def test_an_empty_submission_is_told_all_it_lacks(story: Story) -> None:
    assert missing(story) == [
        "context/class",
        "artifacts/recording",
        "criterion/pause",
        "criterion/follow",
        "declaration/students",
        "declaration/own_work",
    ]
    assert story.row.state == "draft"


def test_identifiable_students_without_consent_hold_it_back(story: Story) -> None:
    story.write()
    story.add_text(replace(DESCRIPTION, students="identifiable"))
    story.declare("identifiable")
    assert missing(story) == [
        f"artifact/{story.attempt.uses.get().pk}",
        "declaration/consent",
    ]


def test_identifiable_students_with_consent_may_be_submitted(story: Story) -> None:
    story.write()
    consent = a_consent(story.amina, "review")
    story.add_text(replace(DESCRIPTION, students="identifiable", consents=(consent,)))
    story.declare("identifiable", "Families, May.")
    story.submit()
    assert story.row.state in ("submitted", "in_review")


def test_a_second_click_changes_nothing(story: Story) -> None:
    story.complete()
    story.submit()
    with pytest.raises(AlreadyDoneError):
        story.submit()
    assert reviews.Review.objects.count() == 2


@pytest.mark.parametrize("name", ["ben", "chloe", "ada", "dev", "eve", "ezra"])
def test_nobody_else_submits_or_withdraws(story: Story, name: str) -> None:
    story.complete()
    other = story.cast.acting(getattr(story.cast, name))
    with pytest.raises(NoSuchRecordError):
        submit_evidence(by=other, submission=story.submission, now=LATER)
    with pytest.raises(NoSuchRecordError):
        withdraw_submission(by=other, submission=story.submission, now=LATER)


def withdraw(story: Story) -> None:
    withdraw_submission(by=story.amina, submission=story.submission, now=LATER)


def test_a_draft_can_be_withdrawn(story: Story) -> None:
    with one_event("submission.withdrawn"):
        withdraw(story)
    assert (story.row.state, story.attempt.state) == ("withdrawn", "withdrawn")


def test_withdrawing_ends_the_reviews(story: Story) -> None:
    story.complete()
    story.submit()
    withdraw(story)
    assert not reviews.Review.objects.exclude(state="released").exists()


def test_withdrawing_twice_changes_nothing(story: Story) -> None:
    withdraw(story)
    with one_event("submission.begun"):  # and another can be begun
        withdraw(story)
        begin_submission(by=story.amina, microcredential="wait-time", now=LATER)
