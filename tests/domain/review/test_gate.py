"""The first gate, and appeals."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.review.appeal import (
    AppealFacts,
    after_appeal,
    appeal_until,
    problems_of_answer,
    problems_of_grounds,
    why_not_appeal,
)
from longleaf.domain.review.gate import (
    CHECKLIST,
    CheckOutcome,
    Finding,
    outcome_of_check,
    problems_of_check,
)
from longleaf.domain.review.judgment import Judgment, Outcome, Score, combined_feedback
from tests.domain.microcredential.definitions import small_definition

ALL_WELL = {item.key: Finding(holds=True) for item in CHECKLIST}
DECIDED = date(2026, 2, 3)
FACTS = AppealFacts("not_yet", DECIDED, days=20)


def test_what_holds_in_everything_is_complete() -> None:
    assert problems_of_check(ALL_WELL) == []
    assert outcome_of_check(ALL_WELL) is CheckOutcome.COMPLETE


@pytest.mark.parametrize("item", CHECKLIST, ids=lambda item: item.key)
def test_one_thing_that_does_not_hold_returns_it_and_needs_plain_words(item) -> None:  # type: ignore[no-untyped-def]  # the ids need the item
    silent = ALL_WELL | {item.key: Finding(holds=False, reason="Missing.")}
    assert [one.where for one in problems_of_check(silent)] == [item.key]
    said = ALL_WELL | {item.key: Finding(holds=False, reason="The second file does not open.")}
    assert problems_of_check(said) == []
    assert outcome_of_check(said) is CheckOutcome.RETURNED


def test_an_item_without_an_answer_is_asked_for_and_has_no_outcome() -> None:
    left_out = {key: found for key, found in ALL_WELL.items() if key != "consent"}
    assert [one.where for one in problems_of_check(left_out)] == ["consent"]
    with pytest.raises(ValueError, match="no answer"):
        outcome_of_check(left_out)


def test_a_decision_can_be_appealed_on_the_last_day_and_not_after() -> None:
    last = appeal_until(DECIDED, 20)
    assert last == date(2026, 3, 3)
    assert why_not_appeal(FACTS, on=last) == ""
    assert "ended on March 3, 2026" in why_not_appeal(FACTS, on=last + timedelta(days=1))


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "earned", "withdrawn"])
def test_nothing_but_not_yet_is_appealed(state: str) -> None:
    assert "not yet" in why_not_appeal(replace(FACTS, submission=state), on=DECIDED)


def test_a_decision_is_appealed_once() -> None:
    assert "once" in why_not_appeal(replace(FACTS, was_appealed=True), on=DECIDED)


def test_grounds_and_answers_need_reasons() -> None:
    assert problems_of_grounds("Unfair.")
    assert problems_of_grounds("x" * 5001)
    assert problems_of_grounds("The pauses of two seconds are in minute four.") == []
    assert problems_of_answer("No.")
    assert problems_of_answer("Minute four shows three pauses of two seconds.") == []


def test_whoever_answers_an_appeal_can_only_let_more_pass() -> None:
    rubric = parse_definition(small_definition()).rubric
    key = rubric.criteria[0].key
    low, good = Score("not_yet", "Short."), Score("meets", "There it is.")
    before = combined_feedback(
        rubric, [Judgment(seat, Outcome.NOT_YET, {key: low}) for seat in (1, 2)], [key]
    )
    upheld = after_appeal(before, rubric, Judgment(4, Outcome.EARNED, {key: good}))
    assert [(one.passed, one.scores) for one in upheld] == [(True, (good,))]
    assert after_appeal(before, rubric, Judgment(4, Outcome.NOT_YET, {key: low})) == before
    assert after_appeal(before, rubric, None) == before
    passed = combined_feedback(
        rubric, [Judgment(seat, Outcome.EARNED, {key: good}) for seat in (1, 2)], [key]
    )
    assert after_appeal(passed, rubric, Judgment(4, Outcome.NOT_YET, {key: low})) == passed
