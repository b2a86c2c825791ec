"""Caps: at most so much of some credit counts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.basis.problem import ProblemsError
from longleaf.policy.assignment import Supply, assign, counted, trimmed
from longleaf.policy.ceiling import Ceiling
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.explain import explain
from longleaf.policy.facts import Activity, AwardFact, Employer, Facts, License
from longleaf.policy.finding import Finding, Outcome
from longleaf.policy.rules import Rules
from tests.policy.toy import EXPIRES, LOCAL, POLICY, license_of, toy, workshop

AMOUNTS = st.integers(0, 4).map(lambda halves: Fraction(halves, 2))
CYCLE = Ceiling("cycle", Fraction(3, 2))
CHAINS = st.sampled_from(
    [
        (),
        (CYCLE,),
        (Ceiling("one", Fraction(1)), CYCLE),
        (Ceiling("two", Fraction(1, 2)), CYCLE),
        (Ceiling("apart", Fraction(1)),),
    ]
)
PROBLEMS = st.integers(1, 3).flatmap(
    lambda size: st.tuples(
        st.lists(AMOUNTS, min_size=size, max_size=size),
        st.lists(
            st.builds(Supply, AMOUNTS, st.frozensets(st.integers(0, size - 1)), CHAINS),
            max_size=4,
        ),
    )
)
CAPS = """caps:
  courses:
    title: workshops
    kinds: [workshop]
    per: year
    year_begins: 07-01
    held:
      - {last: 2024-12-31, unknown: Nobody has said., citation: law}
      - {first: 2025-01-01, last: 2029-12-31, at_most: 2, citation: law}
"""
SHARE = """caps:
  badges:
    title: micro-credentials
    kinds: [microcredential, recognized]
    per: cycle
    held:
      - {share_of_total: 1/4, citation: law}
