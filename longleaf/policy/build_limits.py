"""Building what state and local boards alike may limit."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from longleaf.policy.building import Ledger
from longleaf.policy.document import Table
from longleaf.policy.parameter import COMPLETED_ON, EXPIRES_ON
from longleaf.policy.requirement.cap import YEAR, Cap, Share
from longleaf.policy.requirement.carry_over import CarryOver
from longleaf.policy.requirement.condition import MICROCREDENTIAL, NOT_ACTIVITIES, Condition, Terms
from longleaf.policy.requirement.plan import AlternativePlan


def build_caps(
    table: Table | None, kinds: Iterable[str], before: tuple[Cap, ...], ledger: Ledger
) -> tuple[Cap, ...]:
    """Caps, none of which crosses another; problems go to the ledger.

    Args:
        table: The section, checked by the schema; None if there is none.
        kinds: The kinds of activity that there are.
        before: Caps that hold besides.
        ledger: Takes problems.
    """
    names = dict.fromkeys((*kinds, *NOT_ACTIVITIES))
    caps: list[Cap] = []
    for name, one in () if table is None else table.named_tables():
        cap = _cap(name, one, names, ledger)
        for other in (*before, *caps):
            if other.name == name:
                ledger.fault(one, f"There is already a cap “{name}”.", "Give it its own name.")
            elif set(cap.kinds) & set(other.kinds) and not (cap.inside(other) or other.inside(cap)):
                reason = f"The cap crosses “{other.name}”: each holds for credit of both."
                fix = "Let one lie inside the other: fewer kinds, and a year within the cycle."
                ledger.fault(one, reason, fix)
        caps.append(cap)
    return tuple(caps)


def _cap(name: str, table: Table, names: Mapping[str, object], ledger: Ledger) -> Cap:
    kinds = _kinds(table, names, ledger)
    begins = table.text_or_none("year_begins")
    if (table.text("per") == YEAR) != (begins is not None):
        fix = "Write “year_begins” with “per: year”, and only there."
        ledger.fault(table, "When the year begins goes with a cap per year.", fix)
    month, day = (begins or "01-01").split("-")
    return Cap(
        name,
        table.text("title"),
        kinds,
        table.text("per"),
        (int(month), int(day)),
        ledger.dated(EXPIRES_ON, table.tables("held"), _most),
    )


def _most(row: Table) -> Fraction | Share:
    most = row.amount_or_none("at_most")
    return Share(row.amount("share_of_total")) if most is None else most


def build_conditions(
    table: Table | None, kinds: Iterable[str], ledger: Ledger
) -> tuple[Condition, ...]:
    """Conditions; problems go to the ledger."""
    names = dict.fromkeys((*kinds, *NOT_ACTIVITIES))
    return tuple(
        Condition(
            name,
            _kinds(one, names, ledger),
            ledger.dated(COMPLETED_ON, one.tables("held"), _terms),
        )
        for name, one in (() if table is None else table.named_tables())
    )


def build_carry_over(
    table: Table | None, kinds: Iterable[str], ledger: Ledger
) -> tuple[CarryOver, ...]:
    """What may be kept for the next cycle; problems go to the ledger."""
    names = dict.fromkeys((*kinds, MICROCREDENTIAL))
    return tuple(
        CarryOver(
            name,
            _kinds(one, names, ledger),
            ledger.dated(COMPLETED_ON, one.tables("held"), lambda row: int(row.text("months"))),
        )
        for name, one in (() if table is None else table.named_tables())
    )


def _kinds(table: Table, names: Mapping[str, object], ledger: Ledger) -> tuple[str, ...]:
    kinds = table.texts("kinds")
    for kind in kinds:
        ledger.known("kind of activity", table.entries["kinds"], kind, names)
    return kinds


def _terms(row: Table) -> Terms:
    asks = row.table("asks")
    return Terms(
        asks.texts("evidence"),
        asks.flag_or_none("approved_in_advance") or False,
        asks.texts("approved_by"),
        asks.amount_or_none("at_least"),
    )


def build_plans(
    table: Table | None, licenses: Iterable[str], ledger: Ledger
) -> tuple[AlternativePlan, ...]:
    """Alternative plans; problems go to the ledger."""
    names = dict.fromkeys(licenses)
    plans = []
    for name, one in () if table is None else table.named_tables():
        for held in one.texts("licenses"):
            ledger.known("kind of license", one.entries["licenses"], held, names)
        plans.append(
            AlternativePlan(
                name,
                one.text("title"),
                one.texts("licenses"),
                ledger.dated(
                    EXPIRES_ON, one.tables("held"), lambda row: row.text("in_force") == "true"
                ),
            )
        )
    return tuple(plans)
