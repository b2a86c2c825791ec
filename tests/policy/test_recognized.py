"""Badges recognized for credit, among a license's facts."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from longleaf.policy.counting import Entry
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Facts, License, Recognized
from longleaf.policy.facts_reading import read_facts
from tests.policy.toy import BEGAN, EXPIRES, north_carolina, teacher

BADGE = Recognized("r1", Fraction(15), "clock_hour", ("literacy",), date(2024, 10, 1))


def evaluated(badge: Recognized) -> Evaluation:
    facts = replace(teacher(grade_span="K-5"), recognized=(badge,))
    return evaluate(north_carolina(), facts, EXPIRES)


def entry(badge: Recognized) -> Entry:
    (found,) = evaluated(badge).entries
    return found


def test_hours_of_a_recognized_badge_are_converted_as_any_hours_are() -> None:
    found = evaluated(BADGE)
    (literacy,) = (one for one in found.categories if one.name == "literacy")
    assert (found.counted, literacy.counted) == (Fraction(3, 2), Fraction(3, 2))
    assert entry(BADGE).source == "recognized"


@pytest.mark.parametrize("day", [BEGAN, EXPIRES])
def test_it_counts_on_the_first_and_last_day_of_the_cycle(day: date) -> None:
    assert evaluated(replace(BADGE, earned_on=day)).counted == Fraction(3, 2)


def test_it_does_not_count_before_the_cycle() -> None:
    found = entry(replace(BADGE, earned_on=date(2021, 6, 30)))
    assert [one.key for one in found.reasons] == ["entry.before_cycle"]
    assert not found.certain


@pytest.mark.parametrize(
    ("kinds", "counted"),
    [((), "3/2"), (("teacher",), "3/2"), (("teacher", "administrator"), "3/2")],
)
def test_it_counts_for_the_kinds_of_license_that_are_named(
    kinds: tuple[str, ...], counted: str
) -> None:
    assert evaluated(replace(BADGE, kinds=kinds)).counted == Fraction(counted)


def test_it_does_not_count_for_another_kind_of_license() -> None:
    found = entry(replace(BADGE, kinds=("administrator",)))
    assert [one.key for one in found.reasons] == ["entry.not_for_license"]
    assert not found.certain
    assert not found.possible


def test_a_unit_that_the_policy_cannot_convert_leaves_its_worth_unknown() -> None:
    found = entry(replace(BADGE, unit="furlong"))
    assert found.credits is None


def test_a_facts_file_can_name_recognized_badges() -> None:
    said = {
        "license": {"kind": "teacher"},
        "recognized": [
            {
                "id": "r1",
                "quantity": "15",
                "unit": "clock_hour",
                "categories": ["literacy"],
                "earned_on": "2024-10-01",
            }
        ],
    }
    assert read_facts(said) == Facts(License("teacher"), recognized=(BADGE,))  # type: ignore[arg-type]  # plain JSON
