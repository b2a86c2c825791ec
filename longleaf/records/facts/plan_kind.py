"""The kinds of plan that a jurisdiction's pack describes, loaded once a process."""

from collections.abc import Mapping
from functools import cache

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.plan.kind import PlanKind, plan_kind_from_yaml
from longleaf.policy.pack import find_jurisdiction, shipped_jurisdictions


@cache
def kinds_of(jurisdiction: str) -> Mapping[str, PlanKind]:
    """Each kind of plan by its key; empty where the jurisdiction describes none.

    Raises:
        ProblemsError: With every problem of every file.
    """
    if jurisdiction not in shipped_jurisdictions():
        return {}
    problems: list[Problem] = []
    found: dict[str, PlanKind] = {}
    for path in sorted(find_jurisdiction(jurisdiction).glob("plans/*.yaml")):
        try:
            kind = plan_kind_from_yaml(path.read_text(encoding="utf-8"), name=path.name)
        except ProblemsError as error:
            problems += error.problems
            continue
        if kind.key in found:
            reason = f'"{kind.key}" is the key of two files.'
            problems.append(Problem(path.name, reason, "Give each its own."))
        found[kind.key] = kind
    if problems:
        raise ProblemsError(problems)
    return found


def kind_of(jurisdiction: str, key: str) -> PlanKind:
    """One kind of plan.

    Raises:
        ProblemsError: If the jurisdiction describes none of that key.
    """
    found = kinds_of(jurisdiction).get(key)
    if found is None:
        known = ", ".join(kinds_of(jurisdiction)) or "none"
        reason = f"“{key}” is no kind of plan here."
        raise ProblemsError([Problem("kind", reason, f"Known: {known}.")])
    return found
