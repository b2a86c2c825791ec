"""Mastery: what competencies say, beside what hours say."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from longleaf.policy.citation import Citation
from longleaf.policy.facts import AwardFact, CompetencyDemand, License
from longleaf.policy.finding import Because, Finding, Outcome, overall
from longleaf.policy.parameter import Held, Unknown
from longleaf.policy.requirement.against import Against
from longleaf.policy.requirement.competency import CompetencyStanding, check_competencies
from longleaf.policy.requirement.mastery import BOTH, EITHER, MasteryRule
from longleaf.policy.requirement.plan import in_place_of
from longleaf.policy.rules import Local, Rules

UNSETTLED = "unknown"


@dataclass(frozen=True, slots=True)
class Group:
    """The demands of the state, or of a local board, and what they decide.

    Attributes:
        weight: "beside", "either", "both", or "unknown" with the reason.
        outcome: Met, unmet or unknown, over all of its demands.
    """

    weight: str
    reason: str | None
    outcome: Outcome
    standings: tuple[CompetencyStanding, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Mastery:
    """Both metrics side by side.

    Attributes:
        hours: What credit alone says, before any plan or competency stands in for it.
        shown: What the competencies that the policy names say by themselves; None where it names
            none for this license.
        groups: The demands of the policy: the state's, then the local board's.
        by_plan: What a plan asks for in place of credit.
    """

    hours: Outcome
    shown: Outcome | None
    groups: tuple[Group, ...] = ()
    by_plan: tuple[CompetencyStanding, ...] = ()

    @property
    def demands(self) -> tuple[tuple[str, CompetencyStanding], ...]:
        """Every demand with its weight; "plan" for those of a plan."""
        asked = [(group.weight, one) for group in self.groups for one in group.standings]
        return (*asked, *(("plan", one) for one in self.by_plan))

    @property
    def differ(self) -> bool | None:
        """Whether the two metrics say different things; None while one of them says nothing."""
        if self.shown is None or Outcome.UNKNOWN in {self.hours, self.shown}:
            return None
        return self.hours is not self.shown


class MasteryCheck:
    """Checks demands for competencies against one educator's awards."""

    def __init__(
        self,
        rules: Rules,
        awards: Sequence[AwardFact],
        on: date,
        days: Callable[[date | None], list[Against]],
    ) -> None:
        self._rules = rules
        self._awards = awards
        self._on = on
        self._days = days

    def standings(
        self, prefix: str, demands: Iterable[CompetencyDemand], citations: tuple[Citation, ...]
    ) -> tuple[CompetencyStanding, ...]:
        """Each demand checked; `prefix` begins the names of their rules."""
        return tuple(
            check_competencies(
                demand,
                self._awards,
                rule=f"{prefix}.{demand.id}",
                on=self._on,
                scale=self._rules.levels,
                days=self._days,
                citations=citations,
            )
            for demand in demands
        )

    def group(self, rule: MasteryRule, row: Held[str], *, doubt: str | None) -> Group:
        """The demands of a rule and what they decide; `doubt` is why that is not known."""
        standings = self.standings("mastery", rule.demands, row.citations)
        reason = row.value.reason if isinstance(row.value, Unknown) else doubt
        weight = UNSETTLED if reason is not None else str(row.value)
        outcome = overall(one.outcome for one in standings)
        return Group(weight, reason, outcome, standings, row.citations)


def groups_of(
    check: MasteryCheck, rules: Rules, held: License, local: Local | None
) -> tuple[Group, ...]:
    """What the policy, and then the local board, ask for in competencies of a license."""
    asking = rules.mastery if local is None else rules.mastery + local.mastery
    if not asking:
        return ()
    candidates = [one.name for one in rules.license_rules(held, local)]
    found = []
    for rule in asking:
        touched = [name for name in candidates if not rule.licenses or name in rule.licenses]
        row = rule.on(held.expires_on) if touched else None
        if row is not None:
            doubt = None
            if len(touched) < len(candidates):
                doubt = "Which rules the license is under is not known."
            found.append(check.group(rule, row, doubt=doubt))
    return tuple(found)


def mastery_of(
    credit: Iterable[Finding], groups: tuple[Group, ...], by_plan: tuple[CompetencyStanding, ...]
) -> Mastery:
    """Both metrics side by side.

    Args:
        credit: The findings on credit alone.
        groups: What the policy asks for in competencies.
        by_plan: What a plan asks for instead of credit.
    """
    shown = overall(one.outcome for one in groups) if groups else None
    return Mastery(overall(one.outcome for one in credit), shown, groups, by_plan)


def with_mastery(
    groups: Sequence[Group], credit: list[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """The findings on credit as competencies stand in for it, and those of competencies besides.

    Competencies that are shown beside credit decide nothing. Where either is enough, credit that
    is short is waived by competencies that are shown; where both are asked for, the demands are
    findings of their own. Where it is not known which, nobody is told that all is met or missing
    while the other would say otherwise.
    """
    own: list[Finding] = []
    for group in groups:
        if group.weight == BOTH:
            own += [one.finding for one in group.standings]
        elif group.weight == EITHER:
            credit, more = _either(group, credit)
            own += more
        elif group.weight == UNSETTLED:
            credit, more = _unsettled(group, credit)
            own += more
    return credit, own


def _either(group: Group, credit: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    if group.outcome is Outcome.UNMET or not is_short(credit):
        return credit, []
    open_ = group.outcome is Outcome.UNKNOWN
    outcome = Outcome.UNKNOWN if open_ else Outcome.WAIVED
    because = Because("mastery.instead_open" if open_ else "mastery.instead_met")
    return [in_place_of(one, outcome) for one in credit], [_summary(group, outcome, because)]


def _unsettled(group: Group, credit: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    because = Because("mastery.rule_unknown", {"reason": group.reason or ""})
    if group.outcome is Outcome.MET and not is_short(credit):
        return credit, []
    if group.outcome is not Outcome.UNMET:
        credit = [
            replace(one, outcome=Outcome.UNKNOWN) if one.outcome is Outcome.UNMET else one
            for one in credit
        ]
    return credit, [_summary(group, Outcome.UNKNOWN, because)]


def is_short(credit: Iterable[Finding]) -> bool:
    """Whether something on credit is missing, or may be."""
    return any(one.outcome not in {Outcome.MET, Outcome.EXEMPT, Outcome.WAIVED} for one in credit)


def _summary(group: Group, outcome: Outcome, because: Because) -> Finding:
    return Finding(
        "mastery",
        outcome,
        because,
        tuple(each for one in group.standings for each in one.inputs),
        tuple(each for one in group.standings for each in one.left_out),
        group.citations,
    )
