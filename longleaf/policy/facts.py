"""Facts: what is known about one educator's cycle. What is not given is not known."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Microcredential


@dataclass(frozen=True, slots=True)
class License:
    """The license to be renewed.

    Attributes:
        kind: teacher, student_services or administrator.
        grade_span: The grades served, such as "K-5"; None if it does not apply or is not known.
        cycle_began_on: First day of the renewal cycle.
        expires_on: Last day of the license.
        extended_to: Last day of an extension that was granted, if one was.
        years_employed: Years of the cycle in which the holder was employed; None if not known.
    """

    kind: str
    grade_span: str | None = None
    cycle_began_on: date | None = None
    expires_on: date | None = None
    extended_to: date | None = None
    years_employed: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Something that the holder of several licenses works as, and its share of the time."""

    kind: str
    grade_span: str | None
    share: Fraction


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A plan that the policy itself describes, and whether its demands are met."""

    name: str
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class CompetencyDemand:
    """So many of these competencies are asked for; `requirement.competency` checks it.

    Attributes:
        id: Its short name.
        competencies: Identifiers of the elements of a framework, of which `at_least` are asked.
        at_least: How many of them.
        level: The lowest level that is enough, or None for any at which an award confirms it.
        within_years: How long ago at most it was confirmed, in years and whole months; None for
            however long.
        evidence_kinds: From how many kinds of evidence each must come, or None.
        confirmed_by: Who may confirm it; empty for whoever does.
    """

    id: str
    title: str
    competencies: tuple[str, ...]
    at_least: int
    level: str | None = None
    within_years: Fraction | None = None
    evidence_kinds: int | None = None
    confirmed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """Credit that a plan does not ask for where what it asks for instead is shown.

    Attributes:
        id: Its short name within the plan.
        category: The category; None means the total.
        quantity: How much, in the policy's own unit; None means all of it.
        kinds: Kinds of license it holds for; empty means every kind.
        instead: The competencies to show, all of them; empty waives without more.
    """

    id: str
    category: str | None = None
    quantity: Fraction | None = None
    kinds: tuple[str, ...] = ()
    instead: tuple[CompetencyDemand, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """An alternative plan with what it waives; it has effect on its days only.

    Attributes:
        began_on: Its first day.
        ends_on: Its last day, or None while no end is set.
        citation: Where the plan itself is written.
    """

    id: str
    title: str
    began_on: date
    ends_on: date | None
    waivers: tuple[Waiver, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Employer:
    """Who employs the educator: the jurisdiction, and its local board if there is one."""

    jurisdiction: str | None = None
    local: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """The most recent annual evaluation."""

    rating: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Something done for credit.

    Attributes:
        quantity: How much, in `unit`.
        categories: Those it was approved for; None if that is not known.
        approved: Whether whoever decides has approved it; None if that is not known.
        evidence: Kinds of evidence on file; None if that is not known.
        began_on: First day of the activity.
        approved_on: The day it was approved.
        approved_by: Who approved it, such as "lea" or "state".
        banked: Whether the educator keeps it for the cycle after the one it was earned in. Like
            an exemption, that has to be claimed.
    """

    id: str
    kind: str
    quantity: Fraction
    unit: str
    categories: tuple[str, ...] | None = None
    completed_on: date | None = None
    approved: bool | None = None
    evidence: tuple[str, ...] | None = None
    began_on: date | None = None
    approved_on: date | None = None
    approved_by: str | None = None
    banked: bool | None = None


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency that an award confirms.

    Attributes:
        level: The level of the rubric that was shown.
        evidence: Kinds of evidence it was judged by; None if that is not known.
        confirmed_by: Who confirmed it, such as "lea" or "reviewer"; None if that is not known.
    """

    id: str
    level: str
    evidence: tuple[str, ...] | None = None
    confirmed_by: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class AwardFact:
    """A micro-credential earned.

    Attributes:
        microcredential: Identifier of the definition.
        stack: Identifier of the stack it was earned in, if any.
        definition: What is known of the definition; None if nothing is.
        evidence: Kinds of proof on file for its credit; None if that is not known.
        approved_on: The day on which its credit was approved.
        approved_by: Who approved that, such as "lea" or "state".
        banked: Whether the educator keeps it for the cycle after the one it was earned in.
    """

    id: str
    microcredential: str
    granted_on: date | None = None
    stack: str | None = None
    competencies: tuple[Competency, ...] = ()
    definition: Microcredential | None = None
    evidence: tuple[str, ...] | None = None
    approved_on: date | None = None
    approved_by: str | None = None
    banked: bool | None = None


@dataclass(frozen=True, slots=True)
class Recognized:
    """A badge earned elsewhere that was recognized for credit.

    Attributes:
        quantity: How much the recognition gives, in `unit`.
        categories: Those it was recognized for.
        earned_on: The day it was earned there.
        kinds: Kinds of license it is recognized for; empty for every kind.
    """

    id: str
    quantity: Fraction
    unit: str
    categories: tuple[str, ...]
    earned_on: date | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingFacts:
    """Facts about the person that change what is asked of them.

    Attributes:
        national_board: Whether National Board certification was earned in this cycle, or the day
            it was; None if that is not known.
        legislator: Whether they served in the General Assembly in this cycle.
        lifetime: Whether the license is for life.
    """

    national_board: bool | date | None = None
    legislator: bool | None = None
    lifetime: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known."""

    license: License
    employer: Employer = field(default_factory=Employer)
    evaluation: Rating | None = None
    activities: tuple[Activity, ...] = ()
    awards: tuple[AwardFact, ...] = ()
    standing_facts: StandingFacts = field(default_factory=StandingFacts)
    recognized: tuple[Recognized, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    plan: PlanFact | PlanInForce | None = None
