"""What is missing is named, with the reason it is required and where that is written."""

from typing import Any

import pytest

from longleaf.domain.plan.completeness import Check, check_plan
from longleaf.domain.plan.connection import check_links
from longleaf.domain.plan.content import read_content
from tests.domain.plan.plans import KNOWN, content, kind


def _needed(found: list[Check]) -> list[str]:
    return [one.where for one in found if one.is_needed]


def test_a_whole_plan_lacks_nothing() -> None:
    assert check_plan(kind(), content(), KNOWN) == []
    assert check_links(kind(), content(), KNOWN) == []


def test_an_empty_plan_lacks_every_required_element_and_each_says_why() -> None:
    found = [one for one in check_plan(kind(), read_content({}), KNOWN) if one.is_needed]
    required = {one.key for one in kind().elements if not one.is_optional}
    assert {one.element for one in found} == required
    assert all(one.why and one.citation and one.fix for one in found)


@pytest.mark.parametrize(
    ("name", "change", "where"),
    [
        ("goals", {"source": ""}, "goals[g1].source"),
        ("competencies", {"goals": []}, "competencies[c1].goals"),
        ("competencies", {"kinds": []}, "competencies[c1].kinds"),
        ("competencies", {"processes": []}, "competencies[c1].processes"),
        ("competencies", {"microcredentials": ["gone"]}, "competencies[c1].microcredentials"),
        ("competencies", {"element": "ncpts X"}, "competencies[c1].element"),
        ("processes", {"kind": "other one"}, "processes[p1].kind"),
        ("measures", {"source": ""}, "measures[m1].source"),
        ("measures", {"baseline": "many"}, "measures[m1].baseline"),
        ("measures", {"due_on": "2025-06-01"}, "measures[m1].due_on"),
        ("coverage", {"who": "chosen"}, "coverage.schools"),
        ("coverage", {"schools": ["school of another LEA"]}, "coverage.schools"),
        ("coverage", {"people": "eve@example.org"}, "coverage.people"),
        ("coverage", {"ends_on": "2026-06-30"}, "coverage.ends_on"),
        ("coverage", {"consent": ""}, "coverage.consent"),
        ("waivers", {"hours": "some"}, "waivers[x1].hours"),
        ("waivers", {"competencies": []}, "waivers[x1].competencies"),
        ("waivers", {"competencies": ["c1"], "at_least": "2"}, "waivers[x1].at_least"),
    ],
)
def test_each_gap_is_found_at_its_field(name: str, change: dict[str, Any], where: str) -> None:
    assert where in _needed(check_plan(kind(), content(**{name: change}), KNOWN))


def test_a_competency_without_an_element_of_the_standards_is_not_aligned() -> None:
    found = check_plan(kind(), content(competencies={"element": ""}), KNOWN)
    assert "standards" in {one.element for one in found if one.is_needed}


def test_a_goal_without_a_measure_is_needed_and_a_measure_without_a_goal_pointed_out() -> None:
    found = check_links(kind(), content(measures={"goals": []}), KNOWN)
    assert [one.is_needed for one in found] == [True, False]


def test_a_competency_that_nobody_can_earn_is_pointed_out() -> None:
    found = check_links(kind(), content(competencies={"microcredentials": []}), KNOWN)
    assert [one.is_needed for one in found] == [False]
    assert "Nobody can earn" in found[0].reason


def test_a_link_to_what_was_removed_is_needed() -> None:
    found = check_links(kind(), content(competencies={"goals": ["g9"]}), KNOWN)
    assert "competencies[c1].goals" in _needed(found)


def test_what_is_not_known_asks_for_nothing() -> None:
    second = kind("license_renewal_plan")
    unknown = {one.key for one in second.elements if one.unknown}
    found = check_plan(second, read_content({}), KNOWN)
    assert unknown == {"system", "further"}
    assert not unknown & {one.element for one in found}
