"""What a plan waives: compared with the policy and the law, and made ready for the engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.domain.plan.completeness import Check, amount, needed, pointed_out
from longleaf.domain.plan.content import Content, Waiver
from longleaf.domain.plan.kind import Element, Floor, PlanKind
from longleaf.policy import facts as policy
from longleaf.policy.facts import CompetencyDemand, License
from longleaf.policy.rules import LicenseRule, Rules


@dataclass(frozen=True, slots=True)
class Asked:
    """What the policy asks of one kind of license on a day, in its own unit.

    Attributes:
        categories: Each category with its minimum; empty where the split is not known.
        total: What is asked for in all; None where that is not known.
    """

    title: str
    kind: str
    grade_span: str | None
    total: Fraction | None
    categories: tuple[tuple[str, str, Fraction], ...]

    def of(self, category: str) -> Fraction | None:
        """What is asked for in a category, or in all for ""; None where nothing is."""
        if not category:
            return self.total
        return next((credits for key, _, credits in self.categories if key == category), None)


def asked_on(rules: Rules, expires_on: date) -> tuple[Asked, ...]:
    """What these rules ask of each kind of license that expires on a day."""
    return tuple(_asked(rules, rule, expires_on) for rule in rules.licenses)


def _asked(rules: Rules, rule: LicenseRule, expires_on: date) -> Asked:
    wanted = rules.required(License(rule.kind, rule.grade_span, expires_on=expires_on), None)
    return Asked(
        rule.title,
        rule.kind,
        rule.grade_span,
        wanted.total,
        tuple(
            (one.category, rules.category(one.category, None).title, one.credits)
            for one in wanted.demands
        ),
    )


def credits_of(rules: Rules, hours: str) -> Fraction | None:
    """Clock hours in the policy's own unit; None for all, or where they cannot be converted."""
    quantity = amount(hours) if hours else None
    conversion = rules.conversions.get("clock_hour")
    if quantity is None or conversion is None:
        return quantity
    return conversion.worth(quantity)


@dataclass(frozen=True, slots=True)
class Left:
    """What a waiver leaves of a requirement, for one kind of license."""

    license: str
    what: str
    required: Fraction
    waived: Fraction
    floor: Floor | None

    @property
    def remains(self) -> Fraction:
        """What is still asked for."""
        return max(self.required - self.waived, Fraction(0))

    @property
    def is_below(self) -> bool:
        """Whether less remains than the law asks for."""
        return self.floor is not None and self.remains < self.floor.credits


def left_by(
    kind: PlanKind, content: Content, rules: Rules, expires_on: date
) -> tuple[tuple[Waiver, tuple[Left, ...]], ...]:
    """What each waiver leaves of what the policy asks for, license by license.

    The waivers of one requirement add up, so the last of them may be the one below the floor.
    """
    asked = asked_on(rules, expires_on)
    found = []
    taken: dict[tuple[str, str], Fraction] = {}
    for waiver in content.waivers:
        lines = []
        for one in asked:
            required = one.of(waiver.category)
            if required is None or (waiver.kinds and one.kind not in waiver.kinds):
                continue
            given = credits_of(rules, waiver.hours)
            key = (one.title, waiver.category)
            taken[key] = taken.get(key, Fraction(0)) + (required if given is None else given)
            what = next((t for k, t, _ in one.categories if k == waiver.category), "in all")
            floor = _floor(kind.floors, one, waiver.category)
            lines.append(Left(one.title, what, required, taken[key], floor))
        found.append((waiver, tuple(lines)))
    return tuple(found)


def _floor(floors: Iterable[Floor], asked: Asked, category: str) -> Floor | None:
    return next(
        (
            one
            for one in floors
            if (one.category or "") == category
            and asked.kind in one.kinds
            and (not one.grade_spans or asked.grade_span in one.grade_spans)
        ),
        None,
    )


def check_waivers(kind: PlanKind, content: Content, rules: Rules, expires_on: date) -> list[Check]:
    """Waivers of what the policy does not ask for, and those below what the law asks for.

    The latter are pointed out and not refused: the law counts credits, the clause waives hours,
    and what that means for a plan is for people to decide.

    Args:
        kind: What the state asks of a plan.
        content: What the plan says.
        rules: The policy in force.
        expires_on: The last day of the licenses looked at.
    """
    holder = kind.holder_of("waivers")
    if holder is None:
        return []
    found: list[Check] = []
    for waiver, lines in left_by(kind, content, rules, expires_on):
        found += _unknown(holder, waiver, lines, rules)
        found += _below(holder, waiver, lines, rules.unit)
    return [*found, *_together(kind, holder, content, rules, expires_on)]


