"""What the judgments come to."""

from collections.abc import Mapping
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.microcredential.shape import Criterion, Level, Rubric
from longleaf.domain.review.judgment import (
    Judgment,
    Outcome,
    Ruling,
    Score,
    combined_feedback,
    decide,
    may_see_others,
    outcome_of_review,
    problems_of_review,
    seats_to_fill,
    to_revise,
)

LEVELS = ("not_yet", "meets", "strong")
KEYS = ("pause", "follow", "share")


def criterion(key: str) -> Criterion:
    return Criterion(key, key.title(), ("artifacts",), {level: level for level in LEVELS}, "More.")


RUBRIC = Rubric(
    levels=tuple(Level(key, key) for key in LEVELS),
    passing_level="meets",
    criteria=tuple(criterion(key) for key in KEYS),
)
REASON = "Most pauses are under two seconds."


def scores(**levels: str) -> dict[str, Score]:
    return {key: Score(level, REASON) for key, level in levels.items()}


def judgment(seat: int, **levels: str) -> Judgment:
    given_ = {key: levels.get(key, "meets") for key in KEYS}
    return Judgment(seat, outcome_of_review(RUBRIC, scores(**given_), KEYS), scores(**given_))


# --- one review


def test_a_review_is_earned_when_every_open_criterion_is_exactly_at_the_passing_level() -> None:
    found = scores(pause="meets", follow="meets", share="meets")
    assert outcome_of_review(RUBRIC, found, KEYS) is Outcome.EARNED


def test_one_criterion_below_passing_is_not_yet_however_strong_the_rest() -> None:
    found = scores(pause="not_yet", follow="strong", share="strong")
    assert outcome_of_review(RUBRIC, found, KEYS) is Outcome.NOT_YET


def test_a_criterion_that_is_not_open_does_not_count() -> None:
    found = scores(pause="not_yet", follow="meets")
    assert outcome_of_review(RUBRIC, found, ["follow"]) is Outcome.EARNED


def test_a_missing_level_has_no_outcome() -> None:
    with pytest.raises(ValueError, match="is not in list"):
        outcome_of_review(RUBRIC, scores(pause="meets"), KEYS)


def test_a_review_of_nothing_has_no_outcome() -> None:
    with pytest.raises(ValueError, match="no criterion"):
        outcome_of_review(RUBRIC, {}, [])


def problems(found: Mapping[str, Score], open_criteria: tuple[str, ...] = KEYS) -> list[str]:
    return [one.where for one in problems_of_review(RUBRIC, found, open_criteria)]


def test_every_open_criterion_needs_a_level() -> None:
    assert problems(scores(pause="meets", follow="") | {"share": Score("great")}) == [
        "follow",
        "share",
    ]
    assert problems({}, ("follow",)) == ["follow"]


def test_below_passing_needs_a_reason_of_twenty_letters() -> None:
    assert problems({"pause": Score("not_yet", "a" * 19 + " .,!")}, ("pause",)) == ["pause"]
    assert problems({"pause": Score("not_yet", "a" * 20)}, ("pause",)) == []


def test_a_passing_level_needs_no_reason() -> None:
    assert problems({"pause": Score("meets")}, ("pause",)) == []


# --- the decision

EARNED, NOT_YET = judgment(1), judgment(1, pause="not_yet")


@pytest.mark.parametrize(
    ("found", "ruling"),
    [
        ((), Ruling.WAITING),
        ((Outcome.EARNED,), Ruling.WAITING),
        ((Outcome.NOT_YET,), Ruling.WAITING),
        ((Outcome.EARNED, Outcome.EARNED), Ruling.EARNED),
        ((Outcome.NOT_YET, Outcome.NOT_YET), Ruling.NOT_YET),
        ((Outcome.EARNED, Outcome.NOT_YET), Ruling.THIRD_OPINION_NEEDED),
        ((Outcome.EARNED, Outcome.NOT_YET, Outcome.EARNED), Ruling.EARNED),
        ((Outcome.EARNED, Outcome.NOT_YET, Outcome.NOT_YET), Ruling.NOT_YET),
    ],
)
def test_two_who_agree_decide_and_a_third_decides_between_two_who_differ(
    found: tuple[Outcome, ...], ruling: Ruling
) -> None:
    assert decide(Judgment(seat, one) for seat, one in enumerate(found, 1)) is ruling


