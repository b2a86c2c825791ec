"""Which badges from elsewhere a rule is about."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.period import Period
from longleaf.domain.credit.recognition import (
    Earned,
    Rule,
    best_rule,
    fits,
    is_decided_by_rule,
)

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
RULE = Rule(
    key="a",
    issuer="did:example:1",
    achievement="https://learning.example/reading",
    alignment="",
    quantity=Fraction(15),
    unit="clock_hour",
    categories=("literacy",),
    kinds=("teacher",),
    is_automatic=True,
    held=Period(FIRST, LAST),
)
EARNED = Earned(
    issuer="did:example:1",
    achievement="https://learning.example/reading",
    alignments=frozenset({"https://s.example/1", "R.1"}),
    earned_on=date(2025, 6, 1),
    is_recognized=False,
    is_named=True,
)
ANY = replace(RULE, issuer="", achievement="", alignment="R.1")


def test_the_issuer_s_achievement_fits() -> None:
    assert fits(RULE, EARNED)


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_the_last_day_belong_to_the_rule(day: date) -> None:
    assert fits(RULE, replace(EARNED, earned_on=day))


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2026, 1, 1), None])
def test_no_other_day_does(day: date | None) -> None:
    assert not fits(RULE, replace(EARNED, earned_on=day))


def test_another_issuer_does_not_fit_however_recognized() -> None:
    assert not fits(RULE, replace(EARNED, issuer="did:example:2", is_recognized=True))


def test_another_achievement_does_not_fit() -> None:
    assert not fits(RULE, replace(EARNED, achievement=""))


def test_without_an_issuer_only_recognized_ones_fit() -> None:
    assert not fits(ANY, EARNED)
    assert fits(ANY, replace(EARNED, is_recognized=True))


def test_an_alignment_fits_by_address_or_code_and_exactly() -> None:
    recognized = replace(EARNED, is_recognized=True)
    assert fits(replace(ANY, alignment="https://s.example/1"), recognized)
    assert not fits(replace(ANY, alignment="https://s.example/"), recognized)
    assert not fits(ANY, replace(recognized, alignments=frozenset()))


def best(*rules: Rule, kinds: tuple[str, ...] = ("teacher",)) -> Rule | None:
    return best_rule(rules, EARNED, kinds=kinds, worth=lambda rule: rule.quantity)


def test_the_rule_that_gives_most_is_taken_and_among_equals_the_first() -> None:
    more = replace(RULE, key="b", quantity=Fraction(16))
    assert best(RULE, more) is more
    assert best(replace(RULE, key="c"), RULE) is RULE


def test_a_rule_for_other_licenses_is_passed_over() -> None:
    assert best(RULE, kinds=("administrator",)) is None
    assert best(RULE, kinds=()) is None
    everybody = replace(RULE, kinds=())
    assert best(everybody, kinds=()) is everybody


def test_what_cannot_be_converted_comes_last() -> None:
    unknown = replace(RULE, key="0", unit="furlong")
    found = best_rule(
        [unknown, RULE],
        EARNED,
        kinds=["teacher"],
        worth=lambda rule: None if rule.unit == "furlong" else rule.quantity,
    )
    assert found is RULE


@pytest.mark.parametrize("automatic", [True, False])
@pytest.mark.parametrize("named", [True, False])
def test_only_a_badge_that_names_its_holder_is_credited_without_a_decision(
    automatic: bool, named: bool
) -> None:
    rule, earned = replace(RULE, is_automatic=automatic), replace(EARNED, is_named=named)
    assert is_decided_by_rule(rule, earned) is (automatic and named)


SEVERAL = [replace(RULE, key=key, quantity=Fraction(n)) for n, key in enumerate("cab", 1)]


@given(st.permutations(SEVERAL))
def test_the_order_of_the_rules_does_not_matter(rules: list[Rule]) -> None:
    found = best(*rules)
    assert found is not None
    assert found.quantity == 3
