"""Who is covered by a plan, and what that changes for each of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from longleaf.domain.plan.content import Coverage
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Facts, PlanInForce
from longleaf.policy.rules import Rules


@dataclass(frozen=True, slots=True)
class Educator:
    """What decides whether a plan covers someone.

    Attributes:
        schools: Identifiers of the schools, or of the LEA itself, at which they teach.
        kinds: Kinds of the licenses they hold; empty where none is on record.
    """

    person: UUID
    email: str
    schools: frozenset[str]
    kinds: frozenset[str]


def is_covered(said: Coverage, one: Educator) -> bool:
    """Whether a plan that says this covers this educator.

    People named are covered whatever they teach. Schools and kinds of license narrow each other:
    a plan that names both covers that kind at these schools.
    """
    if said.who == "everyone":
        return True
    if said.who != "chosen":
        return False
    if one.email.lower() in said.people:
        return True
    if not said.schools and not said.kinds:
        return False
    at_school = not said.schools or bool(one.schools & set(said.schools))
    of_kind = not said.kinds or bool(one.kinds & set(said.kinds))
    return at_school and of_kind


def covered(said: Coverage, educators: Iterable[Educator]) -> list[Educator]:
    """Those whom the plan covers, in the order given."""
    return [one for one in educators if is_covered(said, one)]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a plan changes for one license cycle.

    Attributes:
        before: The standing without it, or under what is in force now.
        after: The standing with what is proposed.
        is_mid_cycle: Whether the cycle began before the plan's first day.
    """

    before: Evaluation
    after: Evaluation
    is_mid_cycle: bool

    @property
    def changes(self) -> bool:
        """Whether anything that the educator would notice differs."""
        return _noticed(self.before) != _noticed(self.after)

    @property
    def touched(self) -> tuple[str, ...]:
        """The rules whose finding differs."""
        old = {one.rule: one.outcome for one in self.before.findings}
        new = {one.rule: one.outcome for one in self.after.findings}
        return tuple(rule for rule in new if old.get(rule) != new[rule])


def _noticed(one: Evaluation) -> object:
    return one.outcome, one.missing, tuple((f.rule, f.outcome) for f in one.findings)


def effect_of(
    rules: Rules,
    facts: Facts,
    *,
    now: PlanInForce | None,
    proposed: PlanInForce | None,
    on: date,
) -> Effect:
    """Compare an educator's standing under what holds with the standing under what is proposed.

    Args:
        rules: The policy.
        facts: All that is known about the cycle.
        now: The plan that covers them otherwise; None for none.
        proposed: The plan as it would be; None where it would end or they would leave.
        on: The day looked at.
    """
    began = facts.license.cycle_began_on
    first = proposed.began_on if proposed is not None else on
    return Effect(
        evaluate(rules, replace(facts, plan=now), on),
        evaluate(rules, replace(facts, plan=proposed), on),
        began is None or began < first,
    )


def conflicting(wanted: Iterable[UUID], elsewhere: Collection[UUID]) -> list[UUID]:
    """Those who cannot be covered because another plan covers them on one of the days."""
    return [person for person in wanted if person in elsewhere]
