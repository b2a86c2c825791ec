"""The first gate: complete, or returned without spending an attempt."""

from datetime import date

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.submit import submit_evidence, withdraw_submission
from longleaf.actions.review import assign_reviewers, decide_completeness
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.domain.review.gate import CHECKLIST, Finding
from longleaf.records.models import audit, gate, notice
from longleaf.records.models import review as reviews
from longleaf.records.models.organization import Supervision
from longleaf.records.queries.review_oversight import attempts_lacking_reviewers
from tests.gates import settle
from tests.handing_in import LATER, Story
from tests.people import TODAY

WELL = {item.key: Finding(holds=True) for item in CHECKLIST}
UNREADABLE = WELL | {"readable": Finding(holds=False, reason="The transcript has no text in it.")}


@pytest.fixture
def handed_in(story: Story) -> gate.CompletenessCheck:
    settle(story.cast, checks_completeness=True, review_days=8)
    story.complete()
    story.submit()
    return gate.CompletenessCheck.objects.get()


def check(story: Story, found: gate.CompletenessCheck, findings: dict[str, Finding]) -> str:
    ben = story.cast.acting(story.cast.ben)
    return decide_completeness(by=ben, check=found.pk, findings=findings, now=LATER)


def test_what_is_handed_in_waits_for_a_check_before_anybody_judges_it(
    story: Story, handed_in: gate.CompletenessCheck
) -> None:
    assert handed_in.due_on == date(2026, 2, 4)
    assert story.attempt.due_on == date(2026, 2, 13)  # eight business days, as the program says
    assert not reviews.Review.objects.exists()
    assert assign_reviewers(by=system("assignment"), attempt=story.attempt.pk, now=LATER) == ()
    assert attempts_lacking_reviewers() == []
    asked = notice.Notice.objects.filter(kind="completeness.waiting")
    names = {one.person.name for one in asked if one.person}
    assert names == {"Ben Okafor", "Bea Lindqvist", "Bo Castellanos"}  # not Sam, who supervises


def test_what_is_complete_goes_to_two_reviewers(
    story: Story, handed_in: gate.CompletenessCheck
) -> None:
    assert check(story, handed_in, WELL) == "complete"
    assert reviews.Review.objects.filter(attempt=story.attempt).count() == 2
    course = gate.ReviewCourse.objects.get(attempt=story.attempt)
    assert course.promised_on == date(2026, 2, 13)
    with pytest.raises(AlreadyDoneError):
        check(story, handed_in, UNREADABLE)


def test_what_lacks_something_goes_back_under_its_number_and_spends_no_attempt(
    story: Story, handed_in: gate.CompletenessCheck
) -> None:
    assert check(story, handed_in, UNREADABLE) == "returned"
    assert (story.row.state, story.attempt.state, story.attempt.number) == ("draft", "draft", 1)
    told = notice.Notice.objects.get(person=story.cast.amina, kind="submission.returned")
    assert "The transcript has no text in it." in told.body
    assert "no attempt is spent" in told.body
    handed_in.refresh_from_db()
    assert handed_in.handed_in["texts"][0]["text"].startswith("We waited")
    story.add_text()
    story.declare()
    submit_evidence(by=story.amina, submission=story.submission, now=LATER)
    again = gate.CompletenessCheck.objects.get(outcome="")
    assert check(story, again, WELL) == "complete"
    assert story.attempt.number == 1
    assert audit.AuditEvent.objects.filter(verb="completeness.returned").count() == 1


def test_what_is_missing_is_said_in_words(story: Story, handed_in: gate.CompletenessCheck) -> None:
    silent = WELL | {"consent": Finding(holds=False, reason="No.")}
    with pytest.raises(ProblemsError) as refused:
        check(story, handed_in, silent)
    assert [one.where for one in refused.value.problems] == ["consent"]


def test_whoever_is_in_a_conflict_or_does_not_review_finds_no_check(
    story: Story, handed_in: gate.CompletenessCheck
) -> None:
    cast = story.cast
    Supervision.objects.create(supervisor=cast.ben, educator=cast.amina, began_on=TODAY)
    for other in (cast.ben, cast.sam, cast.amina, cast.chloe, cast.ezra):
        with pytest.raises(NoSuchRecordError):
            decide_completeness(by=cast.acting(other), check=handed_in.pk, findings=WELL, now=LATER)


def test_what_its_educator_takes_back_is_checked_no_more(
    story: Story, handed_in: gate.CompletenessCheck
) -> None:
    withdraw_submission(by=story.amina, submission=story.submission, now=LATER)
    handed_in.refresh_from_db()
    assert handed_in.outcome == "withdrawn"
    with pytest.raises(AlreadyDoneError):
        check(story, handed_in, WELL)


def test_where_nobody_may_check_those_who_coordinate_are_told(story: Story) -> None:
    cast = story.cast
    settle(cast, checks_completeness=True)
    for reviewer in (cast.ben, cast.bea, cast.bo):
        Supervision.objects.create(supervisor=reviewer, educator=cast.amina, began_on=TODAY)
    story.complete()
    story.submit()
    told = notice.Notice.objects.get(person=cast.chloe)
    assert story.row.number in told.subject
