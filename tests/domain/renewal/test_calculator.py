"""So much is asked for: what are the ways?"""

from datetime import date
from fractions import Fraction

import pytest

from longleaf.domain.renewal.calculator import Listed, Question, Ways, ways_for
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.load import load_jurisdiction
from longleaf.policy.rules import Rules

ON = date(2026, 2, 3)


def listed(slug: str, hours: int | None, *categories: str) -> Listed:
    effort = None if hours is None else Fraction(hours)
    return Listed(slug.capitalize(), Microcredential(slug, categories, effort))


CATALOG = (
    listed("phonics", 15, "literacy"),
    listed("fluency", 10, "literacy"),
    listed("writing", 20, "literacy", "academic"),
    listed("algebra", 30, "academic"),
    listed("unsized", None, "literacy"),
)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_jurisdiction("north_carolina", demo=True)


def asked(rules: Rules, missing: str, local: str | None = "southfield") -> Ways:
    question = Question("literacy", Fraction(missing))
    return ways_for(rules, rules.local(local), question, CATALOG, on=ON)


def slugs(ways: Ways) -> list[str]:
    return [one.slug for one in ways.shortest]


def test_the_shortest_way_takes_those_worth_most(rules: Rules) -> None:
    assert slugs(asked(rules, "3.5")) == ["writing", "phonics"]


def test_what_is_exactly_enough_is_enough(rules: Rules) -> None:
    assert slugs(asked(rules, "2")) == ["writing"]
    assert asked(rules, "2").shortest[0].closes


def test_all_of_them_may_be_needed(rules: Rules) -> None:
    assert slugs(asked(rules, "4.5")) == ["writing", "phonics", "fluency"]
    assert asked(rules, "4.5").short_by == 0


def test_where_the_catalog_is_not_enough_it_says_how_much_is_left(rules: Rules) -> None:
    found = asked(rules, "5")
    assert found.shortest == ()
    assert found.short_by == Fraction(1, 2)
    assert [one.slug for one in found.serving] == ["writing", "phonics", "fluency"]


def test_what_serves_another_category_is_no_way(rules: Rules) -> None:
    assert "algebra" not in {one.slug for one in asked(rules, "5").serving}


def test_what_has_no_value_there_is_named_with_the_reason(rules: Rules) -> None:
    ((slug, title, says),) = asked(rules, "3").unvalued
    assert (slug, title) == ("unsized", "Unsized")
    assert says


def test_where_the_state_set_no_value_every_one_is_without(rules: Rules) -> None:
    found = asked(rules, "3", None)
    assert found.serving == ()
    assert [slug for slug, _, _ in found.unvalued] == ["phonics", "fluency", "writing", "unsized"]


def test_hours_and_courses_are_ways_too_each_with_its_source(rules: Rules) -> None:
    others = asked(rules, "3").others
    assert any("30 clock hours" in one.says for one in others)
    assert all(one.citations for one in others)


def test_the_residual_category_takes_every_micro_credential(rules: Rules) -> None:
    question = Question("general", Fraction(3))
    found = ways_for(rules, rules.local("southfield"), question, CATALOG, on=ON)
    assert slugs(found) == ["algebra"]
