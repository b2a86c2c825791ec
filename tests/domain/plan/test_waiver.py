"""Waivers against the policy and the statute, and the plan's edge in the engine."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.plan.waiver import check_waivers, waivers_for_engine
from longleaf.policy.citation import Citation
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Activity, Facts, License, PlanInForce
from tests.domain.plan.plans import content, kind, rules

EXPIRES = date(2027, 6, 30)
TODAY = date(2026, 11, 23)
FULL = {"competencies": ["c1"], "reason": "Because.", "kinds": ["teacher"]}


def _reasons(**change: object) -> list[str]:
    found = check_waivers(kind(), content(waivers={**FULL, **change}), rules(), EXPIRES)
    return [one.reason for one in found]


def test_a_waiver_of_what_the_policy_does_not_know_is_refused() -> None:
    found = check_waivers(kind(), content(waivers={"category": "dancing"}), rules(), EXPIRES)
    assert [one.is_needed for one in found] == [True]
    assert "no requirement “dancing”" in found[0].reason


def test_a_waiver_of_what_no_such_license_is_asked_for_is_refused() -> None:
    (reason,) = _reasons(category="executive")
    assert "asks none of these licenses" in reason


def test_waiving_all_is_said_to_be_below_the_statute_and_not_refused() -> None:
    found = check_waivers(kind(), content(waivers=FULL), rules(), EXPIRES)
    assert found
    assert not any(one.is_needed for one in found)
    assert {one.citation for one in found} == {"G.S. 115C-270.30"}


def test_exactly_the_floor_is_not_below_it() -> None:
    asked = _reasons(category="academic", hours="10")
    assert not any("(academic subject area)" in one and "6 to 12" in one for one in asked)
    asked = _reasons(category="academic", hours="11")
    assert any("(academic subject area)" in one and "6 to 12" in one for one in asked)


def test_hours_of_a_category_leave_less_in_all_as_well() -> None:
    assert any("6 of 8 credits (in all)" in one for one in _reasons(category="general", hours="20"))


def test_hours_become_the_policys_own_unit() -> None:
    (waiver,) = waivers_for_engine(
        content(waivers={**FULL, "hours": "25"}), rules(), {"ncpts IV-h": "urn:h"}
    )
    assert waiver.quantity == Fraction(5, 2)
    assert waiver.instead[0].competencies == ("urn:h",)
    assert waiver.instead[0].at_least == 1


def _plan(first: date, last: date | None, *, kinds: list[str]) -> PlanInForce:
    waivers = waivers_for_engine(
        content(waivers={**FULL, "kinds": kinds}), rules(), {"ncpts IV-h": "urn:h"}
    )
    cited = Citation("plan", "A plan", "An LEA", "plan", first)
    return PlanInForce("plan", "A plan", first, last, waivers, cited)


def _standing(found: Evaluation) -> object:
    outcomes = {one.rule: one.outcome for one in found.findings if not one.rule.startswith("plan.")}
    return found.outcome, found.required, found.counted, found.missing, found.categories, outcomes


activities = st.lists(
    st.builds(
        Activity,
        id=st.uuids().map(str),
        kind=st.just("workshop"),
        quantity=st.fractions(1, 60, max_denominator=4),
        unit=st.just("clock_hour"),
        categories=st.sampled_from([("academic",), ("literacy",), ("general",), ()]),
        completed_on=st.dates(date(2022, 7, 1), TODAY),
        approved=st.sampled_from([True, False, None]),
    ),
    max_size=6,
).map(tuple)
licenses = st.builds(
    License,
    kind=st.sampled_from(["teacher", "student_services", "administrator"]),
    grade_span=st.sampled_from(["K-5", "6-12"]),
    cycle_began_on=st.just(date(2022, 7, 1)),
    expires_on=st.just(EXPIRES),
)


@given(licenses, activities, st.integers(1, 400), st.booleans())
def test_outside_its_days_a_plan_changes_nothing(
    held: License, done: tuple[Activity, ...], away: int, is_over: bool
) -> None:
    first = TODAY - timedelta(days=away + 30) if is_over else TODAY + timedelta(days=away)
    last = TODAY - timedelta(days=away) if is_over else None
    facts = Facts(license=held, activities=done)
    under = replace(facts, plan=_plan(first, last, kinds=["teacher"]))
    assert _standing(evaluate(rules(), under, TODAY)) == _standing(evaluate(rules(), facts, TODAY))


@given(licenses, activities)
def test_a_license_that_no_waiver_is_for_is_evaluated_as_without_the_plan(
    held: License, done: tuple[Activity, ...]
) -> None:
    other = ["administrator"] if held.kind == "teacher" else ["teacher"]
    facts = Facts(license=held, activities=done)
    under = replace(facts, plan=_plan(TODAY - timedelta(days=9), None, kinds=other))
    assert _standing(evaluate(rules(), under, TODAY)) == _standing(evaluate(rules(), facts, TODAY))


@pytest.mark.parametrize(("day", "touches"), [(-1, False), (0, True), (9, True), (10, False)])
def test_a_plan_acts_from_its_first_day_to_its_last(day: int, touches: bool) -> None:
    facts = Facts(license=License("teacher", "K-5", date(2022, 7, 1), EXPIRES))
    plan = _plan(TODAY, TODAY + timedelta(days=9), kinds=["teacher"])
    found = evaluate(rules(), replace(facts, plan=plan), TODAY + timedelta(days=day))
    said = [one.because.key for one in found.findings if one.rule.startswith("plan.")]
    outside = {"plan.not_begun", "plan.ended"}
    assert bool(set(said) - outside) is touches
