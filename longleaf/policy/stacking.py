"""Stacks: micro-credentials that are worth more together, once all of them are earned."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Crosswalk, Fixed, Stack
from longleaf.policy.facts import AwardFact
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Dated, Unknown
from longleaf.policy.requirement.credit import Demand
from longleaf.policy.rules import Rules
from longleaf.policy.worth import Worth, satisfied

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class CompletedStack:
    """A stack of which every part was earned.

    Attributes:
        awards: The awards that complete it, each of which serves one stack alone.
        on: The day the last of them was granted, whose rules value it; None if not known.
        sure: Whether it is complete for sure.
        citations: Where its worth is written.
    """

    name: str
    stack: Stack
    awards: tuple[AwardFact, ...]
    on: date | None
    sure: bool
    citations: tuple[Citation, ...]

    @property
    def title(self) -> str:
        """The words for it."""
        return self.stack.title

    @property
    def categories(self) -> tuple[str, ...] | None:
        """Where its credit may count: wherever a part's may; None if that is not known."""
        if self.stack.categories:
            return self.stack.categories
        known = [award.definition for award in self.awards if award.definition is not None]
        if len(known) < len(self.awards):
            return None
        return tuple(dict.fromkeys(name for one in known for name in one.renewal_categories))


def completed_stacks(
    crosswalk: Dated[Crosswalk],
    awards: Sequence[AwardFact],
    *,
    counts: Callable[[AwardFact], bool | None],
) -> list[CompletedStack]:
    """The stacks that some awards complete, each award in one stack at most.

    The parts may be earned on different days, under different rules and in different cycles. The
    row that held on the day of the last decides whether there is such a stack, and what it is
    worth. Where several stacks could use an award, the one written first takes it.

    Args:
        crosswalk: The crosswalk, by the day of the award.
        awards: The awards, in any order.
        counts: Whether an award counts; None if that is not known.
    """
    used: set[str] = set()
    found = []
    for row in crosswalk.rows:
        if isinstance(row.value, Unknown):
            continue
        for name, stack in row.value.stacks.items():
            parts = _parts(name, stack, awards, used, counts)
            if parts is None:
                continue
            days = [award.granted_on for award, _ in parts]
            last = None if None in days else max(day for day in days if day is not None)
            if last is not None and last not in row.period:
                continue
            sure = last is not None and all(known for _, known in parts)
            used |= {award.id for award, _ in parts}
            found.append(
                CompletedStack(
                    name, stack, tuple(award for award, _ in parts), last, sure, row.citations
                )
            )
    return found


def _parts(
    name: str,
    stack: Stack,
    awards: Sequence[AwardFact],
    used: set[str],
    counts: Callable[[AwardFact], bool | None],
) -> list[tuple[AwardFact, bool]] | None:
    """The earliest award for each part, and whether it counts for sure; None if one is missing."""
    ordered = sorted(awards, key=lambda award: (award.granted_on or date.max, award.id))
    parts = []
    for part in stack.of:
        fitting = [
            (award, counted is True)
            for award in ordered
            if award.id not in used
            and award.stack in {None, name}
            and part in _names(award)
            and (counted := counts(award)) is not False
        ]
        if not fitting:
            return None
        # One that counts for sure is better than an earlier one of which that is not known.
        parts.append(next((one for one in fitting if one[1]), fitting[0]))
    return parts


def _names(award: AwardFact) -> Iterator[str]:
    yield award.microcredential
    if award.definition is not None and award.definition.slug is not None:
        yield award.definition.slug


def stack_worth(rules: Rules, stack: CompletedStack, demands: Sequence[Demand]) -> Worth:
    """What a complete stack is worth."""
    worth = stack.stack.worth
    if isinstance(worth, Unknown):
        return Worth(None, Because("worth.unknown", {"reason": worth.reason}), stack.citations)
    if isinstance(worth, Fixed):
        numbers = {
            "stack": stack.title,
            "credits": show_amount(worth.credits),
            "unit": rules.unit,
            "count": str(len(stack.awards)),
        }
        return Worth(((worth.credits, None),), Because("worth.stack", numbers), stack.citations)
    return satisfied(worth, demands, stack.citations)


def less(worth: Worth, earlier: Sequence[Fraction | None], unit: str) -> Worth:
    """A stack's worth less what its parts were worth in earlier cycles: credit is given once."""
    if not earlier or worth.because.key != "worth.stack":
        return worth
    if None in earlier:
        return replace(worth, pieces=None, because=Because("worth.stack_earlier_unknown"))
    whole = worth.credits or ZERO
    given = sum((one for one in earlier if one is not None), ZERO)
    left = max(ZERO, whole - given)
    numbers = {
        **worth.because.numbers,
        "earlier": show_amount(given),
        "left": show_amount(left),
        "unit": unit,
    }
    return replace(worth, pieces=((left, None),), because=Because("worth.stack_less", numbers))
