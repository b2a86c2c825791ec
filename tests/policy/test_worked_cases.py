"""The worked cases that stand beside every policy we ship."""

import pytest

from longleaf.policy.cases import Case, read_cases, run_case
from longleaf.policy.load import load_jurisdiction
from longleaf.policy.pack import find_jurisdiction, shipped_jurisdictions
from longleaf.policy.rules import Rules

RULES = {name: load_jurisdiction(name) for name in shipped_jurisdictions()}
CASES = {
    name: read_cases(find_jurisdiction(name) / "policy", rules) for name, rules in RULES.items()
}


@pytest.mark.parametrize(
    ("rules", "case"),
    [
        pytest.param(RULES[name], case, id=f"{name} {case.where} {case.name}")
        for name, cases in CASES.items()
        for case in cases
    ],
)
def test_a_worked_case_comes_out_as_expected(rules: Rules, case: Case) -> None:
    assert run_case(rules, case).differences == ()


@pytest.mark.parametrize("name", RULES)
def test_every_kind_of_license_has_cases_on_both_sides_of_every_change(name: str) -> None:
    days = {(case.facts.license.kind, case.facts.license.expires_on) for case in CASES[name]}
    missing = [
        (rule.name, day)
        for rule in RULES[name].licenses
        for dated in (rule.credit.split.rows, rule.credit.total.values.rows)
        for period in (row.period for row in dated)
        for day in (period.first, period.last)
        if day is not None and (rule.kind, day) not in days
    ]
    assert missing == []


@pytest.mark.parametrize("name", RULES)
def test_every_pack_says_who_owns_it_what_it_covers_and_what_is_unknown(name: str) -> None:
    said = (find_jurisdiction(name) / "README.md").read_text(encoding="utf-8")
    wanted = ("Who owns it", "What is covered", "What is not covered", "What is unknown")
    assert [one for one in wanted if f"## {one}\n" not in said] == []
