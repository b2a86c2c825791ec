"""Giving a review back, and giving it to someone else."""

from typing import Any

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.review import (
    reassign_review,
    release_review,
    save_comment,
    save_score,
    take_away_if_barred,
)
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.facts.review import is_barred
from longleaf.records.models import audit, notice
from longleaf.records.models import review as rows
from longleaf.records.models.gate import DeclaredConflict
from longleaf.records.models.organization import Supervision
from longleaf.records.queries.evidence_file import stored_file
from longleaf.records.queries.review import review_sheet
from tests.people import NOW, TODAY, Cast
from tests.stories import a_review, a_submitted_attempt


def test_a_review_given_back_goes_to_someone_who_had_no_seat(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    review = a_review(attempt, cast.ben)
    a_review(attempt, cast.bea, seat=2)
    release_review(by=cast.acting(cast.ben), review=review.pk, reason="I know them.", now=NOW)
    review.refresh_from_db()
    assert (review.state, review.released_because) == ("released", "I know them.")
    assert rows.Review.objects.exclude(state="released").get(seat=1).reviewer == cast.bo
    assert audit.AuditEvent.objects.get(verb="review.released").actor == cast.ben


def test_giving_back_needs_a_reason(cast: Cast) -> None:
    review = a_review(a_submitted_attempt(cast), cast.ben)
    with pytest.raises(ProblemsError, match="needs a reason"):
        release_review(by=cast.acting(cast.ben), review=review.pk, reason="  ", now=NOW)


def test_a_second_click_gives_nothing_back_twice(cast: Cast) -> None:
    review = a_review(a_submitted_attempt(cast), cast.ben)
    release_review(by=cast.acting(cast.ben), review=review.pk, reason="No time.", now=NOW)
    with pytest.raises(NoSuchRecordError):
        release_review(by=cast.acting(cast.ben), review=review.pk, reason="No time.", now=NOW)
    assert audit.AuditEvent.objects.filter(verb="review.released").count() == 1


def test_what_was_given_back_is_no_longer_written_in(cast: Cast) -> None:
    review = a_review(a_submitted_attempt(cast), cast.ben)
    release_review(by=cast.acting(cast.ben), review=review.pk, reason="No time.", now=NOW)
    with pytest.raises(NoSuchRecordError):
        save_score(
            by=cast.acting(cast.ben),
            review=review.pk,
            criterion="pause",
            level="meets",
            reason=None,
            revision=0,
            now=NOW,
        )


def test_nobody_gives_back_another_reviewers_review(cast: Cast) -> None:
    review = a_review(a_submitted_attempt(cast), cast.ben)
    for other in (cast.bea, cast.chloe, cast.amina):
        with pytest.raises(NoSuchRecordError):
            release_review(by=cast.acting(other), review=review.pk, reason="Mine.", now=NOW)


def test_the_coordinator_gives_a_review_to_whom_they_name(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    review = a_review(attempt, cast.ben)
    a_review(attempt, cast.bea, seat=2)
    reassign_review(
        by=cast.acting(cast.chloe), review=review.pk, reason="Ben is ill.", to=cast.bo.pk, now=NOW
    )
    assert rows.Review.objects.exclude(state="released").get(seat=1).reviewer == cast.bo
    told = notice.Notice.objects.get(person=cast.ben)
    assert "Ben is ill." in told.body


def test_the_coordinator_may_leave_the_choice_open(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    review = a_review(attempt, cast.ben)
    a_review(attempt, cast.bea, seat=2)
    reassign_review(by=cast.acting(cast.chloe), review=review.pk, reason="He is ill.", now=NOW)
    assert rows.Review.objects.exclude(state="released").get(seat=1).reviewer == cast.bo


def test_a_review_is_not_given_to_someone_barred_and_then_stays_where_it_was(cast: Cast) -> None:
    review = a_review(a_submitted_attempt(cast), cast.ben)
    for barred in (cast.sam, cast.ben, cast.ezra):
        with pytest.raises(ProblemsError):
            reassign_review(
                by=cast.acting(cast.chloe), review=review.pk, reason="Ill.", to=barred.pk, now=NOW
            )
    review.refresh_from_db()
    assert review.state == "assigned"


def test_only_those_who_coordinate_the_issuer_reassign(cast: Cast) -> None:
    review = a_review(a_submitted_attempt(cast), cast.ben)
    for other in (cast.eve, cast.bea, cast.ben, cast.amina):
        with pytest.raises(NotPermittedError):
            reassign_review(by=cast.acting(other), review=review.pk, reason="I say so.", now=NOW)


def test_nobody_reassigns_reviews_of_their_own_work(cast: Cast) -> None:
    review = a_review(a_submitted_attempt(cast, educator=cast.chloe), cast.ben)
    with pytest.raises(NotPermittedError):
        reassign_review(by=cast.acting(cast.chloe), review=review.pk, reason="Mine.", now=NOW)


def test_what_went_to_someone_else_meanwhile_is_not_reassigned_again(cast: Cast) -> None:
    review = a_review(a_submitted_attempt(cast), cast.ben)
    release_review(by=cast.acting(cast.ben), review=review.pk, reason="No time.", now=NOW)
    with pytest.raises(AlreadyDoneError):
        reassign_review(by=cast.acting(cast.chloe), review=review.pk, reason="Late.", now=NOW)


def test_whoever_becomes_the_supervisor_loses_the_review_before_it_is_opened(cast: Cast) -> None:
    """And somebody else is asked at once; a second look takes nothing more away."""
    attempt = a_submitted_attempt(cast)
    review = a_review(attempt, cast.ben)
    a_review(attempt, cast.bea, seat=2)
    ben = cast.acting(cast.ben)
    assert not take_away_if_barred(by=ben, review=review.pk, now=NOW)
    Supervision.objects.create(supervisor=cast.ben, educator=cast.amina, began_on=TODAY)
    with pytest.raises(NoSuchRecordError):
        review_sheet(ben, review.pk, on=TODAY)
    assert take_away_if_barred(by=ben, review=review.pk, now=NOW)
    assert rows.Review.objects.exclude(state="released").get(seat=1).reviewer == cast.bo
    with pytest.raises(NoSuchRecordError):
        take_away_if_barred(by=ben, review=review.pk, now=NOW)


def test_whoever_becomes_the_supervisor_opens_no_file_by_its_address(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    a_review(attempt, cast.ben)
    file = attempt.uses.get(artifact__form="file").artifact
    ben = cast.acting(cast.ben)
    assert stored_file(ben, file.pk, on=TODAY).sha256 == file.sha256
    Supervision.objects.create(supervisor=cast.ben, educator=cast.amina, began_on=TODAY)
    with pytest.raises(NoSuchRecordError):
        stored_file(ben, file.pk, on=TODAY)


def test_whoever_declared_a_conflict_loses_the_review_until_it_is_withdrawn(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    a_review(attempt, cast.ben)
    assert not is_barred(attempt, cast.ben.pk, on=TODAY)
    found = DeclaredConflict.objects.create(
        reviewer=cast.ben, email=cast.amina.email.upper(), declared_at=NOW
    )
    assert is_barred(attempt, cast.ben.pk, on=TODAY)
    assert not is_barred(attempt, cast.bea.pk, on=TODAY)
    DeclaredConflict.objects.filter(pk=found.pk).update(ended_at=NOW)
    assert not is_barred(attempt, cast.ben.pk, on=TODAY)


def test_whoever_becomes_the_supervisor_saves_nothing_more(cast: Cast) -> None:
    """A tab that was open before does not write on, either."""
    review = a_review(a_submitted_attempt(cast), cast.ben)
    ben = cast.acting(cast.ben)
    given: dict[str, Any] = {"criterion": "pause", "level": "meets", "reason": None, "revision": 0}
    Supervision.objects.create(supervisor=cast.ben, educator=cast.amina, began_on=TODAY)
    with pytest.raises(NoSuchRecordError):
        save_score(by=ben, review=review.pk, now=NOW, **given)
    with pytest.raises(NoSuchRecordError):
        save_comment(by=ben, review=review.pk, comment="Fine.", revision=0, now=NOW)
    assert not rows.CriterionScore.objects.exists()
