"""Mastery as people read it: the competencies shown, and what they say beside what hours say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from longleaf.policy.citation import Citation
from longleaf.policy.facts import AwardFact, Facts
from longleaf.policy.finding import Because, Outcome
from longleaf.policy.mastery import Mastery
from longleaf.policy.requirement.competency import CompetencyStanding

_WEIGHTS = {
    "beside": "It is shown beside credit and decides nothing.",
    "either": "Shown, it stands in for credit that is missing.",
    "both": "It is asked for as well as credit.",
    "unknown": "What it decides beside credit is not settled.",
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One competency as one award confirms it.

    Attributes:
        id: Identifier of the framework's element.
        title: Its code and statement, where it is on file; else the identifier.
        level: The rubric's level, in words.
        on: The day it was confirmed, or None if that is not known.
        evidence: Kinds of evidence it was judged by; None if that is not known.
        confirmed_by: Who confirmed it; None if that is not known.
        award: The award's name, and its identifier among the facts.
    """

    id: str
    title: str
    level: str
    on: date | None
    evidence: tuple[str, ...] | None
    confirmed_by: tuple[str, ...] | None
    award: str
    award_id: str


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One demand for competencies and what became of it.

    Attributes:
        outcome: met, unmet or unknown.
        says: The figures, as a sentence.
        weight: What it decides, as a sentence.
        elements: Each competency that would serve: its title, and "shown", "open" or "missing".
        left_out: Awards that confirm one of them and do not show it, each with its reason.
    """

    id: str
    title: str
    outcome: str
    says: str
    weight: str
    elements: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]
    citations: tuple[Citation, ...]
    asked: int
    shown: int


@dataclass(frozen=True, slots=True)
class MasteryShown:
    """Both metrics side by side.

    Attributes:
        hours: What credit alone says: met, unmet, unknown, exempt or waived.
        shown: What competencies alone say; None where the rules name none for this license.
        differ: Whether the two say different things; None while one of them says nothing.
        says: The comparison in a sentence.
        demands: What the policy asks for in competencies.
        by_plan: What a plan asks for in place of credit.
        confirmed: Every competency that an award in force confirms, the latest first.
    """

    hours: str
    shown: str | None
    differ: bool | None
    says: str
    demands: tuple[DemandLine, ...]
    by_plan: tuple[DemandLine, ...]
    confirmed: tuple[Confirmed, ...]

    @property
    def competencies(self) -> int:
        """How many different competencies are confirmed."""
        return len({one.id for one in self.confirmed})

    @property
    def groups_shown(self) -> tuple[tuple[DemandLine, ...], ...]:
        """What the policy asks for, then what a plan asks for."""
        return (self.demands, self.by_plan)


def mastery_shown(
    mastery: Mastery, facts: Facts, names: Mapping[str, str], say: Callable[[Because], str]
) -> MasteryShown:
    """Put what competencies say into the form that pages draw.

    Args:
        mastery: From an evaluation.
        facts: Those it was made from.
        names: Titles of awards ("award:…") and of competencies ("element:…").
        say: Puts a reason into a sentence.
    """
    return MasteryShown(
        hours=mastery.hours.value,
        shown=None if mastery.shown is None else mastery.shown.value,
        differ=mastery.differ,
        says=_compared(mastery),
        demands=tuple(
            _demand(one, _WEIGHTS[group.weight], names, say)
            for group in mastery.groups
            for one in group.standings
        ),
        by_plan=tuple(
            _demand(one, "The plan asks for it in place of credit.", names, say)
            for one in mastery.by_plan
        ),
        confirmed=_confirmed(facts.awards, names),
    )


def _compared(mastery: Mastery) -> str:
    if mastery.shown is None:
        return (
            "The rules ask for no competencies for this license. What was shown stands here beside "
            "the hours and decides nothing."
        )
    hours = mastery.hours in {Outcome.MET, Outcome.EXEMPT, Outcome.WAIVED}
    if Outcome.UNKNOWN in {mastery.hours, mastery.shown}:
        which = "hours" if mastery.hours is Outcome.UNKNOWN else "mastery"
        return f"What {which} say is not known yet, so the two cannot be compared."
    if hours and mastery.shown is Outcome.MET:
        return "Hours and mastery say the same: what is asked for is there."
    if hours:
        return "They differ: the hours are there, and competencies are still to be shown."
    if mastery.shown is Outcome.MET:
        return "They differ: the competencies are shown, and hours are still missing."
    return "Hours and mastery say the same: something is still missing."


def _demand(
    one: CompetencyStanding, weight: str, names: Mapping[str, str], say: Callable[[Because], str]
) -> DemandLine:
    states = {**dict.fromkeys(one.open, "open"), **dict.fromkeys(one.shown, "shown")}
    return DemandLine(
        id=one.demand.id,
        title=one.demand.title,
        outcome=one.outcome.value,
        says=say(one.because),
        weight=weight,
        elements=tuple(
            (_title(name, names), states.get(name, "missing")) for name in one.demand.competencies
        ),
        left_out=tuple((names.get(each.id, each.id), say(each.because)) for each in one.left_out),
        citations=tuple(dict.fromkeys(one.citations)),
        asked=one.demand.at_least,
        shown=len(one.shown),
    )


def _confirmed(awards: tuple[AwardFact, ...], names: Mapping[str, str]) -> tuple[Confirmed, ...]:
    found = [
        Confirmed(
            id=one.id,
            title=_title(one.id, names),
            level=one.level.replace("_", " ").capitalize(),
            on=award.granted_on,
            evidence=_words(one.evidence),
            confirmed_by=_words(one.confirmed_by),
            award=names.get(award.id, award.microcredential),
            award_id=award.id.partition(":")[2],
        )
        for award in awards
        for one in award.competencies
    ]
    return tuple(sorted(found, key=lambda one: (-(one.on or date.min).toordinal(), one.title)))


def _title(identifier: str, names: Mapping[str, str]) -> str:
    return names.get(f"element:{identifier}", identifier)


_BODIES = {"lea": "the LEA", "state": "the state", "reviewer": "trained reviewers"}


def _words(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    return tuple(_BODIES.get(name, name.replace("_", " ")) for name in names)
