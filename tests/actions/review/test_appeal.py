"""Appeals: who answers, what comes of it, and that nothing is erased."""

from datetime import timedelta
from pathlib import Path

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.begin import begin_next_attempt
from longleaf.actions.evidence.submit import withdraw_submission
from longleaf.actions.review import ask_appeal, release_review, save_score, take_appeal_back
from longleaf.basis.problem import ProblemsError
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.gateways.vault import FileVault
from longleaf.records.facts.badge import levels_of
from longleaf.records.facts.evidence import passed_in
from longleaf.records.models import award, evidence, gate, notice
from longleaf.records.models import review as rows
from longleaf.records.queries.record import whole_record
from longleaf.records.queries.review_oversight import attempts_lacking_reviewers
from tests.gates import GROUNDS, a_decided_attempt, answer_appeal, settle
from tests.people import NOW, Cast


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    return FileVault(tmp_path / "vault.key")


@pytest.fixture
def attempt(cast: Cast, vault: FileVault) -> evidence.Attempt:
    return a_decided_attempt(cast, vault)


def appeal(cast: Cast, attempt: evidence.Attempt, *, days: int = 0) -> None:
    ask_appeal(
        by=cast.acting(cast.amina),
        submission=attempt.submission_id,
        grounds=GROUNDS,
        now=NOW + timedelta(days=days),
    )


def test_somebody_who_has_not_judged_it_is_asked(cast: Cast, attempt: evidence.Attempt) -> None:
    appeal(cast, attempt)
    review = rows.Review.objects.get(seat=4)
    assert review.reviewer == cast.bo  # Ben and Bea judged it, Sam supervises
    made = gate.Appeal.objects.get()
    assert made.criteria == ["pause"]  # what passed is not judged again
    assert review.due_on == made.answer_due_on
    attempt.refresh_from_db()
    assert (attempt.state, attempt.outcome) == ("decided", "not_yet")


def test_an_appeal_upheld_grants_the_award_and_keeps_both_decisions(
    cast: Cast, attempt: evidence.Attempt, vault: FileVault
) -> None:
    appeal(cast, attempt)
    assert answer_appeal(cast, attempt, "strong", vault).award is not None
    attempt.refresh_from_db()
    assert (attempt.outcome, attempt.submission.state) == ("earned", "earned")
    kept = gate.AttemptDecision.objects.values_list("outcome", "path", "seats")
    assert list(kept) == [("not_yet", "reviews", [1, 2]), ("earned", "appeal", [4])]
    rubric = parse_definition(attempt.submission.version.definition).rubric
    assert levels_of(attempt.submission_id, rubric) == {"pause": "strong", "follow": "strong"}
    assert award.Award.objects.get().submission_id == attempt.submission_id
    (taken_along,) = whole_record(cast.acting(cast.amina))["submissions"]
    kept_along = taken_along["attempts"][0]
    assert [one["path"] for one in kept_along["decisions"]] == ["reviews", "appeal"]
    assert kept_along["appeals"][0]["grounds"] == GROUNDS
    told = notice.Notice.objects.get(person=cast.amina, kind="appeal.answered")
    assert "upheld" in told.subject


def test_an_appeal_that_is_not_upheld_leaves_the_decision_and_the_way_to_revise(
    cast: Cast, attempt: evidence.Attempt, vault: FileVault
) -> None:
    appeal(cast, attempt)
    answer_appeal(cast, attempt, "not_yet", vault)
    assert gate.Appeal.objects.get().outcome == "not_upheld"
    assert gate.AttemptDecision.objects.count() == 1
    begin_next_attempt(by=cast.acting(cast.amina), submission=attempt.submission_id, now=NOW)
    assert attempt.submission.attempts.latest("number").open_criteria == ["pause"]


def test_an_appeal_is_answered_with_reasons(
    cast: Cast, attempt: evidence.Attempt, vault: FileVault
) -> None:
    appeal(cast, attempt)
    with pytest.raises(ProblemsError, match="answer with reasons"):
        answer_appeal(cast, attempt, "meets", vault, answer="")


def test_only_what_the_appeal_is_about_is_judged(cast: Cast, attempt: evidence.Attempt) -> None:
    appeal(cast, attempt)
    review = rows.Review.objects.get(seat=4)
    with pytest.raises(ProblemsError, match="not judged on that criterion"):
        save_score(
            by=cast.acting(cast.bo),
            review=review.pk,
            criterion="follow",
            level="not_yet",
            reason=None,
            revision=0,
            now=NOW,
        )


def test_an_appeal_needs_grounds_and_comes_once_and_in_time(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    amina = cast.acting(cast.amina)
    with pytest.raises(ProblemsError):
        ask_appeal(by=amina, submission=attempt.submission_id, grounds="Unfair.", now=NOW)
    with pytest.raises(AlreadyDoneError, match="ended"):
        appeal(cast, attempt, days=40)
    with pytest.raises(NoSuchRecordError):
        ask_appeal(
            by=cast.acting(cast.ben), submission=attempt.submission_id, grounds=GROUNDS, now=NOW
        )
    appeal(cast, attempt)
    with pytest.raises(AlreadyDoneError, match="once"):
        appeal(cast, attempt)


def test_nobody_revises_while_the_appeal_waits_unless_it_is_taken_back(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    amina = cast.acting(cast.amina)
    appeal(cast, attempt)
    with pytest.raises(ProblemsError, match="being answered"):
        begin_next_attempt(by=amina, submission=attempt.submission_id, now=NOW)
    take_appeal_back(by=amina, submission=attempt.submission_id, now=NOW)
    assert rows.Review.objects.get(seat=4).state == "released"
    begin_next_attempt(by=amina, submission=attempt.submission_id, now=NOW)
    with pytest.raises(AlreadyDoneError):
        take_appeal_back(by=amina, submission=attempt.submission_id, now=NOW)


def test_an_appeal_given_back_waits_for_somebody_else_and_ends_with_the_submission(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    appeal(cast, attempt)
    review = rows.Review.objects.get(seat=4)
    release_review(by=cast.acting(cast.bo), review=review.pk, reason="I know it.", now=NOW)
    assert attempts_lacking_reviewers() == [attempt.pk]
    told = notice.Notice.objects.get(person=cast.chloe, kind="review.stuck")
    assert attempt.submission.number in told.subject
    withdraw_submission(by=cast.acting(cast.amina), submission=attempt.submission_id, now=NOW)
    assert gate.Appeal.objects.get().outcome == "withdrawn"
    assert attempts_lacking_reviewers() == []


def test_the_time_to_appeal_is_that_of_the_program(cast: Cast, attempt: evidence.Attempt) -> None:
    settle(cast, appeal_days=1)
    with pytest.raises(AlreadyDoneError, match="ended on February 4, 2026"):
        appeal(cast, attempt, days=2)


def test_what_an_appeal_finds_shown_counts_even_if_not_all_is(cast: Cast, vault: FileVault) -> None:
    both_low = {"pause": "not_yet", "follow": "not_yet"}
    attempt = a_decided_attempt(cast, vault, levels=both_low)
    appeal(cast, attempt)
    review = rows.Review.objects.get(seat=4)
    rows.CriterionScore.objects.create(
        review=review,
        criterion="follow",
        level="not_yet",
        reason="No answer is followed up in the whole transcript.",
        saved_at=NOW,
    )
    answer_appeal(cast, attempt, "meets", vault)
    rubric = parse_definition(attempt.submission.version.definition).rubric
    assert passed_in(attempt, rubric) == {"pause"}
