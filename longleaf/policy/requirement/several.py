"""Several licenses: the one in which most of the time is served decides what is asked for."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from longleaf.policy.facts import Assignment, License

_HALF = Fraction(1, 2)


def by_majority(held: License, assignments: Sequence[Assignment]) -> License | None:
    """The license as its holder's assignments make it, or None if none has the greater part.

    Args:
        held: The license.
        assignments: What the holder works as, each with its share of the time. A kind of license
            and span that is served in two places counts with the sum.
    """
    shares: dict[tuple[str, str | None], Fraction] = {}
    for one in assignments:
        served = (one.kind, one.grade_span)
        shares[served] = shares.get(served, Fraction(0)) + one.share
    for (kind, span), share in shares.items():
        if share > _HALF:
            return replace(held, kind=kind, grade_span=span)
    return None
