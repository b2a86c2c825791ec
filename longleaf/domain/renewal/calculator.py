"""The reverse question: so much is asked for, what are the ways?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.policy.category import eligible
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.messages import sentence
from longleaf.policy.requirement.credit import Demand
from longleaf.policy.rules import Local, Rules
from longleaf.policy.ways import ways_to
from longleaf.policy.worth import award_worth

MOST = Fraction(1000)
"""More than any license asks for; a larger gap is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: so much of a category, in the policy's own unit."""

    category: str
    missing: Fraction


@dataclass(frozen=True, slots=True)
class Listed:
    """A published micro-credential, as the question needs it."""

    title: str
    definition: Microcredential


@dataclass(frozen=True, slots=True)
class Step:
    """One micro-credential on a way.

    Attributes:
        credits: What it is worth there.
        says: The arithmetic.
        closes: Whether it alone is enough.
    """

    slug: str
    title: str
    credits: Fraction
    says: str
    closes: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A way by something else than micro-credentials, as a sentence."""

    says: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """The answer.

    Attributes:
        shortest: The fewest micro-credentials of the catalog that close the gap; empty if all of
            them together do not, or none counts there.
        serving: Every micro-credential that counts in the category, those worth most first.
        short_by: What is missing even with all of them; 0 if they are enough.
        unvalued: Titles of those that would serve, for which no value is set there; with the
            reason.
        others: Ways by hours, courses and the like.
    """

    shortest: tuple[Step, ...]
    serving: tuple[Step, ...]
    short_by: Fraction
    unvalued: tuple[tuple[str, str, str], ...]
    others: tuple[OtherWay, ...]


def ways_for(
    rules: Rules, local: Local | None, question: Question, catalog: Sequence[Listed], *, on: date
) -> Ways:
    """The ways to close a gap, in the catalog and besides.

    The shortest way takes those worth most first: as each stands by itself, no smaller number of
    them can come to more.

    Args:
        rules: The policy.
        local: The local board, whose crosswalk comes before the state's.
        question: What is asked for.
        catalog: What is published.
        on: The day of an award made now.
    """
    titles = rules.titles(local)
    asked = [rules.category(name, local) for name in titles]
    demand = Demand(question.category, question.missing, question.missing, ())
    serving: list[Step] = []
    unvalued: list[tuple[str, str, str]] = []
    for one in catalog:
        definition = one.definition
        if question.category not in eligible(definition.renewal_categories, asked):
            continue
        worth = award_worth(
            rules, local, (definition.slug,), definition, granted_on=on, demands=(demand,)
        )
        says = sentence(worth.because, titles)
        amount = _in(worth.pieces, question.category)
        if amount is None:
            unvalued.append((definition.slug or "", one.title, says))
        elif amount:
            closes = amount >= question.missing
            step = Step(definition.slug or "", one.title, amount, says, closes, worth.citations)
            serving.append(step)
    serving.sort(key=lambda step: (-step.credits, step.title))
    shortest, left = _fewest(serving, question.missing)
    gaps = [(question.category, question.missing)]
    return Ways(
        shortest=() if left > 0 else shortest,
        serving=tuple(serving),
        short_by=max(left, Fraction(0)),
        unvalued=tuple(unvalued),
        others=tuple(
            OtherWay(sentence(way.because, titles), tuple(dict.fromkeys(way.citations)))
            for way in ways_to(rules, local, gaps, expires_on=None, on=on)
            if way.because.key == "way.by_unit" or way.category is None
        ),
    )


def _fewest(serving: Sequence[Step], missing: Fraction) -> tuple[tuple[Step, ...], Fraction]:
    taken: list[Step] = []
    left = missing
    for step in serving:
        if left <= 0:
            break
        taken.append(step)
        left -= step.credits
    return tuple(taken), left


def _in(
    pieces: tuple[tuple[Fraction, tuple[str, ...] | None], ...] | None, category: str
) -> Fraction | None:
    """How much of a worth may count in a category; None if the worth is not known."""
    if pieces is None:
        return None
    return sum(
        (amount for amount, fixed in pieces if fixed is None or category in fixed), Fraction(0)
    )
