"""Requirement: enough credit in all, and enough of it in each category."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.citation import Citation
from longleaf.policy.finding import Because, Finding, Outcome
from longleaf.policy.parameter import Dated, Parameter, Unknown


@dataclass(frozen=True, slots=True)
class CreditRequirement:
    """A total and how it is split; all by the day on which the license expires.

    Attributes:
        prorated: The years of employment for which the whole is asked; fewer years ask for so
            much less. None, and days of which it does not speak: the whole whatever the years.
    """

    total: Parameter
    split: Dated[Mapping[str, Fraction]]
    prorated: Dated[Fraction] | None = None

    def part(self, expires_on: date | None, years: Fraction | None) -> "Part":
        """The part of the whole that is asked for, with where that is written."""
        if self.prorated is None or expires_on is None or not self.prorated.covers(expires_on):
            return Part(Fraction(1))
        row = self.prorated.on(expires_on)
        if isinstance(row.value, Unknown):
            because = Because("credit.rule_unknown", {"reason": row.value.reason})
            return Part(None, because, row.citations)
        if years is None:
            return Part(None, Because("credit.years_unknown"), row.citations)
        part = min(Fraction(1), years / row.value)
        numbers = {
            "years": show_amount(years),
            "whole": show_amount(row.value),
            "part": show_amount(part),
        }
        return Part(part, Because("proration.part", numbers), row.citations)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is asked for; None if it is not known.

    Attributes:
        because: How it came about or why it is not known; None where nothing is prorated.
    """

    value: Fraction | None
    because: Because | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """What a local board asks for beyond the state.

    Attributes:
        category: The category it is in.
        inside: The category out of which it is set apart, so that the total stays; None if it
            comes on top.
        licenses: Names of the license rules it applies to; empty means all.
        credits: How much, by the day on which the license expires.
    """

    category: str
    inside: str | None
    licenses: tuple[str, ...]
    credits: Dated[Fraction]


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for in one category; `by_state` is the part that the state itself asks."""

    category: str
    credits: Fraction
    by_state: Fraction
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Required:
    """What is asked for in all.

    Attributes:
        total: The sum, or None if it is not known.
        demands: The categories; empty if the split is not known.
        because: Why the total or the split is not known, else None.
        open_additions: What a local board may ask for besides, but the sources do not settle.
        citations: Where the total is written.
        prorated: A note that only a part is asked for, with where that is written; or None.
    """

    total: Fraction | None
    demands: tuple[Demand, ...]
    because: Because | None
    open_additions: tuple[tuple[str, Unknown], ...] = ()
    citations: tuple[Citation, ...] = ()
    prorated: Finding | None = None

    def same_as(self, other: "Required") -> bool:
        """Whether both ask for the same, wherever it is written."""
        return (self.total, self._amounts()) == (other.total, other._amounts())

    def _amounts(self) -> tuple[tuple[str, Fraction], ...]:
        return tuple((demand.category, demand.credits) for demand in self.demands)


def required(
    rule: CreditRequirement,
    additions: Sequence[Addition],
    *,
    expires_on: date | None,
    residual: str,
    years: Fraction | None = None,
) -> Required:
    """What a license that expires on a day asks for.

    Args:
        rule: The state's requirement.
        additions: The local board's, for this license.
        expires_on: Last day of the license, or None if not known.
        residual: The category that takes any credit; it is filled last.
        years: Years of the cycle in which the holder was employed, or None if not known.
    """
    portion = rule.part(expires_on, years)
    part = portion.value
    if part is None:
        return Required(None, (), portion.because, citations=portion.citations)
    total, split = rule.total.values.on(expires_on), rule.split.on(expires_on)
    for row in (total, split):
        if isinstance(row.value, Unknown):
            because = Because("credit.rule_unknown", {"reason": row.value.reason})
            return Required(None, (), because, citations=row.citations)
    minima, whole = split.value, total.value
    assert not isinstance(minima, Unknown)  # noqa: S101 - narrows what the loop has ruled out
    assert not isinstance(whole, Unknown)  # noqa: S101 - narrows what the loop has ruled out
    demands = {
        name: Demand(name, amount * part, amount * part, split.citations)
        for name, amount in minima.items()
    }
    whole *= part
    still_open: list[tuple[str, Unknown]] = []
    citations = total.citations
    for addition in additions:
        # Days of which a local file does not speak are days without the addition.
        if expires_on is None or not addition.credits.covers(expires_on):
            continue
        row_added = addition.credits.on(expires_on)
        if isinstance(row_added.value, Unknown):
            still_open.append((addition.category, row_added.value))
            continue
        more = row_added.value
        _add(demands, addition.category, more, row_added.citations)
        citations += row_added.citations
        if addition.inside is None:
            whole += more
        else:
            _add(demands, addition.inside, -more, ())
    ordered = sorted(demands.values(), key=lambda demand: demand.category == residual)
    return Required(
        whole,
        tuple(d for d in ordered if d.credits > 0),
        None,
        tuple(still_open),
        citations,
        None
        if portion.because is None
        else Finding("proration", Outcome.MET, portion.because, citations=portion.citations),
    )


def _add(
    demands: dict[str, Demand], name: str, more: Fraction, citations: tuple[Citation, ...]
) -> None:
    before = demands.get(name, Demand(name, Fraction(0), Fraction(0), ()))
    demands[name] = Demand(
        name, before.credits + more, before.by_state, before.citations + citations
    )


def agreed(candidates: Sequence[Required], doubt: Because) -> Required:
    """What is asked for when it is not known which of several rules applies.

    Where all of them ask for the same, the doubt makes no difference; where only the total is the
    same, that much is known.
    """
    first = candidates[0]
    if all(first.same_as(other) for other in candidates):
        return first
    if all(first.total == other.total for other in candidates):
        return Required(
            first.total, (), doubt, first.open_additions, first.citations, first.prorated
        )
    return Required(None, (), doubt, first.open_additions, first.citations)
