"""Building a local board's rules on top of the state's."""

from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.build_limits import (
    build_caps,
    build_carry_over,
    build_conditions,
    build_plans,
)
from longleaf.policy.build_mastery import build_mastery
from longleaf.policy.build_state import build_categories, build_crosswalk, grade_spans
from longleaf.policy.building import Ledger
from longleaf.policy.document import Table
from longleaf.policy.parameter import EXPIRES_ON, Held, Unknown
from longleaf.policy.requirement.credit import Addition
from longleaf.policy.rules import LicenseRule, Local, Rules


def build_local(table: Table, state: Rules, ledger: Ledger) -> Local:
    """A local board's rules; problems go to the ledger.

    Args:
        table: The file, checked by the schema.
        state: The state's rules.
        ledger: Takes problems and sources.
    """
    board = table.table("local")
    ledger.sources(table.table_or_none("sources"))
    categories = build_categories(table.table_or_none("categories"), ledger)
    for name, one in categories.items():
        if name in state.categories:
            fix = "Give it a name of its own, or use the state's."
            ledger.fault(table.places["categories"], f"The state has “{one.name}” already.", fix)
    crosswalk = table.tables("crosswalk")
    return Local(
        board.text("name"),
        board.text("title"),
        tuple(
            _addition(one, state, {**state.categories, **categories}, ledger)
            for one in table.tables("additions")
        ),
        grade_spans(table.table_or_none("readings"), ledger),
        build_crosswalk(crosswalk, state.conversions, state.categories, ledger)
        if crosswalk
        else None,
        categories,
        board.flag_or_none("invented") or False,
        build_caps(table.table_or_none("caps"), state.activities, state.caps, ledger),
        build_conditions(table.table_or_none("conditions"), state.activities, ledger),
        build_carry_over(table.table_or_none("carry_over"), state.activities, ledger),
        build_plans(
            table.table_or_none("alternative_plans"),
            [rule.name for rule in state.licenses],
            ledger,
        ),
        build_mastery(
            table.table_or_none("mastery"),
            [rule.name for rule in state.licenses],
            state.levels,
            state.mastery,
            ledger,
        ),
    )


def _addition(
    table: Table, state: Rules, categories: dict[str, "object"], ledger: Ledger
) -> Addition:
    category, inside = table.text("category"), table.text_or_none("inside")
    ledger.known("category", table.entries["category"], category, categories)
    licenses = {rule.name: rule for rule in state.licenses}
    names = table.texts("licenses")
    for name in names:
        ledger.known("kind of license", table, name, licenses)
    credits = ledger.dated(EXPIRES_ON, table.tables("held"), lambda row: row.amount("credits"))
    if inside is not None and inside != state.residual:
        reason = f"Credit can be set apart only inside “{state.residual}”, the state's free part."
        ledger.fault(table.entries["inside"], reason, "A local board never lowers a minimum.")
    elif inside is not None:
        for one, row in zip(table.tables("held"), credits.rows, strict=True):
            for name in names or tuple(licenses):
                if name in licenses:
                    _has_room(one, row, licenses[name], inside, ledger)
    return Addition(category, inside, names, credits)


def _has_room(
    table: Table, row: Held[Fraction], rule: LicenseRule, inside: str, ledger: Ledger
) -> None:
    """What is set apart must fit into what the state leaves free, or its floor would sink."""
    if isinstance(row.value, Unknown):
        return
    for split in rule.credit.split.over(row.period):
        if isinstance(split.value, Unknown):
            continue
        room = split.value.get(inside, Fraction(0))
        if room < row.value:
            reason = (
                f"{show_amount(row.value)} cannot be set apart inside “{inside}”: for "
                f"“{rule.title}” the state leaves {show_amount(room)} there."
            )
            ledger.fault(table, reason, "Narrow the days or the licenses, or ask for less.")
