"""Ways through the catalog: which micro-credentials, and stacks of them, would close a gap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import show_amount
from longleaf.policy.category import eligible
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Crosswalk, Fixed, Microcredential, Satisfies, Stack
from longleaf.policy.document import Json
from longleaf.policy.messages import unit_words
from longleaf.policy.report import citation_as_json
from longleaf.policy.rules import Local, Rules
from longleaf.policy.worth import SATISFIES, award_worth

ZERO: Final = Fraction(0)
MOST_STEPS: Final = 20_000
"""How many combinations of one length are looked at; a catalog larger than that is cut short."""


@dataclass(frozen=True, slots=True)
class Route:
    """Micro-credentials that close a gap together.

    Attributes:
        earn: Slugs of those still to earn, in order.
        stacks: Names of the stacks that they complete.
        credits: What they come to; None where they satisfy what is asked for without a number.
        hours: The hours of effort that they state in all; None if one of them states none.
        citations: Where their worth is written.
    """

    earn: tuple[str, ...]
    stacks: tuple[str, ...]
    credits: Fraction | None
    hours: Fraction | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Routes:
    """The shortest ways to close a gap.

    Attributes:
        found: Fewest micro-credentials first, then fewest hours, then the least left over.
        complete: Whether all combinations were looked at, so that no shorter one was missed.
        not_valued: Slugs of those that may count in the category and whose worth is not known.
    """

    found: tuple[Route, ...]
    complete: bool
    not_valued: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """A micro-credential by itself, or what is left to earn of a stack."""

    earn: tuple[str, ...]
    uses: frozenset[str]
    credits: Fraction | None
    hours: Fraction | None
    stack: str | None
    citations: tuple[Citation, ...]


def shortest_ways(
    rules: Rules,
    local: Local | None,
    catalog: Sequence[Microcredential],
    *,
    category: str,
    missing: Fraction,
    on: date,
    earned: frozenset[str] = frozenset(),
    most: int = 5,
) -> Routes:
    """The shortest ways in the catalog to so much credit of a category.

    Args:
        rules: The policy.
        local: The local board, whose crosswalk comes before the state's; or None.
        catalog: The micro-credentials there are; those without a slug are passed over.
        category: Where credit is missing; the residual takes any.
        missing: How much, in the policy's own unit; more than 0.
        on: The day of the awards, by which they are valued.
        earned: Slugs of those that the educator has: not offered again, and already part of
            stacks.
        most: How many ways to name.
    """
    asking = _Asking(rules, local, category, on, earned)
    there = {one.slug: one for one in catalog if one.slug is not None}
    choices = []
    not_valued = []
    for slug, one in there.items():
        if slug in earned or not asking.takes(one.renewal_categories):
            continue
        choice = asking.alone(slug, one)
        if choice is None:
            not_valued.append(slug)
        else:
            choices.append(choice)
    choices += asking.stacks(there)
    found, complete = _shortest(choices, missing, most)
    return Routes(tuple(found), complete, tuple(not_valued))


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is asked about: whose rules, which category, which day, and what is there already."""

    rules: Rules
    local: Local | None
    category: str
    on: date
    earned: frozenset[str]

    def takes(self, approved: Sequence[str]) -> bool:
        """Whether credit approved for some categories may count in the one asked about."""
        return bool(eligible(approved, [self.rules.category(self.category, self.local)]))

    def alone(self, slug: str, one: Microcredential) -> _Choice | None:
        """One micro-credential; None if it is not known to bring anything."""
        worth = award_worth(self.rules, self.local, (slug,), one, granted_on=self.on)
        credits = worth.credits
        if worth.because.key == SATISFIES:
            credits = None
            if self.category not in worth.because.numbers["categories"].split(" and "):
                return None
        elif not credits:
            return None
        return _Choice((slug,), frozenset({slug}), credits, one.effort_hours, None, worth.citations)

    def stacks(self, there: Mapping[str, Microcredential]) -> Iterator[_Choice]:
        """The stacks of which every part is in the catalog and something is left to earn."""
        row = self.rules.crosswalk_for(self.local).on(self.on)
        stacks = row.value.stacks if isinstance(row.value, Crosswalk) else {}
        for name, stack in stacks.items():
            left = tuple(part for part in stack.of if part not in self.earned)
            if not left or not all(part in there for part in stack.of):
                continue
            homes = stack.categories or tuple(
                home for part in stack.of for home in there[part].renewal_categories
            )
            if not self.takes(homes):
                continue
            credits = None
            if isinstance(stack.worth, Fixed):
                credits = self._not_yet_given(stack, stack.worth, there)
                if credits <= 0:
                    continue
            elif not (
                isinstance(stack.worth, Satisfies) and self.category in stack.worth.categories
            ):
                continue
            hours = _hours([there[part].effort_hours for part in left])
            yield _Choice(left, frozenset(stack.of), credits, hours, name, row.citations)

    def _not_yet_given(
        self, stack: Stack, worth: Fixed, there: Mapping[str, Microcredential]
    ) -> Fraction:
        """The stack's credit less what the parts already earned are worth by themselves."""
        left = worth.credits
        for part in stack.of:
            if part in self.earned:
                given = award_worth(
                    self.rules, self.local, (part,), there[part], granted_on=self.on
                ).credits
                # Where that is not known, no more is promised than is sure to come.
                left -= worth.credits if given is None else given
        return left