@given(st.lists(st.sampled_from(Outcome), max_size=3))
def test_the_decision_is_independent_of_order_and_never_both(found: list[Outcome]) -> None:
    judgments = [Judgment(seat, one) for seat, one in enumerate(found, 1)]
    rulings = {decide(order) for order in permutations(judgments)}
    assert len(rulings) == 1
    (ruling,) = rulings
    if ruling.outcome is not None:
        assert found.count(ruling.outcome) >= 2
        assert found.count(ruling.outcome) > len(found) / 2


@given(st.lists(st.sampled_from(Outcome), min_size=3, max_size=3))
def test_three_reviews_always_decide(found: list[Outcome]) -> None:
    assert decide(Judgment(seat, one) for seat, one in enumerate(found, 1)).outcome is not None


@pytest.mark.parametrize("seats", [(1, 1), (0, 1), (1, 4)])
def test_seats_that_cannot_be_are_refused(seats: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="seats 1, 2 and 3"):
        decide(Judgment(seat, Outcome.EARNED) for seat in seats)


# --- seats


def test_the_first_two_seats_are_filled_before_anyone_is_done() -> None:
    assert seats_to_fill([], taken=[]) == (1, 2)
    assert seats_to_fill([], taken=[1]) == (2,)
    assert seats_to_fill([judgment(2)], taken=[2]) == (1,)


def test_the_third_seat_is_filled_only_where_two_differ() -> None:
    differ = [judgment(1), judgment(2, pause="not_yet")]
    assert seats_to_fill(differ, taken=[1, 2]) == (3,)
    assert seats_to_fill(differ, taken=[1, 2, 3]) == ()
    assert seats_to_fill([judgment(1), judgment(2)], taken=[1, 2]) == ()


# --- who sees what


def test_a_reviewer_sees_the_other_only_when_both_are_done() -> None:
    first, second = judgment(1), judgment(2)
    assert not may_see_others(None, [second])
    assert not may_see_others(first, [first])
    assert may_see_others(first, [first, second])


def test_the_third_forms_an_opinion_before_seeing_the_first_two() -> None:
    assert not may_see_others(None, [judgment(1), judgment(2, pause="not_yet")])


# --- feedback


def test_there_is_no_feedback_before_the_decision() -> None:
    with pytest.raises(ValueError, match="before the decision"):
        combined_feedback(RUBRIC, [judgment(1)], KEYS)


def test_a_criterion_passes_only_if_each_deciding_review_passes_it() -> None:
    reviews = [judgment(1, pause="not_yet"), judgment(2, follow="not_yet")]
    found = combined_feedback(RUBRIC, reviews, KEYS)
    assert [(one.criterion, one.passed) for one in found] == [
        ("pause", False),
        ("follow", False),
        ("share", True),
    ]
    assert to_revise(found) == ("pause", "follow")


def test_the_review_that_was_overruled_does_not_speak() -> None:
    reviews = [
        judgment(1, pause="strong"),
        judgment(3, share="not_yet"),
        judgment(2, pause="not_yet"),
    ]
    found = combined_feedback(RUBRIC, reviews, KEYS)
    assert [score.level for score in found[0].scores] == ["not_yet", "meets"]
    assert to_revise(found) == ("pause", "share")


def test_only_open_criteria_are_spoken_of() -> None:
    found = combined_feedback(RUBRIC, [judgment(1), judgment(2)], ["follow"])
    assert [one.criterion for one in found] == ["follow"]


@given(
    st.lists(
        st.fixed_dictionaries({key: st.sampled_from(LEVELS) for key in KEYS}),
        min_size=2,
        max_size=3,
    )
)
def test_not_yet_always_leaves_something_to_revise_and_earned_nothing(
    given_levels: list[dict[str, str]],
) -> None:
    reviews = [judgment(seat, **levels) for seat, levels in enumerate(given_levels, 1)]
    outcome = decide(reviews).outcome
    if outcome is not None:
        revise = to_revise(combined_feedback(RUBRIC, reviews, KEYS))
        assert bool(revise) is (outcome is Outcome.NOT_YET)
