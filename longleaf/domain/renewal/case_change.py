"""Worked cases under two policies: which come out otherwise under a draft, and how."""

from collections.abc import Iterable

from longleaf.policy.cases import Case, CaseResult, run_case
from longleaf.policy.document import Json
from longleaf.policy.rules import Rules


def case_changes(baseline: Rules, draft: Rules, cases: Iterable[Case]) -> list[dict[str, Json]]:
    """The cases that a draft decides otherwise than expected, or otherwise than the baseline.

    Each says the case's `name`, `where` it stands, `now` and `draft`: what differs from what the
    case expects under either, empty where all is as expected.
    """
    changed: list[dict[str, Json]] = []
    for case in cases:
        before, after = _differences(baseline, case), _differences(draft, case)
        if before != after:
            changed.append({"name": case.name, "where": case.where, "now": before, "draft": after})
    return changed


def _differences(rules: Rules, case: Case) -> list[str]:
    result: CaseResult = run_case(rules, case)
    return list(result.differences)
