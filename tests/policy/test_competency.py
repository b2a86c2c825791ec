"""Competencies: how many, at which level, how recent, by which evidence, confirmed by whom."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.policy.facts import AwardFact, Competency, CompetencyDemand
from longleaf.policy.finding import Outcome
from longleaf.policy.requirement.competency import CompetencyStanding, check_competencies

ON = date(2026, 6, 30)
DEMAND = CompetencyDemand("r", "Reading", ("c1", "c2", "c3"), 2)


def award(
    *names: str,
    id: str = "w",
    level: str = "demonstrated",
    on: date | None = date(2025, 1, 1),
    evidence: tuple[str, ...] | None = None,
    by: tuple[str, ...] | None = None,
) -> AwardFact:
    shown = tuple(Competency(name, level, evidence, by) for name in names)
    return AwardFact(id, "urn:m", on, competencies=shown)


def check(demand: CompetencyDemand, *awards: AwardFact) -> CompetencyStanding:
    return check_competencies(demand, awards, rule="mastery.r", on=ON)


@pytest.mark.parametrize(
    ("names", "outcome", "missing"),
    [
        (("c1", "c2"), Outcome.MET, 0),
        (("c1", "c2", "c3"), Outcome.MET, 0),
        (("c1",), Outcome.UNMET, 1),
        (("c1", "c1"), Outcome.UNMET, 1),
        (("c1", "other"), Outcome.UNMET, 1),
        ((), Outcome.UNMET, 2),
    ],
)
def test_so_many_of_them_are_asked_for(
    names: tuple[str, ...], outcome: Outcome, missing: int
) -> None:
    found = check(DEMAND, award(*names))
    assert (found.outcome, found.missing) == (outcome, missing)
    assert found.because.key == f"mastery.{outcome.value}"
    assert found.because.numbers["missing"] == str(missing)
    assert (found.because.numbers["asked"], found.because.numbers["of"]) == ("2", "3")


def test_they_may_come_from_several_awards() -> None:
    found = check(DEMAND, award("c1", id="a"), award("c3", id="b"))
    assert (found.outcome, found.shown) == (Outcome.MET, ("c1", "c3"))
    assert [one.id for one in found.inputs] == ["a", "b"]
    assert found.inputs[0].because.numbers == {"competency": "c1", "level": "demonstrated"}
    assert found.finding.rule == "mastery.r"


@pytest.mark.parametrize(
    ("level", "at_least", "outcome", "key"),
    [
        ("demonstrated", None, Outcome.MET, None),
        ("not_yet", "demonstrated", Outcome.UNMET, "mastery.level_below"),
        ("demonstrated", "demonstrated", Outcome.MET, None),
        ("strong", "demonstrated", Outcome.MET, None),
        ("demonstrated", "strong", Outcome.UNMET, "mastery.level_below"),
        ("gold", "demonstrated", Outcome.UNKNOWN, "mastery.level_unknown"),
        ("demonstrated", "gold", Outcome.UNKNOWN, "mastery.level_unknown"),
        ("gold", "gold", Outcome.MET, None),
    ],
)
def test_a_level_is_compared_on_the_scale(
    level: str, at_least: str | None, outcome: Outcome, key: str | None
) -> None:
    found = check(replace(DEMAND, level=at_least), award("c1", "c2", level=level))
    assert found.outcome is outcome
    assert {one.because.key for one in found.left_out} == ({key} - {None})


@pytest.mark.parametrize(
    ("day", "years", "outcome"),
    [
        (date(2021, 6, 30), "5", Outcome.MET),
        (date(2021, 6, 29), "5", Outcome.UNMET),
        (date(2024, 12, 30), "1.5", Outcome.MET),
        (date(2024, 12, 29), "1.5", Outcome.UNMET),
        (date(1990, 1, 1), None, Outcome.MET),
        (ON, "5", Outcome.MET),
        (date(2026, 7, 1), "5", Outcome.UNMET),
        (None, "5", Outcome.UNKNOWN),
        (None, None, Outcome.UNKNOWN),
    ],
)
def test_what_is_too_old_or_later_does_not_show_it(
    day: date | None, years: str | None, outcome: Outcome
) -> None:
    demand = replace(DEMAND, within_years=None if years is None else Fraction(years))
    assert check(demand, award("c1", "c2", on=day)).outcome is outcome


@pytest.mark.parametrize(
    ("by", "outcome", "key"),
    [
        (("lea",), Outcome.MET, None),
        (("peer", "lea"), Outcome.MET, None),
        (("peer",), Outcome.UNMET, "mastery.confirmer_may_not"),
        ((), Outcome.UNMET, "mastery.confirmer_may_not"),
        (None, Outcome.UNKNOWN, "mastery.confirmer_unknown"),
    ],
)
def test_somebody_who_may_has_to_confirm_it(
    by: tuple[str, ...] | None, outcome: Outcome, key: str | None
) -> None:
    found = check(replace(DEMAND, confirmed_by=("lea", "state")), award("c1", "c2", by=by))
    assert found.outcome is outcome
    assert {one.because.key for one in found.left_out} == ({key} - {None})


@pytest.mark.parametrize(
    ("kinds", "outcome", "keys"),
    [
        ([("video", "lesson")], Outcome.MET, set()),
        ([("video",), ("lesson",)], Outcome.MET, set()),
        ([("video",), ("video",)], Outcome.UNMET, {"mastery.too_few_kinds"}),
        ([("video",), None], Outcome.UNKNOWN, {"mastery.too_few_kinds", "mastery.kinds_unknown"}),
        ([None], Outcome.UNKNOWN, {"mastery.kinds_unknown"}),
    ],
)
def test_each_has_to_come_from_several_kinds_of_evidence(
    kinds: list[tuple[str, ...] | None], outcome: Outcome, keys: set[str]
) -> None:
    awards = [award("c1", "c2", id=f"w{n}", evidence=one) for n, one in enumerate(kinds)]
    found = check(replace(DEMAND, evidence_kinds=2), *awards)
    assert found.outcome is outcome
    assert {one.because.key for one in found.left_out} == keys


def test_evidence_of_an_award_that_does_not_count_is_not_counted() -> None:
    late = award("c1", "c2", id="b", on=date(2027, 1, 1), evidence=("lesson",))
    found = check(replace(DEMAND, evidence_kinds=2), award("c1", "c2", evidence=("video",)), late)
    assert found.outcome is Outcome.UNMET


def test_what_is_open_is_named_apart_from_what_is_shown() -> None:
    found = check(DEMAND, award("c2"), award("c3", id="v", on=None))
    assert (found.shown, found.open, found.outcome) == (("c2",), ("c3",), Outcome.UNKNOWN)


COMPETENCIES = st.builds(
    Competency,
    id=st.sampled_from(["c1", "c2", "c3", "c4"]),
    level=st.sampled_from(["not_yet", "demonstrated", "strong", "gold"]),
    evidence=st.none() | st.lists(st.sampled_from(["a", "b", "c"]), max_size=2).map(tuple),
    confirmed_by=st.none() | st.just(()) | st.just(("lea",)),
)
AWARDS = st.lists(
    st.builds(
        AwardFact,
        id=st.sampled_from(["w1", "w2", "w3"]),
        microcredential=st.just("m"),
        granted_on=st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
        competencies=st.lists(COMPETENCIES, max_size=3).map(tuple),
    ),
    max_size=4,
)
DEMANDS = st.builds(
    CompetencyDemand,
    id=st.just("r"),
    title=st.just("R"),
    competencies=st.just(("c1", "c2", "c3")),
    at_least=st.integers(1, 3),
    level=st.sampled_from([None, "demonstrated", "strong"]),
    within_years=st.sampled_from([None, Fraction(2)]),
    evidence_kinds=st.sampled_from([None, 1, 2]),
    confirmed_by=st.sampled_from([(), ("lea",)]),
)


@settings(deadline=None, max_examples=150)
@given(DEMANDS, AWARDS, st.booleans(), st.booleans())
def test_learning_what_was_unknown_never_contradicts_what_was_settled(
    demand: CompetencyDemand, awards: list[AwardFact], good: bool, recent: bool
) -> None:
    day = date(2026, 1, 1) if recent else date(2020, 1, 1)

    def known(one: Competency) -> Competency:
        evidence = one.evidence if one.evidence is not None else ("a", "b", "c") if good else ()
        by = one.confirmed_by if one.confirmed_by is not None else ("lea",) if good else ()
        return replace(one, evidence=evidence, confirmed_by=by)

    learned = [
        replace(
            one,
            granted_on=one.granted_on or day,
            competencies=tuple(known(each) for each in one.competencies),
        )
        for one in awards
    ]
    before, after = check(demand, *awards), check(demand, *learned)
    if before.outcome is not Outcome.UNKNOWN:
        assert after.outcome is before.outcome
    assert set(before.shown) <= set(after.shown) <= {*before.shown, *before.open}


@settings(deadline=None, max_examples=60)
@given(DEMANDS, AWARDS, AWARDS)
def test_another_award_never_shows_less(
    demand: CompetencyDemand, awards: list[AwardFact], more: list[AwardFact]
) -> None:
    before, after = check(demand, *awards), check(demand, *awards, *more)
    assert set(before.shown) <= set(after.shown)
    assert check(demand, *reversed(awards)).shown == before.shown
