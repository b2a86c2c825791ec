"""A plan in force: on its days alone, what it waives, and what it leaves said."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.policy.citation import Citation
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.explain import explanation_as_text
from longleaf.policy.facts import (
    AwardFact,
    Competency,
    CompetencyDemand,
    Employer,
    Facts,
    PlanInForce,
    Waiver,
)
from longleaf.policy.finding import Finding, Outcome
from tests.policy.test_evaluate_laws import FACTS, ORDER
from tests.policy.toy import EXPIRES, license_of, north_carolina, teacher, workshop

CITATION = Citation("plan", "Plan of 2025", "Northfield (fictional)", "plan", date(2025, 8, 1))
READING = CompetencyDemand("reading", "Reading", ("c1", "c2"), 2)
BEGAN_ON, ENDS_ON = date(2025, 1, 1), date(2026, 12, 31)


def plan(*waivers: Waiver) -> PlanInForce:
    return PlanInForce("p", "The plan", BEGAN_ON, ENDS_ON, waivers, CITATION)


def award(*competencies: str, level: str = "demonstrated") -> AwardFact:
    shown = tuple(Competency(name, level) for name in competencies)
    return AwardFact("w", "urn:w", date(2025, 2, 3), competencies=shown)


def k_5(under: PlanInForce | None, *credit: tuple[str, str], shown: tuple[str, ...] = ()) -> Facts:
    """A teacher of K-5 with workshops (credits, category)."""
    activities = tuple(workshop(f"a{n}", *one) for n, one in enumerate(credit))
    awards = (award(*shown),) if shown else ()
    return replace(teacher(*activities, grade_span="K-5"), plan=under, awards=awards)


def decide(facts: Facts, on: date = EXPIRES) -> Evaluation:
    return evaluate(north_carolina(), facts, on)


def finding(found: Evaluation, rule: str) -> Finding:
    return next(one for one in found.findings if one.rule == rule)


def notes(found: Evaluation) -> dict[str, str]:
    left_out = finding(found, "credit.total").left_out
    return {one.id: one.because.key for one in left_out if one.id.startswith("plan")}


LITERACY = Waiver("lit", "literacy", None, (), (READING,))
SHORT_OF_LITERACY = (("3", "academic"), ("2", "executive"))


@pytest.mark.parametrize(
    ("on", "note", "outcome"),
    [
        (BEGAN_ON - timedelta(days=1), "plan.not_begun", Outcome.UNMET),
        (BEGAN_ON, None, Outcome.WAIVED),
        (ENDS_ON, None, Outcome.WAIVED),
        (ENDS_ON + timedelta(days=1), "plan.ended", Outcome.UNMET),
    ],
)
def test_a_plan_has_effect_on_its_days_alone(on: date, note: str | None, outcome: Outcome) -> None:
    facts = k_5(plan(Waiver("all")), ("3", "academic"))
    found = decide(facts, on)
    assert finding(found, "credit.total").outcome is outcome
    assert notes(found) == ({} if note is None else {"plan": note})


def test_a_plan_without_an_end_goes_on() -> None:
    under = replace(plan(Waiver("all")), ends_on=None)
    found = decide(k_5(under), date(2099, 1, 1))
    assert finding(found, "credit.total").outcome is Outcome.WAIVED


@pytest.mark.parametrize(
    ("shown", "outcome", "required", "rule"),
    [
        (("c1", "c2"), Outcome.WAIVED, 5, Outcome.WAIVED),
        (("c1",), Outcome.UNMET, 8, Outcome.UNMET),
        ((), Outcome.UNMET, 8, Outcome.UNMET),
    ],
)
def test_a_category_is_waived_by_the_competencies_shown_instead(
    shown: tuple[str, ...], outcome: Outcome, required: int, rule: Outcome
) -> None:
    found = decide(k_5(plan(LITERACY), *SHORT_OF_LITERACY, shown=shown))
    assert found.outcome is outcome
    assert found.required == required
    literacy = finding(found, "credit.literacy")
    assert literacy.outcome is rule
    assert literacy.because.numbers["plan"] == "The plan"
    assert CITATION in literacy.citations
    assert finding(found, "plan.p.lit").outcome is rule
    assert finding(found, "plan.p.lit").citations == (CITATION,)


def test_what_is_asked_instead_and_not_known_leaves_the_outcome_open() -> None:
    demand = replace(READING, confirmed_by=("lea",))
    found = decide(
        k_5(plan(replace(LITERACY, instead=(demand,))), *SHORT_OF_LITERACY, shown=("c1", "c2"))
    )
    assert found.outcome is Outcome.UNKNOWN
    assert finding(found, "credit.literacy").because.key == "credit.category.open_under_plan"
    assert finding(found, "credit.total").because.key == "credit.total.open_under_plan"
    assert finding(found, "plan.p.lit").because.key == "plan.instead_open"
    assert found.required == 8


def test_credit_that_is_there_anyway_is_met_and_nothing_is_waived() -> None:
    facts = k_5(plan(Waiver("all")), ("3", "academic"), ("3", "literacy"), ("2", "executive"))
    found = decide(facts)
    without = decide(replace(facts, plan=None))
    assert found.outcome is Outcome.MET
    assert found.required == 8
    assert [one.outcome for one in found.findings] == [one.outcome for one in without.findings]
    assert notes(found) == {"plan": "plan.not_needed"}


@pytest.mark.parametrize(
    ("quantity", "left"),
    [
        (None, {"academic": 0, "literacy": 0, "general": 0}),
        (Fraction(1), {"academic": 3, "literacy": 3, "general": 1}),
        (Fraction(2), {"academic": 3, "literacy": 3, "general": 0}),
        (Fraction(4), {"academic": 3, "literacy": 1, "general": 0}),
        (Fraction(80), {"academic": 0, "literacy": 0, "general": 0}),
    ],
)
def test_a_waiver_of_the_total_takes_from_what_is_filled_last(
    quantity: Fraction | None, left: dict[str, int]
) -> None:
    found = decide(k_5(plan(Waiver("some", None, quantity))))
    assert {one.name: one.required for one in found.categories} == left
    assert found.required == sum(left.values())


@pytest.mark.parametrize(("quantity", "left"), [("1/2", "5/2"), ("3", "0"), ("7", "0")])
def test_a_waiver_of_a_quantity_leaves_the_rest_of_the_category(quantity: str, left: str) -> None:
    found = decide(k_5(plan(Waiver("some", "literacy", Fraction(quantity)))))
    assert {one.name: one.required for one in found.categories}["literacy"] == Fraction(left)


def test_a_category_is_waived_before_the_total_whatever_the_order() -> None:
    total, literacy = Waiver("t", None, Fraction(3)), Waiver("l", "general")
    one = decide(k_5(plan(total, literacy)))
    other = decide(k_5(plan(literacy, total)))
    assert one.categories == other.categories
    assert one.required == 3


def test_what_a_waived_category_took_may_count_elsewhere() -> None:
    found = decide(k_5(plan(Waiver("l", "literacy")), ("3", "academic"), ("2", "literacy")))
    general = next(one for one in found.categories if one.name == "general")
    assert general.outcome is Outcome.MET
    assert general.counted == 2
    assert found.outcome is Outcome.WAIVED


@pytest.mark.parametrize(
    ("waiver", "note"),
    [
        (Waiver("x", "basketry"), "plan.category_not_in_policy"),
        (Waiver("x", "executive"), "plan.category_not_asked"),
        (Waiver("x", "literacy", kinds=("administrator",)), "plan.not_for_license"),
    ],
)
def test_a_waiver_that_has_no_effect_is_said(waiver: Waiver, note: str) -> None:
    found = decide(k_5(plan(waiver)))
    assert notes(found) == {"plan.x": note}
    assert found.outcome is Outcome.UNMET
    assert found.required == 8


def test_a_waiver_for_a_kind_of_license_holds_for_it() -> None:
    assert decide(k_5(plan(Waiver("x", kinds=("teacher",))))).outcome is Outcome.WAIVED


def test_where_the_split_is_not_known_a_category_may_be_waived_or_not() -> None:
    facts = replace(teacher(grade_span=None), plan=plan(Waiver("x", "literacy", Fraction(3))))
    found = decide(facts)
    assert finding(found, "credit.total").outcome is Outcome.UNMET
    assert notes(found) == {"plan.x": "plan.split_unknown"}
    whole = decide(replace(facts, plan=plan(Waiver("x", "literacy"))))
    assert finding(whole, "credit.total").outcome is Outcome.UNKNOWN
    total = decide(replace(facts, plan=plan(Waiver("x"))))
    assert finding(total, "credit.total").outcome is Outcome.WAIVED


def test_a_category_the_policy_does_not_have_waives_nothing_of_an_unknown_split() -> None:
    facts = replace(teacher(grade_span=None), plan=plan(Waiver("x", "basketry")))
    found = decide(facts)
    assert finding(found, "credit.total").outcome is Outcome.UNMET
    assert notes(found) == {"plan.x": "plan.category_not_in_policy"}


def test_all_of_an_unknown_total_may_be_waived() -> None:
    facts = replace(teacher(), plan=plan(Waiver("x")))
    facts = replace(facts, license=replace(facts.license, expires_on=date(2012, 6, 30)))
    found = decide(facts)
    total = finding(found, "credit.total")
    assert (total.outcome, found.required) == (Outcome.WAIVED, None)
    assert CITATION in total.citations


@pytest.mark.parametrize(
    ("waiver", "outcome"),
    [
        (Waiver("x", "technology"), Outcome.WAIVED),
        (Waiver("x"), Outcome.WAIVED),
        (Waiver("x", "technology", Fraction(1)), Outcome.UNKNOWN),
        (Waiver("x", "academic"), Outcome.UNKNOWN),
    ],
)
def test_what_a_board_may_ask_for_besides_is_waived_with_its_category(
    waiver: Waiver, outcome: Outcome
) -> None:
    held = license_of("student_services", None, date(2010, 7, 1), date(2015, 6, 30))
    under = replace(plan(waiver), began_on=date(2014, 1, 1))
    facts = Facts(held, Employer("north_carolina", "northampton"), plan=under)
    found = evaluate(north_carolina(), facts, date(2015, 6, 30))
    assert finding(found, "local.technology").outcome is outcome
    assert notes(found) == {}


@pytest.mark.parametrize(
    ("waiver", "floors"),
    [
        (Waiver("x", "general", Fraction(1)), {"floor.total": "7"}),
        (Waiver("x", "literacy", Fraction(1, 2)), {"floor.total": "7.5", "floor.literacy": "2.5"}),
        (Waiver("x"), {"floor.total": "0", "floor.academic": "0", "floor.literacy": "0"}),
        (Waiver("x", "literacy", None, (), (READING,)), {}),
    ],
)
def test_a_waiver_below_the_statute_s_floor_is_reported_with_the_statute(
    waiver: Waiver, floors: dict[str, str]
) -> None:
    found = decide(k_5(plan(waiver)))
    reported = [one for one in found.findings if one.rule.startswith("floor.")]
    assert {one.rule: one.because.numbers["left"] for one in reported} == floors
    for one in reported:
        assert [cite.key for cite in one.citations] == ["statute_renewal", "plan"]
        assert one.outcome is Outcome.WAIVED


def test_a_floor_for_another_kind_of_license_is_not_reported() -> None:
    facts = Facts(
        license_of("administrator", None), Employer("north_carolina"), plan=plan(Waiver("x"))
    )
    assert [one.rule for one in decide(facts).findings if one.rule.startswith("floor")] == []


def test_a_floor_that_is_not_settled_is_reported_as_such_and_decides_nothing() -> None:
    held = license_of("teacher", "K-5", date(2018, 7, 1), date(2023, 6, 30))
    under = replace(plan(Waiver("x", "literacy")), began_on=date(2023, 1, 1))
    found = decide(Facts(held, plan=under), date(2023, 6, 30))
    keys = {one.rule: one.because.key for one in found.findings if "floor" in one.rule}
    assert keys == {
        "floor.total": "floor.total.unknown",
        "floor.literacy": "floor.category.unknown",
    }
    assert found.outcome is Outcome.UNMET


def test_nobody_is_worse_off_for_what_a_plan_asks_and_does_not_get() -> None:
    pending = replace(workshop("a", "8", "literacy", "academic"), approved=None)
    facts = replace(teacher(pending, grade_span="K-5"), plan=plan(LITERACY))
    found = decide(facts)
    assert finding(found, "plan.p.lit").outcome is Outcome.UNMET
    assert found.outcome is Outcome.UNKNOWN


def test_the_explanation_names_the_plan_and_what_it_waives() -> None:
    found = decide(k_5(plan(LITERACY), *SHORT_OF_LITERACY, shown=("c1", "c2")))
    text = explanation_as_text(north_carolina(), found)
    assert "after The plan waives 3 credits" in text
    assert "Plan of 2025, Northfield (fictional) (read August 1, 2025)" in text


WAIVERS = st.builds(
    Waiver,
    id=st.just("x"),
    category=st.sampled_from([None, "literacy", "academic", "general", "basketry"]),
    quantity=st.sampled_from([None, Fraction(1), Fraction(5, 2)]),
    kinds=st.sampled_from([(), ("teacher",)]),
    instead=st.sampled_from(
        [(), (READING,), (replace(READING, at_least=1, confirmed_by=("lea",)),)]
    ),
)
PLANS = st.lists(WAIVERS, max_size=3).map(
    lambda found: plan(*(replace(one, id=f"x{n}") for n, one in enumerate(found)))
)


@settings(deadline=None, max_examples=60)
@given(FACTS, PLANS)
def test_a_plan_never_lowers_standing(facts: Facts, under: PlanInForce) -> None:
    facts = replace(facts, awards=(*facts.awards, award("c1", "c2")))
    before, after = decide(facts), decide(replace(facts, plan=under))
    order = [*ORDER[:2], Outcome.WAIVED, Outcome.MET]
    assert order.index(after.outcome) >= order.index(before.outcome)
    missing = dict.fromkeys(("academic", "literacy", "general"), Fraction(0))
    missing.update({one.name: one.missing for one in before.categories})
    for one in after.categories:
        assert one.missing <= missing[one.name]
        assert one.counted + one.missing == one.required


@settings(deadline=None, max_examples=60)
@given(FACTS, PLANS, st.booleans())
def test_an_educator_outside_the_plan_is_evaluated_exactly_as_without_it(
    facts: Facts, under: PlanInForce, ended: bool
) -> None:
    if ended:
        outside = replace(under, ends_on=EXPIRES - timedelta(days=1))
    else:
        other = tuple(replace(one, kinds=("pilot",)) for one in under.waivers)
        outside = replace(under, waivers=other)
    before, after = decide(facts), decide(replace(facts, plan=outside))
    total = after.findings[0]
    left_out = tuple(one for one in total.left_out if not one.id.startswith("plan"))
    assert replace(after, findings=(replace(total, left_out=left_out), *after.findings[1:])) == (
        before
    )