"""


def most(demands: Sequence[Fraction], supplies: Sequence[Supply]) -> tuple[Fraction, ...]:
    """The best there is, found by placing half credits one by one in every way."""
    start = (tuple(Fraction(0) for _ in demands), ())
    reached: set[tuple[tuple[Fraction, ...], tuple[tuple[object, Fraction], ...]]] = {start}
    for supply in supplies:
        for _ in range(int(supply.credits * 2)):
            reached |= {
                more
                for state, under in reached
                for more in _half_more(state, dict(under), demands, supply)
            }
    return max(state for state, _ in reached)


def _half_more(
    state: tuple[Fraction, ...],
    under: dict[object, Fraction],
    demands: Sequence[Fraction],
    supply: Supply,
) -> Iterator[tuple[tuple[Fraction, ...], tuple[tuple[object, Fraction], ...]]]:
    half = Fraction(1, 2)
    for ceiling in supply.ceilings:
        under[ceiling.key] = under.get(ceiling.key, Fraction(0)) + half
        if under[ceiling.key] > ceiling.credits:
            return
    for category in supply.categories:
        if state[category] < demands[category]:
            more = (*state[:category], state[category] + half, *state[category + 1 :])
            yield more, tuple(sorted(under.items(), key=str))


@settings(deadline=None)
@given(PROBLEMS)
def test_no_way_of_placing_credit_under_ceilings_counts_more(
    problem: tuple[list[Fraction], list[Supply]],
) -> None:
    assert counted(*problem) == most(*problem)


@given(PROBLEMS)
def test_what_is_trimmed_fills_the_same_places(
    problem: tuple[list[Fraction], list[Supply]],
) -> None:
    demands, supplies = problem
    placed = assign(demands, trimmed(demands, supplies))
    for category, amount in enumerate(counted(demands, supplies)):
        assert sum(one.credits for one in placed if one.category == category) == amount


@given(PROBLEMS)
def test_what_is_trimmed_lies_under_every_ceiling(
    problem: tuple[list[Fraction], list[Supply]],
) -> None:
    demands, supplies = problem
    fitted = trimmed(demands, supplies)
    for ceiling in {one for supply in supplies for one in supply.ceilings}:
        under = [f.credits for s, f in zip(supplies, fitted, strict=True) if ceiling in s.ceilings]
        assert sum(under) <= ceiling.credits
    assert all(f.credits <= s.credits for s, f in zip(supplies, fitted, strict=True))


def in_toy(rules: Rules, *activities: Activity, held: License | None = None) -> Evaluation:
    facts = Facts(held or license_of(grade_span=None), activities=activities)
    return evaluate(rules, facts, EXPIRES)


def limit_of(found: Evaluation) -> Finding | None:
    return next((one for one in found.findings if one.rule.startswith("limit.")), None)


@pytest.mark.parametrize(("points", "counts"), [("1.9", "1.9"), ("2", "2"), ("2.1", "2")])
def test_no_more_counts_in_a_year_than_the_cap(tmp_path: Path, points: str, counts: str) -> None:
    found = in_toy(toy(tmp_path, POLICY + CAPS), workshop("a", points, unit="point"))
    assert found.counted == Fraction(counts)
    assert (limit_of(found) is None) == (points != "2.1")


def test_the_last_day_of_a_year_and_the_first_of_the_next_have_a_limit_each(
    tmp_path: Path,
) -> None:
    rules = toy(tmp_path, POLICY + CAPS)
    june = workshop("a", "2", unit="point", on=date(2024, 6, 30))
    july = workshop("b", "2", unit="point", on=date(2024, 7, 1))
    assert in_toy(rules, june, july).counted == 4
    assert in_toy(rules, june, replace(july, completed_on=date(2024, 6, 29))).counted == 2


def test_the_finding_names_the_cap_what_is_under_it_and_what_is_over_it(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY + CAPS)
    early = workshop("z", "1.5", unit="point", on=date(2024, 9, 1))
    late = workshop("a", "1.5", unit="point", on=date(2025, 5, 1))
    found = in_toy(rules, early, late)
    limit = limit_of(found)
    assert limit is not None
    assert (limit.outcome, limit.because.numbers["credits"]) == (Outcome.MET, "1")
    assert [one.id for one in limit.inputs] == ["z", "a"]
    assert [(one.id, one.because.numbers["credits"]) for one in limit.left_out] == [("a", "1")]
    assert [one.key for one in limit.citations] == ["law"]
    assert found.surplus == 0
    assert explain(rules, found).entries[1] == (
        "a: 1.5 points. Counts: 0.5 in free. 1 point over the limit: of workshops, at most "
        "2 points count in the year that began on July 1, 2024."
    )


def test_credit_without_a_day_is_open_and_stands_under_no_year(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY + CAPS)
    found = in_toy(rules, workshop("a", "10", "craft", unit="point", on=None))
    assert found.findings[0].outcome is Outcome.UNKNOWN


def test_a_cap_that_is_not_settled_leaves_open_what_stands_under_it(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY + CAPS)
    old = license_of(grade_span=None, began_on=date(2019, 7, 1), expires_on=date(2024, 12, 31))
    found = in_toy(rules, workshop("a", "10", "craft", unit="point"), held=old)
    assert found.findings[0].outcome is Outcome.UNKNOWN
    assert [one.key for one in found.entries[0].reasons] == ["entry.limit_unknown"]


def test_days_of_which_a_cap_does_not_speak_are_days_without_it(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY + CAPS)
    later = license_of(grade_span=None, expires_on=date(2030, 1, 1))
    found = in_toy(rules, workshop("a", "10", "craft", unit="point"), held=later)
    assert found.counted == 10


def test_what_would_be_too_little_under_the_cap_is_missing_for_sure(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY + CAPS)
    found = in_toy(rules, workshop("a", "10", "craft", unit="point", approved=None))
    assert found.findings[0].outcome is Outcome.UNMET


def test_a_share_is_of_all_that_is_asked_for(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY + SHARE)
    award = AwardFact("w", "urn:toy:gold", date(2025, 2, 3))
    found = evaluate(rules, Facts(license_of(grade_span=None), awards=(award,)), EXPIRES)
    assert found.counted == Fraction("2.5")
    limit = limit_of(found)
    assert limit is not None
    assert [one.because.key for one in limit.left_out] == ["entry.over_limit_of_cycle"]


def test_a_share_of_an_unknown_total_is_not_known(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY + SHARE)
    award = AwardFact("w", "urn:toy:gold", date(2025, 2, 3))
    facts = Facts(license_of(grade_span=None, expires_on=None), awards=(award,))
    found = evaluate(rules, facts, EXPIRES)
    assert "entry.limit_unknown" in [one.key for one in found.entries[0].reasons]


def test_a_local_board_may_cap_what_the_state_does_not(tmp_path: Path) -> None:
    rules = toy(tmp_path, POLICY, LOCAL + CAPS)
    facts = Facts(license_of(grade_span=None), activities=(workshop("a", "5", unit="point"),))
    assert evaluate(rules, facts, EXPIRES).counted == 5
    here = replace(facts, employer=Employer("toy", "valley"))
    assert evaluate(rules, here, EXPIRES).counted == 2


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            CAPS
            + CAPS.replace("caps:\n", "")
            .replace("courses", "cycles")
            .replace("kinds: [workshop]", "kinds: [workshop, recognized]")
            .replace("07-01", "01-01"),
            "The cap crosses “courses”",
        ),
        (CAPS.replace("kinds: [workshop]", "kinds: [workshops]"), "There is no kind of activity"),
        (CAPS.replace("    year_begins: 07-01\n", ""), "goes with a cap per year"),
        (SHARE.replace("cycle", "cycle\n    year_begins: 07-01"), "goes with a cap per year"),
        (CAPS.replace("07-01", "02-29"), "a month and a day"),
    ],
)
def test_a_cap_that_cannot_be_is_said(tmp_path: Path, more: str, says: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        toy(tmp_path, POLICY + more)
    assert any(says in str(problem) for problem in caught.value.problems)


def test_a_local_cap_takes_no_name_of_the_state_s(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        toy(tmp_path, POLICY + CAPS, LOCAL + CAPS)
    assert "There is already a cap “courses”." in str(caught.value.problems[0])
