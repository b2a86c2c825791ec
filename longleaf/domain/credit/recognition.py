"""Recognition: which badges earned elsewhere give renewal credit, and how much."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import NotAnAmountError, parse_amount
from longleaf.basis.period import Period
from longleaf.basis.problem import Problem

LARGEST: Final = Fraction(200)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the Department, as it held over a span of days.

    Attributes:
        key: Names the rule.
        issuer: The issuer's identifier; "" for every issuer that is recognized.
        achievement: The achievement's identifier; "" for every one.
        alignment: Address or code of what the achievement is aligned with; "" if none is asked.
        quantity: How much it gives, in `unit`.
        kinds: Kinds of license it holds for; empty for every kind.
        is_automatic: Whether credit is entered at once; else a coordinator decides.
        held: The days on which a badge must have been earned.
    """

    key: str
    issuer: str
    achievement: str
    alignment: str
    quantity: Fraction
    unit: str
    categories: tuple[str, ...]
    kinds: tuple[str, ...]
    is_automatic: bool
    held: Period


@dataclass(frozen=True, slots=True)
class Earned:
    """What a badge from elsewhere shows, once it was checked.

    Attributes:
        alignments: Addresses and codes of what its achievement is aligned with.
        earned_on: The day it was awarded; None if it does not say.
        is_recognized: Whether somebody in the registry recognizes its issuer.
        is_named: Whether it names its holder, and names the right one.
    """

    issuer: str
    achievement: str
    alignments: frozenset[str]
    earned_on: date | None
    is_recognized: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """A rule as typed.

    Attributes:
        quantity: An exact amount such as "15" or "1.5".
        began_on: None if it was left out or could not be read.
    """

    title: str
    issuer: str
    achievement: str
    alignment: str
    quantity: str
    unit: str
    categories: Sequence[str]
    kinds: Sequence[str]
    is_automatic: bool
    began_on: date | None
    ended_on: date | None
    authority: str


def fits(rule: Rule, earned: Earned) -> bool:
    """Whether the rule is about such a badge.

    A rule that names no issuer is about recognized ones alone: anybody can write any alignment
    into a badge of their own.
    """
    if earned.earned_on is None or earned.earned_on not in rule.held:
        return False
    if not (rule.issuer == earned.issuer if rule.issuer else earned.is_recognized):
        return False
    if rule.achievement and rule.achievement != earned.achievement:
        return False
    return not rule.alignment or rule.alignment in earned.alignments


def best_rule(
    rules: Iterable[Rule],
    earned: Earned,
    *,
    kinds: Collection[str],
    worth: Callable[[Rule], Fraction | None],
) -> Rule | None:
    """The rule that gives this holder most; among equals the first by its key.

    Args:
        rules: All there are.
        earned: The badge.
        kinds: The kinds of license that the holder has.
        worth: What a rule gives in the policy's own unit; None if that is not known.
    """
    fitting = [
        rule
        for rule in rules
        if fits(rule, earned) and (not rule.kinds or set(rule.kinds) & set(kinds))
    ]
    return min(fitting, key=lambda rule: (-(worth(rule) or Fraction(0)), rule.key), default=None)


def is_decided_by_rule(rule: Rule, earned: Earned) -> bool:
    """Whether credit is entered without anyone's decision.

    Never for a badge that names nobody: whoever has its file could bring it.
    """
    return rule.is_automatic and earned.is_named


def problems_with(
    said: RuleSaid,
    *,
    units: Collection[str],
    categories: Collection[str],
    kinds: Collection[str],
) -> list[Problem]:
    """What stands in the way of keeping a rule; empty if nothing does.

    Args:
        said: What was typed.
        units: The units that the policy can convert.
        categories: The categories that the policy knows.
        kinds: The kinds of license that the policy knows.
    """
    return [
        *_words(said),
        *_whom(said),
        *_quantity(said.quantity),
        *_choices("unit", [said.unit], units),
        *_choices("categories", said.categories, categories),
        *_choices("kinds", said.kinds, kinds),
        *_days(said),
    ]


def _words(said: RuleSaid) -> list[Problem]:
    found = []
    if not said.title.strip():
        found.append(Problem("title", "The rule has no title.", "Say what it recognizes."))
    if not said.authority.strip():
        reason = "It does not say where it was decided."
        found.append(Problem("authority", reason, "Name the decision, with its date."))
    if not said.categories:
        reason = "It must count in at least one category of the policy."
        found.append(Problem("categories", reason, "“General” takes any credit."))
    return found


def _whom(said: RuleSaid) -> list[Problem]:
    """A rule is about an issuer's achievement, or about an alignment; not about everything."""
    if said.alignment or (said.issuer and said.achievement):
        return []
    if said.issuer:
        reason = "It would recognize everything that this issuer ever awards."
        return [Problem("achievement", reason, "Name the achievement, or an alignment.")]
    if said.achievement:
        reason = "Anybody can name this achievement in a badge of their own."
        return [Problem("issuer", reason, "Name the issuer too.")]
    reason = "It does not say which badges it is about."
    return [Problem("issuer", reason, "Name an issuer and an achievement, or an alignment.")]


def _quantity(text: str) -> list[Problem]:
    try:
        quantity = parse_amount(text.strip())
    except NotAnAmountError:
        return [Problem("quantity", "How much is not a number.", "Write it as 15 or 1.5.")]
    if not 0 < quantity <= LARGEST:
        return [Problem("quantity", "That is not a likely amount.", f"At most {LARGEST}.")]
    return []


def _choices(where: str, said: Sequence[str], known: Collection[str]) -> list[Problem]:
    unknown = sorted(set(said) - set(known))
    return [
        Problem(where, f"“{one[:60]}” is not known to the policy.", "Choose from the list.")
        for one in unknown[:1]
    ]


def _days(said: RuleSaid) -> list[Problem]:
    if said.began_on is None:
        reason = "The first day it holds is missing."
        return [Problem("began_on", reason, "Badges earned from that day on are recognized.")]
    if said.ended_on is not None and said.ended_on < said.began_on:
        return [Problem("ended_on", "It ends before it begins.", "Correct one of the two.")]
    return []
