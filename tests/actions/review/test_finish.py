"""Drafting and finishing a review, and the decision that follows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import resolve

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.review import (
    Finished,
    finish_review,
    release_review,
    save_comment,
    save_score,
)
from longleaf.actions.review import finish as finishing
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.review.judgment import Judgment, Outcome, Ruling
from longleaf.gateways.vault import FileVault
from longleaf.records.facts.review import judgments_of
from longleaf.records.models import audit, award, badge, credit, evidence, notice, organization
from longleaf.records.models import review as rows
from tests.people import NOW, TODAY, Cast, make_cast
from tests.stories import a_review, a_submitted_attempt

PASSED = {"pause": "meets", "follow": "strong"}
SHORT = {"pause": "not_yet", "follow": "strong"}
BASE = "https://longleaf.example"


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    return FileVault(tmp_path / "vault.key")


@pytest.fixture
def attempt(cast: Cast) -> evidence.Attempt:
    return a_submitted_attempt(cast)


def finish(cast: Cast, review: rows.Review, vault: KeyVault) -> Finished:
    return finish_review(
        by=cast.acting(review.reviewer), review=review.pk, vault=vault, base_url=BASE, now=NOW
    )


def score(
    by: Actor,
    review: rows.Review,
    *,
    criterion: str = "pause",
    level: str | None = "meets",
    reason: str | None = None,
    revision: int = 0,
) -> int:
    return save_score(
        by=by,
        review=review.pk,
        criterion=criterion,
        level=level,
        reason=reason,
        revision=revision,
        now=NOW,
    )


# --- drafts


def test_a_level_and_a_reason_are_saved_one_after_the_other(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    review, ben = a_review(attempt, cast.ben), cast.acting(cast.ben)
    assert score(ben, review) == 1
    assert score(ben, review, level=None, reason="Pauses are long.", revision=1) == 2
    saved = rows.CriterionScore.objects.get()
    assert (saved.level, saved.reason) == ("meets", "Pauses are long.")
    review.refresh_from_db()
    assert review.state == "draft"


def test_a_save_from_a_stale_tab_overwrites_nothing(cast: Cast, attempt: evidence.Attempt) -> None:
    review, ben = a_review(attempt, cast.ben), cast.acting(cast.ben)
    score(ben, review, reason="First.")
    with pytest.raises(StaleTextError) as stale:
        score(ben, review, reason="Second.")
    assert (stale.value.stored, stale.value.revision) == ("First.", 1)
    assert rows.CriterionScore.objects.get().reason == "First."


def test_saving_the_same_again_is_no_conflict(cast: Cast, attempt: evidence.Attempt) -> None:
    review, ben = a_review(attempt, cast.ben), cast.acting(cast.ben)
    assert score(ben, review, reason="Same.") == score(ben, review, reason="Same.") == 1


def test_the_comment_is_saved_and_guarded_against_stale_tabs(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    review, ben = a_review(attempt, cast.ben), cast.acting(cast.ben)
    assert save_comment(by=ben, review=review.pk, comment="Thank you.", revision=0, now=NOW) == 1
    with pytest.raises(StaleTextError):
        save_comment(by=ben, review=review.pk, comment="Well done.", revision=0, now=NOW)


@pytest.mark.parametrize(
    ("criterion", "level", "reason"),
    [("share", "meets", ""), ("pause", "superb", ""), ("pause", "meets", "a" * 5001)],
)
def test_what_the_rubric_does_not_know_is_refused(
    cast: Cast, attempt: evidence.Attempt, criterion: str, level: str, reason: str
) -> None:
    review = a_review(attempt, cast.ben)
    with pytest.raises(ProblemsError):
        score(cast.acting(cast.ben), review, criterion=criterion, level=level, reason=reason)


def test_a_criterion_that_passed_before_is_not_scored_again(cast: Cast) -> None:
    review = a_review(a_submitted_attempt(cast, open_criteria=["follow"]), cast.ben)
    with pytest.raises(ProblemsError, match="not judged on that criterion"):
        score(cast.acting(cast.ben), review)


def test_nobody_writes_in_another_reviewers_review(cast: Cast, attempt: evidence.Attempt) -> None:
    review = a_review(attempt, cast.ben)
    for other in (cast.bea, cast.chloe, cast.amina, cast.eve):
        with pytest.raises(NoSuchRecordError):
            score(cast.acting(other), review)


# --- finishing


def test_an_incomplete_review_cannot_be_finished(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    review = a_review(attempt, cast.ben, levels={"pause": "meets"})
    with pytest.raises(ProblemsError, match=r"“Follow up” has no level yet\."):
        finish(cast, review, vault)
    review.refresh_from_db()
    assert review.state == "draft"


def test_below_passing_needs_a_reason_of_some_substance(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    review = a_review(attempt, cast.ben, levels=SHORT)
    rows.CriterionScore.objects.filter(criterion="pause").update(reason="Too short.")
    with pytest.raises(ProblemsError, match="needs a reason"):
        finish(cast, review, vault)


def test_the_first_to_finish_decides_nothing(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    found = finish(cast, a_review(attempt, cast.ben, levels=PASSED), vault)
    assert found == Finished(Outcome.EARNED, Ruling.WAITING)
    attempt.refresh_from_db()
    assert attempt.state == "in_review"
    assert not notice.Notice.objects.filter(person=cast.amina).exists()


def test_two_who_agree_grant_the_award_with_all_that_belongs_to_it(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    finish(cast, a_review(attempt, cast.ben, levels=PASSED), vault)
    found = finish(cast, a_review(attempt, cast.bea, seat=2, levels=PASSED), vault)
    assert found.ruling is Ruling.EARNED
    granted = award.Award.objects.get()
    assert granted.pk == found.award
    assert granted.educator == cast.amina
    assert badge.Badge.objects.filter(award=granted).count() == 1
    assert credit.CreditEntry.objects.filter(award=granted).count() == 1
    attempt.refresh_from_db()
    assert (attempt.state, attempt.outcome) == ("decided", "earned")
    assert attempt.submission.state == "earned"
    told = notice.Notice.objects.get(person=cast.amina, kind="submission.decided")
    assert told.subject == "Earned: Wait Time"
    events = list(audit.AuditEvent.objects.values_list("verb", flat=True))
    assert events.count("review.finished") == 2
    assert events.count("attempt.decided") == events.count("award.granted") == 1


def test_two_who_agree_on_not_yet_grant_nothing(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    finish(cast, a_review(attempt, cast.ben, levels=SHORT), vault)
    found = finish(cast, a_review(attempt, cast.bea, seat=2, levels=SHORT), vault)
    assert found == Finished(Outcome.NOT_YET, Ruling.NOT_YET)
    assert not award.Award.objects.exists()
    attempt.refresh_from_db()
    assert (attempt.outcome, attempt.submission.state) == ("not_yet", "not_yet")
    told = notice.Notice.objects.get(person=cast.amina, kind="submission.decided")
    assert told.subject == "Not yet: Wait Time"


def test_a_disagreement_goes_to_a_third_who_decides(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    finish(cast, a_review(attempt, cast.ben, levels=PASSED), vault)
    found = finish(cast, a_review(attempt, cast.bea, seat=2, levels=SHORT), vault)
    assert found.ruling is Ruling.THIRD_OPINION_NEEDED
    third = rows.Review.objects.get(seat=3)
    assert third.reviewer == cast.bo
    for criterion, level in PASSED.items():
        score(cast.acting(cast.bo), third, criterion=criterion, level=level)
    assert finish(cast, third, vault).ruling is Ruling.EARNED
    assert award.Award.objects.count() == 1


def test_without_a_third_the_attempt_waits_and_the_coordinator_is_told(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    organization.Role.objects.filter(person=cast.bo).update(ended_on=TODAY - timedelta(days=1))
    finish(cast, a_review(attempt, cast.ben, levels=PASSED), vault)
    finish(cast, a_review(attempt, cast.bea, seat=2, levels=SHORT), vault)
    attempt.refresh_from_db()
    assert attempt.state == "in_review"
    assert notice.Notice.objects.get(kind="review.stuck").person == cast.chloe


def test_a_second_click_finishes_nothing_twice(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    finish(cast, a_review(attempt, cast.ben, levels=PASSED), vault)
    review = a_review(attempt, cast.bea, seat=2, levels=PASSED)
    finish(cast, review, vault)
    with pytest.raises(AlreadyDoneError):
        finish(cast, review, vault)
    assert award.Award.objects.count() == 1
    assert audit.AuditEvent.objects.filter(verb="review.finished").count() == 2


def test_nobody_finishes_another_reviewers_review(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    for other in (cast.bea, cast.ada, cast.amina, cast.eve):
        with pytest.raises(NoSuchRecordError):
            finish_review(
                by=cast.acting(other), review=review.pk, vault=vault, base_url=BASE, now=NOW
            )


def test_whoever_has_become_the_supervisor_meanwhile_cannot_finish(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    organization.Supervision.objects.create(
        supervisor=cast.ben, educator=cast.amina, began_on=TODAY
    )
    with pytest.raises(ProblemsError, match="may no longer judge"):
        finish(cast, review, vault)


def test_a_submission_taken_back_meanwhile_is_not_decided(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    evidence.Attempt.objects.update(state="withdrawn")
    with pytest.raises(AlreadyDoneError, match="no longer under review"):
        finish(cast, review, vault)


# --- what the database itself forbids


def test_a_finished_review_is_closed_to_its_reviewer_and_by_the_database(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    review = a_review(attempt, cast.ben, levels=PASSED)
    finish(cast, review, vault)
    with pytest.raises(AlreadyDoneError):
        score(cast.acting(cast.ben), review, level="strong", revision=1)
    tries: list[Callable[[], object]] = [
        lambda: rows.CriterionScore.objects.update(level="strong"),
        lambda: rows.CriterionScore.objects.filter(criterion="pause").delete(),
        lambda: rows.Review.objects.update(outcome="not_yet"),
        lambda: rows.Review.objects.update(state="draft"),
    ]
    for forbidden in tries:
        with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
            forbidden()


# --- two at the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("second", "awards", "ruling"),
    [(PASSED, 1, Ruling.EARNED), (SHORT, 0, Ruling.THIRD_OPINION_NEEDED)],
)
def test_of_two_who_finish_at_the_same_moment_one_decides(
    vault: KeyVault,
    second: dict[str, str],
    awards: int,
    ruling: Ruling,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finishing, "judgments_of", waiting_for_each_other(judgments_of))
    cast = make_cast()
    attempt = a_submitted_attempt(cast)
    reviews = [
        a_review(attempt, cast.ben, seat=1, levels=PASSED),
        a_review(attempt, cast.bea, seat=2, levels=second),
    ]
    found = at_the_same_moment(cast, reviews, vault)
    assert sorted(one.ruling for one in found) == sorted([Ruling.WAITING, ruling])
    assert award.Award.objects.count() == badge.Badge.objects.count() == awards
    assert audit.AuditEvent.objects.filter(verb="attempt.decided").count() == awards
    assert rows.Review.objects.filter(seat=3).count() == 1 - awards


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_the_same_moment_one_counts(vault: KeyVault) -> None:
    cast = make_cast()
    attempt = a_submitted_attempt(cast)
    finish(cast, a_review(attempt, cast.ben, levels=PASSED), vault)
    review = a_review(attempt, cast.bea, seat=2, levels=PASSED)
    found = at_the_same_moment(cast, [review, review], vault)
    assert [one.ruling for one in found] == [Ruling.EARNED]
    assert award.Award.objects.count() == 1


def waiting_for_each_other(
    read: Callable[[UUID], tuple[Judgment, ...]],
) -> Callable[[UUID], tuple[Judgment, ...]]:
    """Let two threads look at the finished reviews only together, unless one keeps the other out.

    Each has closed its own review by then and cannot see the other's, which is not committed: if
    nothing kept them apart, neither would decide.
    """
    both = Barrier(2)

    def read_together(attempt: UUID) -> tuple[Judgment, ...]:
        with suppress(BrokenBarrierError):
            both.wait(timeout=0.5)
        return read(attempt)

    return read_together


def at_the_same_moment(cast: Cast, reviews: list[rows.Review], vault: KeyVault) -> list[Finished]:
    """Finish these in threads that start together; a refusal of a second click is left out."""
    start = Barrier(len(reviews))

    def run(by: Actor, review: rows.Review) -> Finished | None:
        try:
            start.wait(timeout=10)
            return finish_review(by=by, review=review.pk, vault=vault, base_url=BASE, now=NOW)
        except AlreadyDoneError:
            return None
        finally:
            connection.close()

    actors = [cast.acting(review.reviewer) for review in reviews]
    with ThreadPoolExecutor(len(reviews)) as pool:
        return [one for one in pool.map(run, actors, reviews) if one is not None]


def test_every_notice_leads_to_a_page(
    cast: Cast, attempt: evidence.Attempt, vault: KeyVault
) -> None:
    organization.Role.objects.filter(person=cast.bo).update(ended_on=TODAY - timedelta(days=1))
    finish(cast, a_review(attempt, cast.ben, levels=SHORT), vault)
    finish(cast, a_review(attempt, cast.bea, seat=2, levels=SHORT), vault)
    late = a_submitted_attempt(
        cast,
        version=attempt.submission.version,
        educator=cast.ezra,
        organization=cast.south_school,
        due_on=TODAY,
    )
    review = a_review(late, cast.ben)
    release_review(by=cast.acting(cast.ben), review=review.pk, reason="No time.", now=NOW)
    sent = dict(notice.Notice.objects.values_list("kind", "path"))
    assert set(sent) >= {"submission.decided", "submission.later", "review.assigned"}
    for path in sent.values():
        assert resolve(path).url_name in {
            "submission_feedback",
            "submission",
            "review",
            "coordinator_reviews",
        }