def _hours(each: Sequence[Fraction | None]) -> Fraction | None:
    known = [one for one in each if one is not None]
    return sum(known, ZERO) if len(known) == len(each) else None


def _shortest(choices: Sequence[_Choice], missing: Fraction, most: int) -> tuple[list[Route], bool]:
    """The best ways of the least length at which there are any."""
    ordered = sorted(
        choices,
        key=lambda one: (
            one.credits is not None,
            -(one.credits or ZERO) / len(one.earn),
            one.hours is None,
            one.hours or ZERO,
            one.earn,
        ),
    )
    longest = sum(len(one.earn) for one in ordered)
    for length in range(1, longest + 1):
        search = _Search(ordered, missing)
        search.walk(0, (), frozenset(), ZERO, length)
        if search.found:
            routes = sorted(map(_route, search.found), key=lambda one: _rank(one, missing))
            return list(dict.fromkeys(routes))[:most], search.steps <= MOST_STEPS
        if search.steps > MOST_STEPS:
            return [], False
    return [], True


def _rank(one: Route, missing: Fraction) -> tuple[object, ...]:
    over = ZERO if one.credits is None else one.credits - missing
    return (one.hours is None, one.hours or ZERO, over, one.earn)


class _Search:
    """All combinations of one length that close a gap, as far as the steps reach."""

    def __init__(self, choices: Sequence[_Choice], missing: Fraction) -> None:
        self._choices = choices
        self._missing = missing
        self.steps = 0
        self.found: list[tuple[_Choice, ...]] = []

    def walk(
        self,
        start: int,
        taken: tuple[_Choice, ...],
        used: frozenset[str],
        so_far: Fraction,
        left: int,
    ) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            return
        enough = so_far >= self._missing or any(one.credits is None for one in taken)
        if left == 0 or enough:
            if left == 0 and enough:
                self.found.append(taken)
            return
        for number in range(start, len(self._choices)):
            one = self._choices[number]
            size = len(one.earn)
            # Ordered by credit for each to earn: no later choice brings more in the room left.
            if one.credits is not None and (so_far + one.credits / size * left < self._missing):
                break
            if size <= left and not used & one.uses:
                self.walk(
                    number + 1,
                    (*taken, one),
                    used | one.uses,
                    so_far + (one.credits or ZERO),
                    left - size,
                )


def _route(taken: tuple[_Choice, ...]) -> Route:
    numberless = any(one.credits is None for one in taken)
    return Route(
        tuple(sorted(slug for one in taken for slug in one.earn)),
        tuple(one.stack for one in taken if one.stack is not None),
        None if numberless else sum((one.credits or ZERO for one in taken), ZERO),
        _hours([one.hours for one in taken]),
        tuple(dict.fromkeys(cite for one in taken for cite in one.citations)),
    )


def routes_as_json(routes: Routes) -> dict[str, Json]:
    """The ways as plain JSON; amounts are strings."""
    return {
        "complete": routes.complete,
        "not_valued": list(routes.not_valued),
        "ways": [
            {
                "earn": list(one.earn),
                "stacks": list(one.stacks),
                "credits": None if one.credits is None else show_amount(one.credits),
                "hours": None if one.hours is None else show_amount(one.hours),
                "citation": citation_as_json(one.citations),
            }
            for one in routes.found
        ],
    }


def routes_as_text(routes: Routes, unit: str) -> Iterator[str]:
    """The ways, one line each."""
    if not routes.found:
        yield "No way through the catalog is known."
    for number, one in enumerate(routes.found, 1):
        parts = [f"{number}. {', '.join(one.earn)}"]
        if one.credits is None:
            parts.append("satisfies what is asked for")
        else:
            text = show_amount(one.credits)
            parts.append(f"{text} {unit_words(unit, text)}")
        if one.hours is not None:
            parts.append(f"about {show_amount(one.hours)} hours")
        if one.stacks:
            parts.append(f"completes {', '.join(one.stacks)}")
        yield "; ".join(parts) + "."
    if routes.not_valued:
        yield f"Worth not settled: {', '.join(routes.not_valued)}."
    if not routes.complete:
        yield "The catalog is too large to look at every combination."
