"""The crosswalk from micro-credentials to credit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from longleaf.policy.parameter import Unknown


@dataclass(frozen=True, slots=True)
class Fixed:
    """Worth a fixed number of credits."""

    credits: Fraction


@dataclass(frozen=True, slots=True)
class ByStatedHours:
    """Worth the hours of effort that the definition states, converted as clock hours."""

    unit: str


@dataclass(frozen=True, slots=True)
class Satisfies:
    """Worth no number, but what the state asks for in these categories is satisfied by it."""

    categories: tuple[str, ...]


AwardWorth = Fixed | ByStatedHours | Satisfies | Unknown


@dataclass(frozen=True, slots=True)
class Stack:
    """Micro-credentials that are worth something together, in place of each by itself.

    Attributes:
        title: The words for it.
        of: Identifiers or slugs of its parts, all of which are needed.
        worth: What the whole is worth.
        categories: Where its credit may count; empty for wherever a part's may.
    """

    title: str
    of: tuple[str, ...]
    worth: Fixed | Satisfies | Unknown
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What micro-credentials are worth while one row of a crosswalk holds.

    Attributes:
        default: What any micro-credential is worth that is not named.
        named: Identifier or slug of a micro-credential to what it is worth.
        stacks: Name of a stack to what it is worth.
    """

    default: AwardWorth
    named: Mapping[str, AwardWorth] = field(default_factory=dict)
    stacks: Mapping[str, Stack] = field(default_factory=dict)

    def worth(self, names: tuple[str | None, ...]) -> AwardWorth:
        """What a micro-credential is worth that is known by any of these names."""
        for name in names:
            if name is not None and name in self.named:
                return self.named[name]
        return self.default


@dataclass(frozen=True, slots=True)
class Microcredential:
    """What the crosswalk needs of a micro-credential's definition.

    Attributes:
        slug: Its stable name, if known.
        renewal_categories: Where its credit may count; what a license has not is passed over.
        effort_hours: The hours it states, or None.
    """

    slug: str | None = None
    renewal_categories: tuple[str, ...] = ()
    effort_hours: Fraction | None = None
