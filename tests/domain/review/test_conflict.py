"""Who may judge whom: every rule on both sides."""

from dataclasses import replace
from uuid import UUID

from longleaf.domain.review.conflict import Bar, ReviewFacts, may_review

BEN, AMINA, SAM = UUID(int=1), UUID(int=2), UUID(int=3)
NORTHFIELD, ELEMENTARY, MIDDLE, SOUTHFIELD = (UUID(int=number) for number in range(10, 14))

FREE = ReviewFacts(
    reviewer=BEN,
    educator=AMINA,
    reviews_for=frozenset({NORTHFIELD}),
    issuer_reach=frozenset({NORTHFIELD, ELEMENTARY, MIDDLE}),
    reviewer_schools=frozenset({MIDDLE}),
    educator_schools=frozenset({ELEMENTARY}),
    supervised_by_reviewer=frozenset({SAM}),
    supervisors_of_reviewer=frozenset({SAM}),
)


def test_a_reviewer_of_the_issuer_from_another_school_may_review() -> None:
    decision = may_review(FREE)
    assert decision.allowed
    assert decision.reason == "Nothing stands in the way."


def test_a_reviewer_of_a_school_under_the_issuer_may_review() -> None:
    assert may_review(replace(FREE, reviews_for=frozenset({MIDDLE}))).allowed


def test_someone_who_reviews_only_elsewhere_may_not() -> None:
    decision = may_review(replace(FREE, reviews_for=frozenset({SOUTHFIELD})))
    assert decision.bars == (Bar.NOT_A_REVIEWER,)


def test_nobody_reviews_their_own_work() -> None:
    decision = may_review(replace(FREE, educator=BEN, educator_schools=frozenset({MIDDLE})))
    assert decision.bars == (Bar.OWN_WORK,)


def test_nobody_reviews_the_work_of_a_school_of_theirs() -> None:
    both = frozenset({ELEMENTARY, MIDDLE})
    assert may_review(replace(FREE, educator_schools=both)).bars == (Bar.SAME_SCHOOL,)
    assert may_review(replace(FREE, reviewer_schools=both)).bars == (Bar.SAME_SCHOOL,)


def test_nobody_reviews_someone_they_supervise() -> None:
    facts = replace(FREE, supervised_by_reviewer=frozenset({SAM, AMINA}))
    assert may_review(facts).bars == (Bar.SUPERVISES,)


def test_nobody_reviews_their_own_supervisor() -> None:
    facts = replace(FREE, supervisors_of_reviewer=frozenset({SAM, AMINA}))
    assert may_review(facts).bars == (Bar.SUPERVISED,)


def test_nobody_judges_one_attempt_twice() -> None:
    assert may_review(replace(FREE, had_a_seat=True)).bars == (Bar.HAD_A_SEAT,)


def test_every_bar_is_named_not_only_the_first() -> None:
    facts = replace(FREE, reviews_for=frozenset(), had_a_seat=True)
    decision = may_review(facts)
    assert decision.bars == (Bar.NOT_A_REVIEWER, Bar.HAD_A_SEAT)
    assert decision.reason == (
        "They do not review for the organization that issues this. "
        "They were already asked to judge this attempt."
    )


def test_whoever_has_not_passed_the_calibration_is_not_asked() -> None:
    assert may_review(replace(FREE, is_qualified=False)).bars == (Bar.NOT_QUALIFIED,)


def test_a_lapsed_calibration_takes_nothing_away_that_was_begun_and_a_conflict_does() -> None:
    lapsed = replace(FREE, is_qualified=False, had_a_seat=True)
    assert may_review(lapsed).goes_on
    assert not may_review(replace(lapsed, declared=frozenset({AMINA}))).goes_on
