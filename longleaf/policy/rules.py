"""The rules of one jurisdiction, with those of its local boards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from longleaf.policy.activity import ActivityKind
from longleaf.policy.category import Category, Reallocation
from longleaf.policy.citation import Citation
from longleaf.policy.conversion import Conversion
from longleaf.policy.crosswalk import Crosswalk
from longleaf.policy.facts import License
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Dated, Parameter, Unknown
from longleaf.policy.requirement.also import AlsoRequired
from longleaf.policy.requirement.cap import CYCLE, Cap
from longleaf.policy.requirement.carry_over import CarryOver
from longleaf.policy.requirement.competency import LEVELS
from longleaf.policy.requirement.condition import NOT_ACTIVITIES, Condition
from longleaf.policy.requirement.credit import (
    Addition,
    CreditRequirement,
    Required,
    agreed,
    required,
)
from longleaf.policy.requirement.exemption import Exemption
from longleaf.policy.requirement.floor import Floor
from longleaf.policy.requirement.mastery import MasteryRule
from longleaf.policy.requirement.plan import AlternativePlan
from longleaf.policy.requirement.rating import RatingRequirement


@dataclass(frozen=True, slots=True)
class LicenseRule:
    """What one kind of license asks for; `also` is what these rules name and cannot decide."""

    name: str
    title: str
    kind: str
    grade_span: str | None
    credit: CreditRequirement
    rating: RatingRequirement | None
    also: tuple[AlsoRequired, ...] = ()


@dataclass(frozen=True, slots=True)
class Local:
    """A local board's own rules: it may add and subdivide, and never lowers the state's floor.

    Attributes:
        readings: Grade span given to the one it is read as here.
        crosswalk: What micro-credentials are worth here, by the day of the award; or None.
        invented: Whether it belongs to a demonstration and to no real board.
    """

    name: str
    title: str
    additions: tuple[Addition, ...] = ()
    readings: Mapping[str, Dated[str]] = field(default_factory=dict)
    crosswalk: Dated[Crosswalk] | None = None
    categories: Mapping[str, Category] = field(default_factory=dict)
    invented: bool = False
    caps: tuple[Cap, ...] = ()
    conditions: tuple[Condition, ...] = ()
    carry_over: tuple[CarryOver, ...] = ()
    plans: tuple[AlternativePlan, ...] = ()
    mastery: tuple[MasteryRule, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyName:
    """Which rules decided: enough to find the same rules again."""

    jurisdiction: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole policy, loaded.

    Attributes:
        policy: Its jurisdiction, version and content hash.
        unit: Its own currency, in which every amount is given.
        residual: The category that takes any credit.
        time_zone: The zone in which its days begin and end.
        mastery: What is asked for in competencies.
        floors: What the statute asks for at least, whatever a plan waives.
        levels: The levels at which a competency can be shown, lowest first.
        kinds: Kinds of license to their titles.
    """

    policy: PolicyName
    title: str
    unit: str
    residual: str
    time_zone: str
    categories: Mapping[str, Category]
    conversions: Mapping[str, Conversion]
    parameters: Mapping[str, Parameter]
    grade_spans: Mapping[str, Dated[str]]
    licenses: tuple[LicenseRule, ...]
    activities: Mapping[str, ActivityKind]
    crosswalk: Dated[Crosswalk]
    exemptions: tuple[Exemption, ...]
    reallocations: tuple[Reallocation, ...]
    locals: Mapping[str, Local]
    citations: Mapping[str, Citation]
    caps: tuple[Cap, ...] = ()
    conditions: tuple[Condition, ...] = ()
    carry_over: tuple[CarryOver, ...] = ()
    plans: tuple[AlternativePlan, ...] = ()
    extension: Dated[int] | None = None
    majority_of_time: Dated[bool] | None = None
    mastery: tuple[MasteryRule, ...] = ()
    floors: tuple[Floor, ...] = ()
    levels: tuple[str, ...] = LEVELS
    kinds: Mapping[str, str] = field(default_factory=dict)

    def with_locals(
        self, locals_: Mapping[str, Local], citations: Mapping[str, Citation]
    ) -> "Rules":
        """The same rules with those of local boards, and the sources that they cite."""
        return replace(self, locals=locals_, citations=citations)

    def local(self, name: str | None) -> Local | None:
        """The local board's rules, or None if none are on file under that name."""
        return None if name is None else self.locals.get(name)

    def category(self, name: str, local: Local | None) -> Category:
        """A category of the state's or of the local board's."""
        if local is not None and name in local.categories:
            return local.categories[name]
        return self.categories[name]

    def titles(self, local: Local | None = None) -> dict[str, str]:
        """The words that pages use for categories."""
        own = {} if local is None else local.categories
        return {name: category.title for name, category in {**self.categories, **own}.items()}

    def crosswalk_for(self, local: Local | None) -> Dated[Crosswalk]:
        """The local board's crosswalk, else the state's."""
        if local is None or local.crosswalk is None:
            return self.crosswalk
        return local.crosswalk

    def looks_at_awards(self, local: Local | None) -> bool:
        """Whether awards are looked at for more than their own worth.

        That is so where competencies are asked for, stacks are valued, or what must be so before
        credit counts is said of awards. Columns do not carry it.
        """
        own = () if local is None else (local,)
        rows = self.crosswalk_for(local).rows
        kinds = {
            kind
            for one in (self, *own)
            for rule in (*one.conditions, *one.carry_over)
            for kind in rule.kinds
        }
        return (
            any(one.mastery for one in (self, *own))
            or not kinds.isdisjoint(NOT_ACTIVITIES)
            or any(isinstance(row.value, Crosswalk) and row.value.stacks for row in rows)
        )

    def caps_for(self, local: Local | None) -> tuple[Cap, ...]:
        """The caps of the state and of the local board, the narrowest first."""
        caps = self.caps if local is None else self.caps + local.caps
        return tuple(sorted(caps, key=lambda cap: (cap.per == CYCLE, len(cap.kinds))))

    def plan(self, name: str, held: License, local: Local | None) -> AlternativePlan | None:
        """The alternative plan of that name that holds for a license, or None."""
        plans = self.plans if local is None else self.plans + local.plans
        names = {rule.name for rule in self.license_rules(held, local)}
        fitting = (one for one in plans if not one.licenses or names <= set(one.licenses))
        return next((one for one in fitting if one.name == name), None)

    def license_rules(self, held: License, local: Local | None) -> tuple[LicenseRule, ...]:
        """The rules that may apply to a license: one, if enough is known about it."""
        of_kind = tuple(rule for rule in self.licenses if rule.kind == held.kind)
        span = self._span(held.grade_span, held.expires_on, local)
        exact = tuple(rule for rule in of_kind if rule.grade_span in {None, span})
        return exact or of_kind

    def required(self, held: License, local: Local | None) -> Required:
        """What a license asks for, as far as what is known about it settles that."""
        rules = self.license_rules(held, local)
        if not rules:
            return Required(None, (), Because("credit.no_rule_for_kind", {"kind": held.kind}))
        candidates = [
            required(
                rule.credit,
                self._additions(rule, local),
                expires_on=held.expires_on,
                residual=self.residual,
                years=held.years_employed,
            )
            for rule in rules
        ]
        return agreed(candidates, self._doubt(held, local))

    def _additions(self, rule: LicenseRule, local: Local | None) -> tuple[Addition, ...]:
        if local is None:
            return ()
        return tuple(a for a in local.additions if not a.licenses or rule.name in a.licenses)

    def _reading(
        self, span: str, expires_on: date | None, local: Local | None
    ) -> str | Unknown | None:
        own = {} if local is None else local.readings
        for readings in (own, self.grade_spans):
            if span in readings:
                value = readings[span].on(expires_on).value
                if not (readings is own and isinstance(value, Unknown)):
                    return value
        return None

    def _span(self, span: str | None, expires_on: date | None, local: Local | None) -> str | None:
        read = None if span is None else self._reading(span, expires_on, local)
        return read if isinstance(read, str) else None

    def _doubt(self, held: License, local: Local | None) -> Because:
        if held.grade_span is None:
            return Because("credit.grade_span_unknown")
        read = self._reading(held.grade_span, held.expires_on, local)
        if isinstance(read, Unknown):
            return Because("credit.rule_unknown", {"reason": read.reason})
        return Because("credit.grade_span_not_in_policy", {"grade_span": held.grade_span})
