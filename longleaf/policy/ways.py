"""Ways: what would close a gap, in every currency that the policy takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from longleaf.basis.amount import show_amount
from longleaf.policy.activity import FullCycle
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import AwardWorth, Crosswalk, Fixed
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Held, Unknown
from longleaf.policy.rules import Local, Rules


@dataclass(frozen=True, slots=True)
class Way:
    """One way to close one gap.

    Attributes:
        category: The gap, or None for a way that closes all of them at once.
        missing: How much is missing, in the policy's own currency.
        because: What to do, with the arithmetic.
        citations: Where the rate is written.
    """

    category: str | None
    missing: Fraction
    because: Because
    citations: tuple[Citation, ...]


def ways_to(
    rules: Rules,
    local: Local | None,
    gaps: Sequence[tuple[str, Fraction]],
    *,
    expires_on: date | None,
    on: date,
) -> tuple[Way, ...]:
    """The ways to close some gaps.

    Args:
        rules: The policy.
        local: The local rules, whose crosswalk comes before the state's.
        gaps: Categories and what is missing in each.
        expires_on: Last day of the license, or None if not known.
        on: The day asked about: the crosswalk that holds then is used.
    """
    ways: list[Way] = []
    crosswalk = rules.crosswalk_for(local).on(on)
    for category, missing in gaps:
        ways += _by_microcredential(rules, category, missing, crosswalk)
        ways += _by_unit(rules, category, missing)
    total = sum((missing for _, missing in gaps), Fraction(0))
    if total:
        ways += _by_full_cycle(rules, total, expires_on)
    return tuple(ways)


def _by_unit(rules: Rules, category: str, missing: Fraction) -> list[Way]:
    ways = []
    for conversion in rules.conversions.values():
        numbers = {
            "category": category,
            "missing": show_amount(missing),
            "own_unit": rules.unit,
            "quantity": show_amount(conversion.needed(missing)),
            "unit": conversion.unit,
            "one_is": show_amount(conversion.one_is),
        }
        because = Because("way.by_unit", numbers)
        ways.append(Way(category, missing, because, conversion.citations))
    return ways


def _by_microcredential(
    rules: Rules, category: str, missing: Fraction, crosswalk: Held[Crosswalk]
) -> list[Way]:
    if isinstance(crosswalk.value, Unknown):
        return []
    values: list[tuple[str | None, AwardWorth]] = [(None, crosswalk.value.default)]
    values += crosswalk.value.named.items()
    ways = []
    for name, worth in values:
        if isinstance(worth, Fixed):
            numbers = {
                "category": category,
                "missing": show_amount(missing),
                "own_unit": rules.unit,
                "each": show_amount(worth.credits),
                "microcredential_unit": "microcredential",
                "count": str(ceil(missing / worth.credits)),
            }
            if name is not None:
                numbers["microcredential"] = name
            key = "way.by_microcredential" if name is None else "way.by_named_microcredential"
            ways.append(Way(category, missing, Because(key, numbers), crosswalk.citations))
    return ways


def _by_full_cycle(rules: Rules, total: Fraction, expires_on: date | None) -> list[Way]:
    ways = []
    for kind in rules.activities.values():
        row = kind.worth.on(expires_on)
        if isinstance(row.value, FullCycle):
            because = Because("way.by_full_cycle", {"kind": kind.name, "title": kind.title})
            ways.append(Way(None, total, because, row.citations))
    return ways
