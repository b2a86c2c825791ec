"""The worked cases that stand beside every policy we ship."""

import pytest

from longleaf.policy.cases import Case, read_cases, run_case
from longleaf.policy.load import load_jurisdiction
from longleaf.policy.pack import find_jurisdiction, shipped_jurisdictions
from longleaf.policy.rules import Rules

RULES = {name: load_jurisdiction(name) for name in shipped_jurisdictions()}
CASES = [
    (rules, case)
    for name, rules in RULES.items()
    for case in read_cases(find_jurisdiction(name) / "policy", rules)
]


@pytest.mark.parametrize(
    ("rules", "case"), CASES, ids=[f"{case.where} {case.name}" for _, case in CASES]
)
def test_a_worked_case_comes_out_as_expected(rules: Rules, case: Case) -> None:
    assert run_case(rules, case).differences == ()


def test_every_kind_of_license_has_cases_on_both_sides_of_every_change() -> None:
    for rules in RULES.values():
        days = {(case.facts.license.kind, case.facts.license.expires_on) for _, case in CASES}
        for rule in rules.licenses:
            for row in rule.credit.split.rows:
                for day in (row.period.first, row.period.last):
                    assert day is None or (rule.kind, day) in days
