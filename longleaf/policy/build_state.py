"""Building the state's rules from its checked sections."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, TypeVar

from longleaf.basis.amount import show_amount
from longleaf.policy.activity import ActivityKind, ActivityWorth, ByUnit, Each, FullCycle
from longleaf.policy.build_limits import (
    build_caps,
    build_carry_over,
    build_conditions,
    build_plans,
)
from longleaf.policy.build_mastery import build_floors, build_mastery
from longleaf.policy.building import Ledger
from longleaf.policy.category import Category, Reallocation
from longleaf.policy.conversion import Conversion, Rounding
from longleaf.policy.crosswalk import AwardWorth, ByStatedHours, Crosswalk, Fixed, Satisfies, Stack
from longleaf.policy.document import Listing, Table
from longleaf.policy.parameter import (
    COMPLETED_ON,
    EXPIRES_ON,
    GRANTED_ON,
    Dated,
    Parameter,
    Unknown,
)
from longleaf.policy.requirement.also import AlsoRequired
from longleaf.policy.requirement.competency import LEVELS
from longleaf.policy.requirement.credit import CreditRequirement
from longleaf.policy.requirement.exemption import Exemption
from longleaf.policy.requirement.rating import RatingRequirement
from longleaf.policy.rules import LicenseRule, PolicyName, Rules

T = TypeVar("T")

KINDS: Final[Mapping[str, str]] = {
    "teacher": "Teacher",
    "student_services": "Student services personnel",
    "administrator": "Administrator",
}
"""The kinds of license of a policy that declares none of its own."""


def build_state(sections: Table, ledger: Ledger, content_hash: str) -> Rules:
    """The state's rules, without local ones; problems go to the ledger.

    Args:
        sections: All sections, checked by the schema.
        ledger: Takes problems and sources.
        content_hash: The SHA-256 of what the files say.
    """
    ledger.sources(sections.table("sources"))
    builder = _State(sections, ledger)
    policy = sections.table("policy")
    _check_residual(policy, builder.categories, ledger)
    activities = builder.activities()
    licenses = sections.table("licenses").entries
    levels = sections.texts("competency_levels") or LEVELS
    return Rules(
        PolicyName(policy.text("jurisdiction"), policy.text("version"), content_hash),
        policy.text("title"),
        policy.text("unit"),
        policy.text("residual"),
        policy.text("time_zone"),
        builder.categories,
        builder.conversions,
        builder.parameters,
        grade_spans(sections.table_or_none("grade_spans"), ledger),
        builder.licenses(),
        activities,
        build_crosswalk(
            sections.tables("crosswalk"), builder.conversions, builder.categories, ledger
        ),
        builder.exemptions(),
        builder.reallocations(),
        {},
        ledger.citations,
        build_caps(sections.table_or_none("caps"), activities, (), ledger),
        build_conditions(sections.table_or_none("conditions"), activities, ledger),
        build_carry_over(sections.table_or_none("carry_over"), activities, ledger),
        build_plans(sections.table_or_none("alternative_plans"), licenses, ledger),
        builder.dated("extension", lambda row: int(row.text("months"))),
        builder.dated("majority_of_time", lambda row: row.text("decides") == "true"),
        build_mastery(sections.table_or_none("mastery"), licenses, levels, (), ledger),
        build_floors(
            sections.table("parameters"),
            builder.parameters,
            builder.categories,
            licenses=licenses,
            unit=policy.text("unit"),
            ledger=ledger,
        ),
        levels,
        builder.kinds,
    )


def _check_residual(policy: Table, categories: Mapping[str, Category], ledger: Ledger) -> None:
    node, name = policy.entries["residual"], policy.text("residual")
    if ledger.known("category", node, name, categories) and not categories[name].accepts_anything:
        fix = "Write “accepts: anything” in it, or name another category."
        ledger.fault(node, f"The residual category “{name}” does not take any credit.", fix)


def build_categories(table: Table | None, ledger: Ledger) -> dict[str, Category]:
    """Categories by name."""
    categories = {}
    for name, one in () if table is None else table.named_tables():
        accepts = one.entries.get("accepts")
        standards = one.texts("accepts") if isinstance(accepts, Listing) else ()
        anything = accepts is not None and not isinstance(accepts, Listing)
        categories[name] = Category(name, one.text("title"), anything, standards, ledger.cited(one))
    return categories


def grade_spans(table: Table | None, ledger: Ledger) -> dict[str, Dated[str]]:
    """Grade span given to the one it is read as."""
    entries = {} if table is None else {name: table.tables(name) for name in table.entries}
    return {
        span: ledger.dated(EXPIRES_ON, rows, lambda row: row.text("read_as"))
        for span, rows in entries.items()
    }


def build_crosswalk(
    rows: tuple[Table, ...],
    conversions: Mapping[str, Conversion],
    categories: Mapping[str, Category],
    ledger: Ledger,
) -> Dated[Crosswalk]:
    """The crosswalk, by the day of the award."""

    def worth(table: Table) -> AwardWorth:
        if table.has("credits"):
            return Fixed(table.amount("credits"))
        if table.has("unknown"):
            return Unknown(table.text("unknown"))
        if table.has("satisfies"):
            return _satisfies(table, categories, ledger)
        unit = table.text("by_stated_hours")
        ledger.known("conversion for the unit", table.entries["by_stated_hours"], unit, conversions)
        return ByStatedHours(unit)

    def row(table: Table) -> Crosswalk:
        named = table.table_or_none("named")
        names = {} if named is None else {name: worth(one) for name, one in named.named_tables()}
        return Crosswalk(worth(table.table("any")), names, _stacks(table, categories, ledger))

    return ledger.dated(GRANTED_ON, rows, row)


def _stacks(row: Table, categories: Mapping[str, Category], ledger: Ledger) -> dict[str, Stack]:
    table = row.table_or_none("stacks")
    stacks = {}
    for name, one in () if table is None else table.named_tables():
        of, homes = one.texts("of"), one.texts("categories")
        if len(set(of)) < len(of):
            ledger.fault(one.entries["of"], "A part is listed twice.", "List each once.")
        for home in homes:
            ledger.known("category", one.entries["categories"], home, categories)
        worth: Fixed | Satisfies | Unknown
        if one.has("credits"):
            worth = Fixed(one.amount("credits"))
        elif one.has("unknown"):
            worth = Unknown(one.text("unknown"))
        else:
            worth = _satisfies(one, categories, ledger)
        stacks[name] = Stack(one.text("title"), of, worth, homes)
    return stacks


def _satisfies(table: Table, categories: Mapping[str, Category], ledger: Ledger) -> Satisfies:
    names = table.texts("satisfies")
    for name in names:
        ledger.known("category", table.entries["satisfies"], name, categories)
    return Satisfies(names)


class _State:
    """Builds section after section, each from those it refers to."""

    def __init__(self, sections: Table, ledger: Ledger) -> None:
        self._sections = sections
        self._ledger = ledger
        self._unit = sections.table("policy").text("unit")
        self.categories = build_categories(sections.table("categories"), ledger)
        self.conversions = {
            one.text("unit"): self._conversion(one) for one in sections.tables("conversions")
        }
        self.parameters = {
            name: Parameter(
                name,
                one.text("unit"),
                ledger.dated(EXPIRES_ON, one.tables("values"), lambda row: row.amount("value")),
            )
            for name, one in sections.table("parameters").named_tables()
        }

        self.kinds = KINDS
        kinds = sections.table_or_none("kinds")
        if kinds is not None:
            self.kinds = {name: one.text("title") for name, one in kinds.named_tables()}

    def _conversion(self, table: Table) -> Conversion:
        step, steps = table.amount_or_none("rounded_down_to"), table.amount_or_none("in_steps_of")
        return Conversion(
            table.text("unit"),
            table.amount("one_is"),
            None if step is None else Rounding(step),
            self._ledger.cited(table),
            None if steps is None else Rounding(steps),
        )

    def dated(self, section: str, value: Callable[[Table], T]) -> Dated[T] | None:
        """A section that is one list of rows, by the day of expiry; None if it is not there."""
        rows = self._sections.tables(section)
        return self._ledger.dated(EXPIRES_ON, rows, value) if rows else None

    def licenses(self) -> tuple[LicenseRule, ...]:
        rules = []
        for name, table in self._sections.table("licenses").named_tables():
            requires = table.table("requires")
            credit = self._credit(requires.table("credit"))
            rating = requires.table_or_none("rating")
            span = table.text_or_none("grade_span")
            kind = table.entries["kind"]
            self._ledger.known("kind", kind, table.text("kind"), self.kinds)
            if credit is not None:
                rules.append(
                    LicenseRule(
                        name,
                        table.text("title"),
                        table.text("kind"),
                        span,
                        credit,
                        None if rating is None else self._rating(rating),
                        self._also(requires.table_or_none("also")),
                    )
                )
        return tuple(rules)

    def _credit(self, table: Table) -> CreditRequirement | None:
        name = table.text("total")
        split = self._ledger.dated(EXPIRES_ON, table.tables("split"), self._minima)
        if not self._ledger.known("parameter", table.entries["total"], name, self.parameters):
            return None
        total = self.parameters[name]
        if total.unit != self._unit:
            reason = f"The total is counted in {total.unit}, the policy in {self._unit}."
            self._ledger.fault(table.entries["total"], reason, "Use one unit for both.")
        self._sums(table.tables("split"), split, total)
        prorated = table.tables("prorated")
        return CreditRequirement(
            total,
            split,
            self._ledger.dated(EXPIRES_ON, prorated, lambda row: row.amount("years"))
            if prorated
            else None,
        )

    def _minima(self, row: Table) -> Mapping[str, Fraction]:
        minima = row.table("minima")
        for name, node in minima.entries.items():
            self._ledger.known("category", node, name, self.categories)
        return {name: minima.amount(name) for name in minima.entries}

    def _sums(
        self, tables: tuple[Table, ...], split: Dated[Mapping[str, Fraction]], total: Parameter
    ) -> None:
        """The categories of each row must add up to every total that held with it."""
        for table, row in zip(tables, split.rows, strict=True):
            if isinstance(row.value, Unknown):
                continue
            asked = sum(row.value.values(), Fraction(0))
            for whole in total.values.over(row.period):
                if not isinstance(whole.value, Unknown) and asked != whole.value:
                    than = "more" if asked > whole.value else "less"
                    reason = (
                        f"The categories ask for {show_amount(asked)}, {than} than the total "
                        f"of {show_amount(whole.value)}."
                    )
                    self._ledger.fault(table, reason, "Make them add up to the total.")

    def _rating(self, table: Table) -> RatingRequirement:
        scale = self._sections.texts("ratings")
        at_least = table.text("at_least")
        names = dict.fromkeys(scale)
        self._ledger.known("rating", table.entries["at_least"], at_least, names)
        held = self._ledger.dated(
            EXPIRES_ON, table.tables("held"), lambda row: row.text("asked") == "true"
        )
        return RatingRequirement(at_least, scale, held)

    def _also(self, table: Table | None) -> tuple[AlsoRequired, ...]:
        return tuple(
            AlsoRequired(
                name,
                one.text("title"),
                self._ledger.dated(
                    EXPIRES_ON, one.tables("held"), lambda row: row.text("asked") == "true"
                ),
            )
            for name, one in (() if table is None else table.named_tables())
        )

    def activities(self) -> dict[str, ActivityKind]:
        kinds = {}
        for name, table in self._sections.table("activities").named_tables():
            accepted = table.tables("accepted")
            kinds[name] = ActivityKind(
                name,
                table.text("title"),
                self._ledger.dated(EXPIRES_ON, table.tables("worth"), self._worth),
                self._ledger.dated(
                    COMPLETED_ON, accepted, lambda row: row.text("accepted") == "true"
                )
                if accepted
                else None,
                table.texts("refuses_evidence"),
                table.text_or_none("standing_fact"),
            )
        return kinds

    def _worth(self, row: Table) -> ActivityWorth:
        if row.has("full_cycle"):
            return FullCycle()
        if row.has("satisfies"):
            return _satisfies(row, self.categories, self._ledger)
        each = row.table_or_none("each")
        if each is None:
            return ByUnit()
        credits = each.amount("credits")
        parts = each.table_or_none("split")
        split = {} if parts is None else {name: parts.amount(name) for name in parts.entries}
        for name in split:
            self._ledger.known("category", each, name, self.categories)
        if split and sum(split.values()) != credits:
            reason = f"The split does not add up to {show_amount(credits)}."
            self._ledger.fault(each, reason, "Make its parts add up.")
        return Each(credits, each.text("per"), split)

    def exemptions(self) -> tuple[Exemption, ...]:
        table = self._sections.table_or_none("exemptions")
        return tuple(
            Exemption(
                fact,
                one.texts("frees_from"),
                self._ledger.dated(
                    EXPIRES_ON, one.tables("held"), lambda row: row.text("frees") == "true"
                ),
            )
            for fact, one in (() if table is None else table.named_tables())
        )

    def reallocations(self) -> tuple[Reallocation, ...]:
        table = self._sections.table_or_none("reallocations")
        found = []
        for name, one in () if table is None else table.named_tables():
            self._ledger.known("category", one, name, self.categories)
            held = self._ledger.dated(
                EXPIRES_ON, one.tables("held"), lambda row: row.text("allowed") == "true"
            )
            found.append(Reallocation(name, held))
        return tuple(found)
