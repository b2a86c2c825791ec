"""Building what asks for competencies, and the floors that a plan is held against."""

from collections.abc import Iterable, Mapping

from longleaf.policy.building import Ledger
from longleaf.policy.category import Category
from longleaf.policy.document import Table
from longleaf.policy.parameter import EXPIRES_ON, Parameter
from longleaf.policy.plan_reading import demand_contradictions, demand_of
from longleaf.policy.requirement.floor import Floor
from longleaf.policy.requirement.mastery import MasteryRule


def build_mastery(
    table: Table | None,
    licenses: Iterable[str],
    levels: Iterable[str],
    before: tuple[MasteryRule, ...],
    ledger: Ledger,
) -> tuple[MasteryRule, ...]:
    """What is asked for in competencies; problems go to the ledger.

    Args:
        table: The section, checked by the schema; None if there is none.
        licenses: Names of the license rules.
        levels: The levels at which a competency can be shown.
        before: What is asked for besides, whose demands have names already.
        ledger: Takes problems.
    """
    names, scale = dict.fromkeys(licenses), dict.fromkeys(levels)
    taken = {demand.id for rule in before for demand in rule.demands}
    found = []
    for _, one in () if table is None else table.named_tables():
        for held in one.texts("licenses"):
            ledger.known("kind of license", one.entries["licenses"], held, names)
        demands = []
        for name, demand in one.table("demands").named_tables():
            ledger.problems += demand_contradictions(demand)
            if demand.has("level"):
                ledger.known("level", demand.entries["level"], demand.text("level"), scale)
            if name in taken:
                fix = "Give each its own name."
                ledger.fault(demand, f"There is already a demand for “{name}”.", fix)
            taken.add(name)
            demands.append(demand_of(name, demand))
        rows = ledger.dated(EXPIRES_ON, one.tables("held"), lambda row: row.text("weight"))
        found.append(MasteryRule(tuple(demands), one.texts("licenses"), rows))
    return tuple(found)


def build_floors(
    table: Table,
    parameters: Mapping[str, Parameter],
    categories: Mapping[str, Category],
    *,
    licenses: Iterable[str],
    unit: str,
    ledger: Ledger,
) -> tuple[Floor, ...]:
    """The parameters marked as what the statute asks for at least; problems go to the ledger."""
    names = dict.fromkeys(licenses)
    floors = []
    for name, one in table.named_tables():
        floor = one.table_or_none("floor")
        if floor is None:
            continue
        category = floor.text_or_none("category")
        if category is not None:
            ledger.known("category", floor.entries["category"], category, categories)
        for held in floor.texts("licenses"):
            ledger.known("kind of license", floor.entries["licenses"], held, names)
        if parameters[name].unit != unit:
            reason = f"The floor is counted in {parameters[name].unit}, the policy in {unit}."
            ledger.fault(floor, reason, "Use one unit for both.")
        floors.append(Floor(parameters[name], category, floor.texts("licenses")))
    return tuple(floors)
