"""An evaluation in the form that people read."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.period import Period
from longleaf.domain.renewal.standing import (
    AT_RISK_DAYS,
    OPENS,
    WIDTH,
    Bar,
    Standing,
    bar,
    is_at_risk,
    standing,
)
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts import Activity, Facts, StandingFacts
from longleaf.policy.parameter import Dated, Held, Parameter, Unknown
from longleaf.policy.rules import Rules
from tests.policy.toy import EXPIRES, license_of, north_carolina, teacher, workshop

ON = date(2025, 11, 1)
NAMES = {"activity:1": "Reading workshop"}


def told(facts: Facts, rules: Rules | None = None, on: date = ON) -> Standing:
    rules = rules or north_carolina()
    return standing(rules, facts, evaluate(rules, facts, on), NAMES)


def k_5(*activities: Activity) -> Facts:
    return teacher(*activities, grade_span="K-5")


def test_every_category_has_its_figures_and_they_add_up() -> None:
    found = told(k_5(workshop("activity:1", "2", "literacy")))
    figures = {
        one.name: [int(amount) for amount in (one.required, one.counted, one.missing)]
        for one in found.categories
    }
    assert figures == {"academic": [3, 0, 3], "literacy": [3, 2, 1], "general": [2, 0, 2]}
    assert [found.required, found.counted, found.missing] == [8, 2, 6]


def test_a_figure_opens_into_its_reason_its_entry_by_name_and_its_citation() -> None:
    found = told(k_5(workshop("activity:1", "2", "literacy")))
    literacy = next(one for one in found.categories if one.name == "literacy")
    assert literacy.line.says == "Literacy: 2 of 3 credits; 1 credit missing."
    [item] = literacy.line.inputs
    assert (item.source, item.key, item.name) == ("activity", "1", "Reading workshop")
    assert "2 credits" in item.says
    assert literacy.line.citations[0].title
    assert literacy.line.citations[0].verified_on


def test_an_entry_tells_its_arithmetic_and_where_it_counts() -> None:
    [entry] = told(k_5(workshop("activity:1", "4", "literacy"))).entries
    assert entry.counts == (("literacy", Fraction(3)), ("general", Fraction(1)))
    assert entry.surplus == 0


def test_credit_that_serves_another_category_is_said_to() -> None:
    found = told(k_5(workshop("activity:1", "4", "literacy")))
    literacy = next(one for one in found.categories if one.name == "literacy")
    assert literacy.elsewhere == (("general", Fraction(1)),)


def test_credit_that_nothing_asks_for_is_surplus() -> None:
    found = told(k_5(workshop("activity:1", "7", "literacy")))
    literacy = next(one for one in found.categories if one.name == "literacy")
    assert [literacy.counted, literacy.surplus, found.surplus] == [3, 2, 2]


def test_an_unapproved_activity_is_left_out_with_its_reason() -> None:
    waiting = replace(workshop("activity:1", "2", "literacy"), approved=False)
    [entry] = told(k_5(waiting)).entries
    assert entry.reasons == ("It has not been approved.",)
    assert entry.counts == ()


def test_a_gap_comes_with_ways_to_close_it() -> None:
    gaps = told(k_5()).gaps
    assert [one.name for one in gaps] == ["academic", "literacy", "general"]
    assert all(one.ways for one in gaps)


def test_the_days_left_are_counted_to_the_last_day() -> None:
    assert told(k_5(), on=EXPIRES).days_left == 0
    assert told(k_5(), on=EXPIRES - timedelta(days=1)).days_left == 1
    assert told(k_5(), on=EXPIRES + timedelta(days=1)).days_left == -1


def test_what_is_not_known_stays_none() -> None:
    facts = replace(k_5(), license=license_of("pilot"))
    found = told(facts)
    assert (found.outcome, found.required, found.missing) == ("unknown", None, None)
    assert found.categories == ()
    assert found.title == "Pilot, 6-12"


def test_the_license_is_named_in_the_policy_s_words() -> None:
    assert told(k_5()).title == "Teacher, kindergarten to grade 5"


def test_an_exemption_stands_among_the_other_rules() -> None:
    facts = replace(k_5(), standing_facts=StandingFacts(lifetime=True))
    assert "exemption.lifetime" in {line.rule for line in told(facts).others}


def opening(days: Fraction | Unknown) -> Rules:
    row = Held(Period(), days, ())
    parameter = Parameter(OPENS, "day", Dated("expires_on", (row,)))
    rules = north_carolina()
    return replace(rules, parameters={**rules.parameters, OPENS: parameter})


def test_renewal_opens_as_many_days_before_the_last_as_the_policy_says() -> None:
    found = told(k_5(), opening(Fraction(76)))
    assert found.opens_on == EXPIRES - timedelta(days=76)


def test_where_the_policy_does_not_say_no_day_of_opening_is_shown() -> None:
    assert told(k_5(), opening(Unknown("Not found."))).opens_on is None


@pytest.mark.parametrize(
    ("figures", "drawn"),
    [
        ((3, 0, 0), Bar(0, 0, WIDTH)),
        ((3, 3, 0), Bar(WIDTH, 0, WIDTH)),
        ((3, 3, 1), Bar(750, 250, 750)),
        ((3, 1, 0), Bar(333, 0, WIDTH)),
        ((0, 0, 0), Bar(0, 0, WIDTH)),
    ],
)
def test_a_bar_is_drawn_in_thousandths(figures: tuple[int, int, int], drawn: Bar) -> None:
    required, counted, surplus = map(Fraction, figures)
    assert bar(required, counted, surplus) == drawn


AMOUNTS = st.fractions(min_value=0, max_value=20, max_denominator=12)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_no_bar_is_drawn_beyond_its_edge(
    required: Fraction, counted: Fraction, surplus: Fraction
) -> None:
    drawn = bar(required, counted, surplus)
    assert 0 <= drawn.counted <= drawn.required <= WIDTH
    assert drawn.required + drawn.surplus <= WIDTH


@pytest.mark.parametrize(
    ("outcome", "days", "expected"),
    [
        ("unmet", AT_RISK_DAYS, True),
        ("unmet", AT_RISK_DAYS + 1, False),
        ("unmet", 0, True),
        ("unmet", -1, False),
        ("met", 10, False),
        ("unknown", 10, False),
    ],
)
def test_at_risk_is_who_misses_something_with_a_year_or_less_to_go(
    outcome: str, days: int, expected: bool
) -> None:
    assert is_at_risk(outcome, ON + timedelta(days=days), on=ON) is expected


def test_nobody_is_at_risk_whose_last_day_is_not_known() -> None:
    assert not is_at_risk("unmet", None, on=ON)


def test_a_standing_says_whether_it_is_at_risk() -> None:
    assert told(k_5()).is_at_risk
