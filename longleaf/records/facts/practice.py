"""The pack's questionnaire and inventory, read once a process; rows → answers and statements."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.practice.inventory import Inventory, inventory_from_yaml
from longleaf.domain.practice.questionnaire import (
    Questionnaire,
    questionnaire_from_yaml,
    read_questionnaire,
)
from longleaf.policy.pack import find_jurisdiction, shipped_jurisdictions
from longleaf.records.models import practice as rows


@cache
def inventory_of(jurisdiction: str) -> Inventory:
    """The pack's inventory; an empty one where it has none.

    Raises:
        ProblemsError: With every problem of the file.
    """
    if jurisdiction in shipped_jurisdictions():
        path = find_jurisdiction(jurisdiction) / "practices" / "inventory.yaml"
        if path.is_file():
            return inventory_from_yaml(path.read_text(encoding="utf-8"), name=path.name)
    return Inventory({}, (), ())


@cache
def questionnaire_of(jurisdiction: str) -> tuple[Questionnaire, Mapping[str, Any]]:
    """What the pack asks districts, also as plain data.

    Raises:
        ProblemsError: If the pack asks nothing, or its file is not in order.
    """
    if jurisdiction in shipped_jurisdictions():
        path = find_jurisdiction(jurisdiction) / "practices" / "questionnaire.yaml"
        if path.is_file():
            return questionnaire_from_yaml(path.read_text(encoding="utf-8"), name=path.name)
    reason = "This state's pack has no questionnaire."
    raise ProblemsError([Problem("", reason, "Add practices/questionnaire.yaml to the pack.")])


def asked_in(asking: rows.PracticeAsking) -> Questionnaire:
    """What an asking asks, as it was when it was opened."""
    return read_questionnaire(asking.definition)