def _together(
    kind: PlanKind, holder: Element, content: Content, rules: Rules, expires_on: date
) -> Iterator[Check]:
    """Waivers of categories, which leave less in all as well."""
    if any(not one.category for one in content.waivers):
        return
    for asked in asked_on(rules, expires_on):
        floor = _floor(kind.floors, asked, "")
        waived = Fraction(0)
        for one in content.waivers:
            required = asked.of(one.category)
            if required is not None and (not one.kinds or asked.kind in one.kinds):
                given = credits_of(rules, one.hours)
                waived += required if given is None else min(given, required)
        if floor is None or asked.total is None or not waived:
            continue
        left = Left(asked.title, "in all", asked.total, waived, floor)
        yield from _below(holder, content.waivers[-1], [left], rules.unit)


def _unknown(
    holder: Element, waiver: Waiver, lines: Sequence[Left], rules: Rules
) -> Iterator[Check]:
    where = f"waivers[{waiver.key}].category"
    policy = f"{rules.policy.jurisdiction.replace('_', ' ').title()} policy {rules.policy.version}"
    if waiver.category and waiver.category not in rules.categories:
        reason = f"{policy} has no requirement “{waiver.category}”."
        yield needed(holder, where, reason, "Choose one that it has.")
    elif not lines:
        what = rules.titles().get(waiver.category, "credit")
        reason = f"{policy} asks none of these licenses for anything in “{what}”."
        yield needed(holder, where, reason, "Choose another category or other kinds of license.")
    else:
        for one in lines:
            given = credits_of(rules, waiver.hours)
            if given is not None and given > one.required:
                reason = (
                    f"More is waived than {policy} asks for: {show_amount(one.required)}"
                    f" {rules.unit}s ({one.what}) for {one.license}."
                )
                fix = "Waive less, or leave the hours empty to waive all of it."
                yield pointed_out(holder, f"waivers[{waiver.key}].hours", reason, fix)


def _below(holder: Element, waiver: Waiver, lines: Sequence[Left], unit: str) -> Iterator[Check]:
    for one in lines:
        if one.floor is None or not one.is_below:
            continue
        reason = (
            f"Below the statute: {show_amount(one.remains)} of {show_amount(one.required)} {unit}s"
            f" ({one.what}) would remain for {one.license}. {one.floor.says}"
        )
        fix = (
            "The law counts credits, the plan waives hours: a person has to decide whether it may."
        )
        yield Check(
            holder.key,
            f"waivers[{waiver.key}].hours",
            reason,
            fix,
            why=one.floor.says,
            citation=one.floor.citation,
            is_needed=False,
        )


def waivers_for_engine(
    content: Content, rules: Rules, identifiers: Mapping[str, str]
) -> tuple[policy.Waiver, ...]:
    """The plan's waivers as the policy engine reads them: in its own unit, with exact demands.

    Args:
        content: What the plan says.
        rules: The policy, for its unit.
        identifiers: "framework code" of each element to its identifier, as awards name it.
    """
    return tuple(
        policy.Waiver(
            id=one.key,
            category=one.category or None,
            quantity=credits_of(rules, one.hours),
            kinds=one.kinds,
            instead=(_demand(content, one, identifiers),),
        )
        for one in content.waivers
    )


def _demand(content: Content, waiver: Waiver, identifiers: Mapping[str, str]) -> CompetencyDemand:
    wanted = [one for one in content.competencies if one.key in waiver.competencies]
    elements = tuple(
        dict.fromkeys(identifiers[one.element] for one in wanted if one.element in identifiers)
    )
    kinds = waiver.evidence_kinds
    return CompetencyDemand(
        id=waiver.key,
        title="; ".join(one.title for one in wanted),
        competencies=elements,
        at_least=int(waiver.at_least) if waiver.at_least.isdigit() else len(wanted),
        level=waiver.level or None,
        within_years=amount(waiver.within_years) if waiver.within_years else None,
        evidence_kinds=int(kinds) if kinds.isdigit() else None,
        confirmed_by=waiver.confirmed_by,
    )
