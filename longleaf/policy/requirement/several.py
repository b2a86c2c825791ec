"""Several licenses: the one in which most of the time is served decides what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.facts import Assignment, License
from longleaf.policy.finding import Because, Finding, Outcome
from longleaf.policy.parameter import Dated, Unknown

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Governing:
    """Which license decides.

    Attributes:
        candidates: The licenses that may decide; None among them where none has the greater part.
        doubt: Why there are several candidates.
        note: That most of the time decided, with where that is written; or None.
    """

    candidates: tuple[License | None, ...]
    doubt: Because
    note: Finding | None = None


def governing(
    held: License, assignments: Sequence[Assignment], rule: Dated[bool] | None
) -> Governing:
    """Which license decides for someone who serves in several.

    Args:
        held: The license.
        assignments: What its holder works as, each with its share of the time.
        rule: Whether most of the time decides, by the day of expiry; None if the policy does not
            say. Where it says "unknown", both the license as given and the greater part may
            decide.
    """
    nothing = Because("credit.no_majority")
    if rule is None or not assignments:
        return Governing((held,), nothing)
    row = rule.on(held.expires_on)
    if row.value is False:
        return Governing((held,), nothing)
    found = by_majority(held, assignments)
    if isinstance(row.value, Unknown):
        doubt = Because("credit.majority_unknown", {"reason": row.value.reason})
        return Governing((held,) if found == held else (held, found), doubt)
    if found is None:
        return Governing((None,), nothing)
    share = _shares(assignments)[found.kind, found.grade_span]
    numbers = {"kind": found.kind, "share": show_amount(share)}
    because = Because("majority.decides", numbers)
    return Governing(
        (found,), nothing, Finding("majority", Outcome.MET, because, citations=row.citations)
    )


def by_majority(held: License, assignments: Sequence[Assignment]) -> License | None:
    """The license as its holder's assignments make it, or None if none has the greater part.

    Args:
        held: The license.
        assignments: What the holder works as, each with its share of the time. A kind of license
            and span that is served in two places counts with the sum.
    """
    for (kind, span), share in _shares(assignments).items():
        if share > _HALF:
            return replace(held, kind=kind, grade_span=span)
    return None


def _shares(assignments: Sequence[Assignment]) -> dict[tuple[str, str | None], Fraction]:
    shares: dict[tuple[str, str | None], Fraction] = {}
    for one in assignments:
        served = (one.kind, one.grade_span)
        shares[served] = shares.get(served, Fraction(0)) + one.share
    return shares
