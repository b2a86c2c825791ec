"""The one thing worth doing now."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from longleaf.domain.renewal.next_step import Begun, Offer, best_offer, next_step
from longleaf.domain.renewal.standing import Standing, standing
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts import Activity
from tests.policy.toy import north_carolina, teacher, workshop

ON = date(2025, 11, 1)
DRAFT = Begun("d", "Wait Time", "draft")
NOT_YET = Begun("n", "Math Talk", "not_yet")
WITH_REVIEWERS = Begun("r", "Phonics", "in_review")


def offer(slug: str, *categories: str, credits: str | None = "1") -> Offer:
    return Offer(slug, slug.title(), categories, Fraction(credits) if credits else None, "")


def told(*activities: Activity) -> Standing:
    facts = teacher(*activities, grade_span="K-5")
    rules = north_carolina()
    return standing(rules, facts, evaluate(rules, facts, ON), {})


COMPLETE = (
    workshop("activity:1", "3", "literacy"),
    workshop("activity:2", "5", "academic"),
)


def test_what_came_back_is_revised_before_anything_else() -> None:
    step = next_step(told(), [DRAFT, NOT_YET], [offer("phonics", "academic")])
    assert (step.kind, step.key, step.title) == ("revise", "n", "Math Talk")


def test_a_draft_is_continued_before_something_new_is_begun() -> None:
    step = next_step(told(), [WITH_REVIEWERS, DRAFT], [offer("phonics", "academic")])
    assert (step.kind, step.key) == ("continue", "d")


def test_even_without_a_license_what_is_begun_comes_first() -> None:
    assert next_step(None, [DRAFT], []).kind == "continue"


def test_without_a_license_it_is_put_on_record() -> None:
    assert next_step(None, [WITH_REVIEWERS], []).kind == "record_license"


def test_a_gap_is_closed_with_what_is_worth_most_in_it() -> None:
    offers = [offer("small", "academic", credits="1"), offer("large", "academic", credits="1.5")]
    step = next_step(told(), [], offers)
    assert (step.kind, step.key, step.credits) == ("begin", "large", Fraction(3, 2))
    assert (step.category, step.missing) == ("Academic subject area", Fraction(3))


def test_a_gap_that_nothing_on_offer_serves_is_passed_over_for_one_that_is() -> None:
    step = next_step(told(), [], [offer("phonics", "literacy")])
    assert (step.kind, step.category) == ("begin", "Literacy")


def test_where_nothing_on_offer_serves_an_activity_is_recorded() -> None:
    step = next_step(told(), [], [])
    assert (step.kind, step.category) == ("record_activity", "Academic subject area")


def test_with_all_credit_there_the_rating_is_asked_for() -> None:
    assert next_step(told(*COMPLETE), [], [offer("x", "general")]).kind == "ask_rating"


def test_with_nothing_missing_there_is_nothing_to_do() -> None:
    facts = told(*COMPLETE)
    rested = next_step(_without_others(facts), [], [])
    assert rested.kind == "rest"


def _without_others(found: Standing) -> Standing:
    return replace(found, others=())


def test_an_offer_without_a_value_comes_last_but_is_better_than_none() -> None:
    unset = offer("unset", "literacy", credits=None)
    assert best_offer("literacy", [unset, offer("set", "literacy")]) == offer("set", "literacy")
    assert best_offer("literacy", [unset]) == unset
    assert best_offer("academic", [unset]) is None
