"""Policies and facts that nobody wrote: every rule there is, in any combination."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from hypothesis import strategies as st

from longleaf.basis.period import Period
from longleaf.policy.activity import ActivityKind, ActivityWorth, ByUnit, Each, FullCycle
from longleaf.policy.category import Category, Reallocation
from longleaf.policy.conversion import Conversion, Rounding
from longleaf.policy.crosswalk import (
    AwardWorth,
    ByStatedHours,
    Crosswalk,
    Fixed,
    Microcredential,
    Satisfies,
    Stack,
)
from longleaf.policy.facts import (
    Activity,
    Assignment,
    AwardFact,
    Competency,
    CompetencyDemand,
    Employer,
    Facts,
    License,
    PlanFact,
    Rating,
    Recognized,
    StandingFacts,
)
from longleaf.policy.parameter import (
    COMPLETED_ON,
    EXPIRES_ON,
    GRANTED_ON,
    Dated,
    Held,
    Parameter,
    Unknown,
)
from longleaf.policy.requirement.also import AlsoRequired
from longleaf.policy.requirement.cap import CYCLE, YEAR, Cap, Share
from longleaf.policy.requirement.carry_over import CarryOver
from longleaf.policy.requirement.condition import Condition, Terms
from longleaf.policy.requirement.credit import Addition, CreditRequirement
from longleaf.policy.requirement.exemption import Exemption
from longleaf.policy.requirement.mastery import WEIGHTS, MasteryRule
from longleaf.policy.requirement.plan import AlternativePlan
from longleaf.policy.requirement.rating import RatingRequirement
from longleaf.policy.rules import LicenseRule, Local, PolicyName, Rules

T = TypeVar("T")

SPANS = ("K-5", "6-12", "6-8")
KINDS = ("workshop", "course", "certificate", "service", "unheard_of")
NAMED = ("reading", "science", "safety")
FREE = "free"
UNITS = ("hour", "point", "week", "certificate")
RATINGS = ("low", "fair", "good")
EVIDENCE = ("letter", "transcript", "photo")
CUTS = (date(2020, 7, 1), date(2022, 1, 1), date(2024, 7, 1))
BEGAN, ON = date(2019, 7, 1), date(2025, 3, 1)
DAYS = st.one_of(
    st.dates(BEGAN - timedelta(days=400), ON + timedelta(days=60)),
    st.sampled_from([*CUTS, *(cut - timedelta(days=1) for cut in CUTS), BEGAN, ON]),
)
AMOUNTS = st.sampled_from(
    [Fraction(n) for n in range(9)]
    + [Fraction(2, 3), Fraction(1, 3), Fraction(3, 2), Fraction(7, 10), Fraction(1, 13)]
)
POSITIVE = AMOUNTS.filter(lambda amount: amount > 0)


def dated(
    by: str, values: st.SearchStrategy[T], *, gaps: bool = False
) -> st.SearchStrategy[Dated[T]]:
    """Rows one after another, some of them unknown; with gaps, days before the first have none."""

    @st.composite
    def rows(draw: st.DrawFn) -> Dated[T]:
        cuts = sorted(draw(st.sets(st.sampled_from(CUTS), max_size=2)))
        first = None if not gaps or not cuts else cuts.pop(0)
        edges = [first, *cuts]
        ends = [cut - timedelta(days=1) for cut in cuts]
        held: list[Held[T]] = []
        for begin, end in zip(edges, [*ends, None], strict=True):
            unknown = draw(st.integers(0, 6)) == 0
            value = Unknown("Nobody has said.") if unknown else draw(values)
            held.append(Held(Period(begin, end), value, ()))
        return Dated(by, tuple(held))

    return rows()


def some(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)


def _sum(minima: Mapping[str, Fraction]) -> Fraction:
    return sum(minima.values(), Fraction(0))


@st.composite
def credit(draw: st.DrawFn, names: tuple[str, ...]) -> CreditRequirement:
    minima: Dated[Mapping[str, Fraction]] = draw(
        dated(EXPIRES_ON, st.dictionaries(st.sampled_from(names), AMOUNTS, min_size=1))
    )
    rows = tuple(
        Held(row.period, row.value if isinstance(row.value, Unknown) else _sum(row.value), ())
        for row in minima.rows
    )
    total = Dated(EXPIRES_ON, rows)
    prorated = draw(
        st.none() | dated(EXPIRES_ON, st.sampled_from([Fraction(3), Fraction(5)]), gaps=True)
    )
    return CreditRequirement(Parameter("credits", "point", total), minima, prorated)


CONVERSIONS = st.builds(
    Conversion,
    st.just("hour"),
    st.sampled_from([Fraction(10), Fraction(1, 13), Fraction(3), Fraction(2, 3)]),
    st.none() | st.builds(Rounding, st.sampled_from([Fraction(1, 10), Fraction(1)])),
    st.just(()),
    st.none() | st.just(Rounding(Fraction(1))),
)


def worth(names: tuple[str, ...]) -> st.SearchStrategy[ActivityWorth]:
    split = st.dictionaries(st.sampled_from(names), POSITIVE, max_size=2)
    each = st.builds(
        lambda parts, per, free: Each(sum(parts.values(), Fraction(0)) or free, per, parts),
        split,
        st.sampled_from(UNITS),
        POSITIVE,
    )
    return st.one_of(
        st.just(ByUnit()),
        st.just(ByUnit()),
        st.just(FullCycle()),
        each,
        st.builds(Satisfies, some(names)),
    )


def award_worth(names: tuple[str, ...]) -> st.SearchStrategy[AwardWorth]:
    return st.one_of(
        st.builds(Fixed, POSITIVE),
        st.just(ByStatedHours("hour")),
        st.builds(Satisfies, some(names)),
        st.just(Unknown("Nobody has said.")),
    )


def crosswalks(names: tuple[str, ...]) -> st.SearchStrategy[Dated[Crosswalk]]:
    named = st.dictionaries(
        st.sampled_from(["urn:one", "one", "two"]), award_worth(names), max_size=2
    )
    whole = st.builds(Stack, st.just("Both"), st.just(("one", "two")), st.builds(Fixed, POSITIVE))
    stacks: st.SearchStrategy[dict[str, Stack]] = st.one_of(
        st.just({}), st.just({}), st.just({}), st.dictionaries(st.just("both"), whole)
    )
    return dated(GRANTED_ON, st.builds(Crosswalk, award_worth(names), named, stacks))


TERMS = st.builds(
    Terms,
    evidence=st.just(()) | some(EVIDENCE),
    approved_in_advance=st.booleans(),
    approved_by=st.just(()) | some(("lea", "state")),
    at_least=st.none() | st.just(Fraction(1, 2)),
)
CONDITIONS = st.lists(
    st.builds(
        Condition,
        st.just("proof"),
        st.just(())
        | some(KINDS[:3])
        | st.sampled_from([("workshop", "microcredential"), ("recognized",)]),
        dated(COMPLETED_ON, TERMS, gaps=True),
    ),
    max_size=1,
).map(tuple)
CARRY = st.lists(
    st.builds(
        CarryOver,
        st.just("banking"),
        some(KINDS[:3]),
        dated(COMPLETED_ON, st.sampled_from([3, 12]), gaps=True),
    ),
    max_size=1,
).map(tuple)
HELD = dated(EXPIRES_ON, st.booleans())
HELD_SOMETIMES = dated(EXPIRES_ON, st.booleans(), gaps=True)


def plans(name: str) -> st.SearchStrategy[tuple[AlternativePlan, ...]]:
    one = st.builds(
        AlternativePlan,
        st.just(name),
        st.just("A plan"),
        st.just(()) | some(("early", "late", "other")),
        HELD_SOMETIMES,
    )
    return st.lists(one, max_size=1).map(tuple)


def caps(*names: str) -> st.SearchStrategy[tuple[Cap, ...]]:
    """Caps that lie inside one another: each for fewer kinds than the one before, or the same."""
    most = dated(
        EXPIRES_ON, POSITIVE | st.builds(Share, st.sampled_from([Fraction(1, 4)])), gaps=True
    )
    everything: tuple[str, ...] = (*KINDS[:4], "microcredential", "recognized")

    @st.composite
    def nested(draw: st.DrawFn) -> tuple[Cap, ...]:
        found: list[Cap] = []
        kinds = everything
        for name in names:
            if not draw(st.integers(0, 3)):
                continue
            kinds = kinds[: draw(st.integers(1, len(kinds)))]
            yearly = bool(found and found[-1].per == YEAR) or draw(st.booleans())
            per = YEAR if yearly else CYCLE
            found.append(Cap(name, name, kinds, per, (7, 1), draw(most)))
        return tuple(found)

    return nested()


MASTERY = st.lists(
    st.builds(
        MasteryRule,
        st.just((CompetencyDemand("shown", "Shown", ("urn:c",), 1),)),
        st.just(()) | some(("early", "late")),
        dated(EXPIRES_ON, st.sampled_from(WEIGHTS), gaps=True),
    ),
    max_size=1,
).map(tuple)


@st.composite
def license_rule(
    draw: st.DrawFn, name: str, kind: str, span: str | None, names: tuple[str, ...]
) -> LicenseRule:
    rating = draw(st.none() | st.builds(RatingRequirement, st.just("fair"), st.just(RATINGS), HELD))
    also = draw(
        st.lists(st.builds(AlsoRequired, st.just("training"), st.just("It"), HELD), max_size=1)
    )
    return LicenseRule(name, name, kind, span, draw(credit(names)), rating, tuple(also))


@st.composite
def activity_kind(draw: st.DrawFn, name: str, names: tuple[str, ...]) -> ActivityKind:
    accepted = draw(st.none() | dated(COMPLETED_ON, st.booleans()))
    refuses = draw(st.just(()) | some(EVIDENCE))
    standing = "national_board" if name == "certificate" else None
    return ActivityKind(
        name, name, draw(dated(EXPIRES_ON, worth(names))), accepted, refuses, standing
    )


@st.composite
def local(draw: st.DrawFn, names: tuple[str, ...], *, capped: bool) -> Local:
    inside = st.builds(
        Addition,
        st.sampled_from([*names, "own"]),
        st.sampled_from([None, FREE]),
        st.just(()) | some(("early", "late")),
        dated(EXPIRES_ON, st.just(Fraction(1, 2)), gaps=True),
    )
    return Local(
        "valley",
        "Valley",
        tuple(draw(st.lists(inside, max_size=2))),
        draw(
            st.dictionaries(st.just("6-8"), dated(EXPIRES_ON, st.sampled_from(SPANS)), max_size=1)
        ),
        draw(st.none() | crosswalks(names)),
        {"own": Category("own", "own", draw(st.booleans()), (), ())},
        False,
        draw(caps("inner")) if capped else (),
        draw(CONDITIONS),
        draw(CARRY),
        draw(plans("theirs")),
        draw(MASTERY) if draw(st.integers(0, 5)) == 0 else (),
    )


@st.composite
def policies(draw: st.DrawFn, *, capped: bool = True) -> Rules:
    """Any policy that the loader could have read."""
    named = NAMED[: draw(st.integers(1, 3))]
    names = (*named, FREE)
    spans = [("early", "teacher", "K-5"), ("late", "teacher", "6-12"), ("other", "principal", None)]
    wide = draw(caps("widest", "wide")) if capped else ()
    return Rules(
        PolicyName("toy", "1", "0"),
        "Toy",
        "point",
        FREE,
        "America/Denver",
        {name: Category(name, name, name == FREE, (), ()) for name in names},
        {"hour": draw(CONVERSIONS), "week": Conversion("week", Fraction(1, 8), None, ())},
        {},
        draw(
            st.dictionaries(st.just("6-8"), dated(EXPIRES_ON, st.sampled_from(SPANS)), max_size=1)
        ),
        tuple(draw(license_rule(*one, names)) for one in spans),
        {kind: draw(activity_kind(kind, names)) for kind in KINDS[:4]},
        draw(crosswalks(names)),
        tuple(
            Exemption(
                fact,
                draw(st.sampled_from([("credit",), ("rating",), ("credit", "rating")])),
                draw(HELD),
            )
            for fact in draw(st.lists(st.sampled_from(["legislator", "lifetime"]), unique=True))
        ),
        tuple(
            Reallocation(name, draw(HELD))
            for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=1))
        ),
        {"valley": draw(local(names, capped=capped and not wide))},
        {},
        wide,
        draw(CONDITIONS),
        draw(CARRY),
        draw(plans("ours")),
        draw(st.none() | dated(EXPIRES_ON, st.sampled_from([6, 12]), gaps=True)),
        draw(st.none() | HELD),
        draw(MASTERY) if draw(st.integers(0, 5)) == 0 else (),
    )


CATEGORIES = st.none() | st.lists(
    st.sampled_from([*NAMED, FREE, "own", "mystery"]), max_size=3, unique=True
).map(tuple)
ACTIVITIES = st.builds(
    Activity,
    id=st.just(""),
    kind=st.sampled_from(KINDS),
    quantity=AMOUNTS,
    unit=st.sampled_from([*UNITS, "moon"]),
    categories=CATEGORIES,
    completed_on=st.none() | DAYS,
    approved=st.sampled_from([True, True, True, False, None]),
    evidence=st.none() | st.lists(st.sampled_from(EVIDENCE), max_size=2).map(tuple),
    began_on=st.none() | DAYS,
    approved_on=st.none() | DAYS,
    approved_by=st.sampled_from([None, "lea", "state", "friend"]),
    banked=st.sampled_from([None, None, True, False]),
)
AWARDS = st.builds(
    AwardFact,
    id=st.just(""),
    microcredential=st.sampled_from(["urn:one", "urn:two"]),
    granted_on=st.none() | DAYS,
    stack=st.none() | st.just("urn:stack"),
    competencies=st.just(()) | st.just((Competency("urn:c", "demonstrated", ("video",)),)),
    definition=st.none()
    | st.builds(
        Microcredential,
        st.sampled_from([None, "one", "two"]),
        CATEGORIES.map(lambda found: found or ()),
        st.none() | AMOUNTS,
    ),
    evidence=st.none() | st.lists(st.sampled_from(EVIDENCE), max_size=2).map(tuple),
    approved_on=st.none() | DAYS,
    approved_by=st.sampled_from([None, "lea"]),
    banked=st.none() | st.booleans(),
)
RECOGNIZED = st.builds(
    Recognized,
    id=st.just(""),
    quantity=AMOUNTS,
    unit=st.sampled_from(UNITS),
    categories=CATEGORIES.map(lambda found: found or ()),
    earned_on=st.none() | DAYS,
    kinds=st.just(()) | some(("teacher", "principal")),
)
LICENSES = st.builds(
    License,
    kind=st.sampled_from(["teacher", "teacher", "principal", "pilot"]),
    grade_span=st.sampled_from([None, *SPANS]),
    cycle_began_on=st.sampled_from([BEGAN, BEGAN, None]),
    expires_on=st.none() | st.sampled_from([date(2024, 6, 30), date(2025, 6, 30), *CUTS]),
    extended_to=st.none() | st.sampled_from([date(2024, 9, 30), date(2026, 1, 1)]),
    years_employed=st.sampled_from([None, Fraction(2), Fraction(7, 2), Fraction(6)]),
)


def _named(letter: str) -> Callable[[list[Activity]], tuple[Activity, ...]]:
    return lambda found: tuple(replace(one, id=f"{letter}{n}") for n, one in enumerate(found))


FACTS = st.builds(
    Facts,
    license=LICENSES,
    employer=st.sampled_from(
        [Employer(), Employer("toy", "valley"), Employer("moon", "valley"), Employer(None, "hill")]
    ),
    evaluation=st.none() | st.builds(Rating, st.sampled_from(RATINGS), st.none() | DAYS),
    activities=st.lists(ACTIVITIES, max_size=7).map(_named("a")),
    awards=st.lists(AWARDS, max_size=3).map(
        lambda found: tuple(replace(one, id=f"w{n}") for n, one in enumerate(found))
    ),
    standing_facts=st.builds(
        StandingFacts,
        st.none() | st.booleans() | DAYS,
        st.none() | st.booleans(),
        st.none() | st.booleans(),
    ),
    recognized=st.lists(RECOGNIZED, max_size=2).map(
        lambda found: tuple(replace(one, id=f"r{n}") for n, one in enumerate(found))
    ),
    assignments=st.sampled_from([(), (), (), (), (Assignment("principal", None, Fraction(2, 3)),)]),
    plan=st.none()
    | st.builds(PlanFact, st.sampled_from(["ours", "theirs"]), st.none() | st.booleans()),
)
