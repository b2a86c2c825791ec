"""Requirement: enough competencies were shown, well enough, lately, and from several sides."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from longleaf.basis.amount import show_amount
from longleaf.basis.day import months_after
from longleaf.policy.citation import Citation
from longleaf.policy.facts import AwardFact, Competency, CompetencyDemand
from longleaf.policy.finding import Because, Finding, Input, LeftOut, Outcome
from longleaf.policy.requirement.against import Against, seen

__all__ = ["LEVELS", "CompetencyDemand", "CompetencyStanding", "check_competencies"]

LEVELS: Final = ("not_yet", "demonstrated", "strong")
"""The levels that are compared where a policy names none of its own, lowest first."""

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class CompetencyStanding:
    """What became of one demand for competencies.

    Attributes:
        rule: Stable name, such as "mastery.reading".
        outcome: Met, unmet or unknown.
        shown: Those that are shown for sure, in the order of the demand.
        open: Those that may be shown, as far as is known.
        missing: How many more are asked for than are shown for sure.
        inputs: The awards that show them.
        left_out: Awards that confirm one of them and do not show it, or not for sure.
        citations: Where it is asked for.
    """

    rule: str
    demand: CompetencyDemand
    outcome: Outcome
    because: Because
    shown: tuple[str, ...]
    open: tuple[str, ...]
    missing: int
    inputs: tuple[Input, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """Those that are not shown, whatever is not known yet."""
        found = {*self.shown, *self.open}
        return tuple(name for name in self.demand.competencies if name not in found)

    @property
    def finding(self) -> Finding:
        """The same as a finding."""
        return Finding(
            self.rule, self.outcome, self.because, self.inputs, self.left_out, self.citations
        )


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """One competency of one award, and what speaks against it."""

    award: str
    competency: Competency
    against: tuple[Against, ...]

    @property
    def certain(self) -> bool:
        return not self.against

    @property
    def possible(self) -> bool:
        return not any(one.for_sure for one in self.against)


def check_competencies(
    demand: CompetencyDemand,
    awards: Iterable[AwardFact],
    *,
    rule: str,
    on: date,
    scale: Sequence[str] = LEVELS,
    days: Callable[[date | None], list[Against]] | None = None,
    citations: tuple[Citation, ...] = (),
) -> CompetencyStanding:
    """Compare what awards confirm with what is asked for.

    A fact that is not given speaks only perhaps: the demand is met if it is met without it, unmet
    if it would be unmet even were it to turn out well, and unknown otherwise.

    Args:
        demand: What is asked for.
        awards: The awards, in any order.
        rule: The name of the finding.
        on: The day asked about, from which `within_years` is counted back; the day so many years
            before it is still recent.
        scale: The levels there are, lowest first; a level that is not among them compares with
            itself alone.
        days: What speaks against an award of a day, or None to look only at whether it is later
            than `on`.
        citations: Where it is asked for.
    """
    asked = frozenset(demand.competencies)
    confirmed = [
        _Confirmed(
            award.id,
            one,
            (
                *(seen(award.granted_on, on) if days is None else days(award.granted_on)),
                *_against(demand, award, one, on, scale),
            ),
        )
        for award in sorted(awards, key=lambda award: (award.granted_on or date.max, award.id))
        for one in award.competencies
        if one.id in asked
    ]
    shown = tuple(name for name in demand.competencies if _is_shown(name, demand, confirmed))
    maybe = tuple(
        name
        for name in demand.competencies
        if name not in shown and _may_be_shown(name, demand, confirmed)
    )
    outcome, key = _outcome(demand.at_least, len(shown), len(maybe))
    numbers = {
        "title": demand.title,
        "asked": str(demand.at_least),
        "of": str(len(demand.competencies)),
        "shown": str(len(shown)),
        "missing": str(max(0, demand.at_least - len(shown))),
    }
    return CompetencyStanding(
        rule,
        demand,
        outcome,
        Because(f"mastery.{key}", numbers),
        shown,
        maybe,
        max(0, demand.at_least - len(shown)),
        tuple(
            Input(one.award, _given(one.competency))
            for one in confirmed
            if one.certain and one.competency.id in shown
        ),
        tuple(_left_out(demand, confirmed, shown)),
        citations,
    )


def _against(
    demand: CompetencyDemand, award: AwardFact, one: Competency, on: date, scale: Sequence[str]
) -> list[Against]:
    found = [_age(demand, award.granted_on, on), _level(demand, one, scale), _who(demand, one)]
    return [each for each in found if each is not None]


def _age(demand: CompetencyDemand, day: date | None, on: date) -> Against | None:
    # An award without a day is open for that reason already.
    if demand.within_years is None or day is None:
        return None
    if day >= months_after(on, -int(demand.within_years * _MONTHS)):
        return None
    numbers = {"day": day.isoformat(), "years": show_amount(demand.within_years)}
    return Against(Because("mastery.too_old", numbers), for_sure=True)


def _level(demand: CompetencyDemand, one: Competency, scale: Sequence[str]) -> Against | None:
    if demand.level is None or one.level == demand.level:
        return None
    numbers = {"level": one.level, "at_least": demand.level}
    if one.level not in scale or demand.level not in scale:
        return Against(Because("mastery.level_unknown", numbers), for_sure=False)
    if scale.index(one.level) > scale.index(demand.level):
        return None
    return Against(Because("mastery.level_below", numbers), for_sure=True)


def _who(demand: CompetencyDemand, one: Competency) -> Against | None:
    if not demand.confirmed_by or set(one.confirmed_by or ()) & set(demand.confirmed_by):
        return None
    numbers = {"may": " or ".join(demand.confirmed_by)}
    if one.confirmed_by is None:
        return Against(Because("mastery.confirmer_unknown", numbers), for_sure=False)
    return Against(Because("mastery.confirmer_may_not", numbers), for_sure=True)


def _is_shown(name: str, demand: CompetencyDemand, confirmed: Sequence[_Confirmed]) -> bool:
    mine = [one for one in confirmed if one.certain and one.competency.id == name]
    kinds = {kind for one in mine for kind in one.competency.evidence or ()}
    return bool(mine) and len(kinds) >= (demand.evidence_kinds or 0)


def _may_be_shown(name: str, demand: CompetencyDemand, confirmed: Sequence[_Confirmed]) -> bool:
    mine = [one for one in confirmed if one.possible and one.competency.id == name]
    kinds = {kind for one in mine for kind in one.competency.evidence or ()}
    unknown = any(one.competency.evidence is None for one in mine)
    return bool(mine) and (unknown or len(kinds) >= (demand.evidence_kinds or 0))


def _outcome(asked: int, shown: int, maybe: int) -> tuple[Outcome, str]:
    if shown >= asked:
        return Outcome.MET, "met"
    if shown + maybe < asked:
        return Outcome.UNMET, "unmet"
    return Outcome.UNKNOWN, "open"


def _given(one: Competency) -> Because:
    return Because("mastery.given", {"competency": one.id, "level": one.level})


def _left_out(
    demand: CompetencyDemand, confirmed: Sequence[_Confirmed], shown: tuple[str, ...]
) -> Iterable[LeftOut]:
    for one in confirmed:
        yield from (LeftOut(one.award, each.because) for each in one.against)
        if one.certain and one.competency.id not in shown:
            numbers = {"competency": one.competency.id, "asked": str(demand.evidence_kinds)}
            known = one.competency.evidence is not None
            key = "mastery.too_few_kinds" if known else "mastery.kinds_unknown"
            yield LeftOut(one.award, Because(key, numbers))
