"""Progress of a measure: toward the target up or down, on a steady way or behind it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.plan.outcome import (
    Measured,
    Progress,
    Reported,
    expected_share,
    find,
    find_shown,
    interval_of,
    slots_of,
    wilson,
    years_of,
)

BASELINE_ON, DUE_ON = date(2025, 6, 1), date(2027, 6, 1)  # 730 days
HALF_WAY = date(2026, 6, 1)


def _measure(
    baseline: int | None = 24, target: int | None = 14, unit: str = "percent", every: int = 12
) -> Measured:
    return Measured(
        "m1",
        "Students who repeat a unit",
        unit,
        None if baseline is None else Fraction(baseline),
        BASELINE_ON,
        None if target is None else Fraction(target),
        DUE_ON,
        "Unit tests",
        every,
    )


def _at(figure: int | Fraction, on: date = HALF_WAY, size: int | None = None) -> Reported:
    return Reported(on, Fraction(figure), size)


@pytest.mark.parametrize(
    ("figure", "progress"),
    [(14, "met"), (13, "met"), (15, "on_track"), (19, "on_track"), (20, "behind"), (30, "behind")],
)
def test_a_measure_that_is_to_fall_is_judged_by_how_far_it_fell(figure: int, progress: str) -> None:
    assert find(_measure(), [_at(figure)], HALF_WAY).progress == progress


@pytest.mark.parametrize(("figure", "progress"), [(50, "met"), (40, "on_track"), (39, "behind")])
def test_a_measure_that_is_to_rise_is_judged_by_how_far_it_rose(figure: int, progress: str) -> None:
    assert find(_measure(30, 50), [_at(figure)], HALF_WAY).progress == progress


def test_without_a_report_there_is_none() -> None:
    assert find(_measure(), [], HALF_WAY).progress is Progress.NO_REPORT


def test_a_report_for_a_later_day_does_not_count_yet() -> None:
    assert find(_measure(), [_at(14)], HALF_WAY - timedelta(days=1)).progress is Progress.NO_REPORT


@pytest.mark.parametrize(("baseline", "target"), [(None, 14), (24, None), (24, 24)])
def test_a_measure_without_a_way_to_go_is_not_measurable(
    baseline: int | None, target: int | None
) -> None:
    found = find(_measure(baseline, target), [_at(20)], HALF_WAY)
    assert found.progress is Progress.NOT_MEASURABLE


def test_the_latest_report_counts_also_after_the_target_was_met_before() -> None:
    reports = [_at(14, date(2026, 3, 1)), _at(22)]
    assert find(_measure(), reports, HALF_WAY).progress is Progress.BEHIND


def test_a_figure_away_from_the_target_has_a_share_below_zero() -> None:
    assert find(_measure(), [_at(26)], HALF_WAY).share == Fraction(-1, 5)


def test_a_figure_of_fewer_than_ten_is_hidden_from_others_alone() -> None:
    reports = [_at(14, size=9)]
    assert find(_measure(), reports, HALF_WAY).progress is Progress.MET
    assert find_shown(_measure(), reports, HALF_WAY).progress is Progress.HIDDEN
    assert find_shown(_measure(), [_at(14, size=10)], HALF_WAY).progress is Progress.MET


def test_a_change_is_clear_only_if_its_interval_leaves_out_no_change() -> None:
    assert find(_measure(), [_at(14, size=1000)], HALF_WAY).is_clear
    assert find(_measure(), [_at(22, size=50)], HALF_WAY).is_clear is False
    assert find(_measure(), [_at(14)], HALF_WAY).is_clear is None


def test_the_interval_that_a_source_gives_goes_before_ours() -> None:
    given_one = Reported(HALF_WAY, Fraction(14), 1000, Fraction(3))
    assert interval_of(_measure(), given_one) == (Fraction(11), Fraction(17))


def test_no_interval_is_worked_out_for_what_is_no_percentage() -> None:
    assert interval_of(_measure(unit="points"), _at(14, size=1000)) is None


def test_wilsons_interval_is_that_of_the_published_example() -> None:
    # 15 of 148: Newcombe 1998, table I, method 3: 0.0624 to 0.1605.
    low, high = wilson(Fraction(15, 148), 148)
    assert (low, high) == (Fraction("6.2"), Fraction("16.1"))


@given(size=st.integers(1, 100_000), data=st.data())
def test_an_interval_holds_its_share_and_stays_between_0_and_100(
    size: int, data: st.DataObject
) -> None:
    share = Fraction(data.draw(st.integers(0, size)), size)
    low, high = wilson(share, size)
    assert 0 <= low <= share * 100 <= high <= 100


@given(figure=st.fractions(0, 100), other=st.fractions(0, 100))
def test_nearer_to_the_target_is_never_a_smaller_share(figure: Fraction, other: Fraction) -> None:
    near, far = sorted([figure, other])
    one, two = (find(_measure(), [_at(each)], HALF_WAY).share for each in (near, far))
    assert one is not None
    assert two is not None
    assert one >= two


@given(days=st.integers(-100, 900))
def test_the_steady_way_runs_from_nothing_to_all(days: int) -> None:
    share = expected_share(_measure(), BASELINE_ON + timedelta(days=days))
    assert 0 <= share <= 1
    assert (share == 0) == (days <= 0)
    assert (share == 1) == (days >= 730)


def test_spans_follow_each_other_and_a_gap_stays_a_gap() -> None:
    reports = [_at(20, date(2026, 1, 31)), _at(19, date(2026, 12, 1))]
    found = slots_of(
        _measure(every=6), reports, first=date(2025, 8, 31), last=None, on=date(2026, 12, 2)
    )
    assert [(one.first, one.last, one.report is not None) for one in found] == [
        (date(2025, 8, 31), date(2026, 2, 27), True),
        (date(2026, 2, 28), date(2026, 8, 30), False),
        (date(2026, 8, 31), date(2027, 2, 27), True),
    ]


def test_a_span_is_late_from_the_day_after_it_was_due() -> None:
    slot = slots_of(_measure(), [], first=date(2025, 7, 1), last=None, on=date(2026, 6, 30))[0]
    assert slot.due_on == date(2026, 7, 30)
    assert not slot.is_late(slot.due_on)
    assert slot.is_late(slot.due_on + timedelta(days=1))


@pytest.mark.parametrize(("days", "is_soon"), [(15, False), (14, True), (0, True), (-1, False)])
def test_people_are_reminded_two_weeks_before(days: int, *, is_soon: bool) -> None:
    slot = slots_of(_measure(), [], first=date(2025, 7, 1), last=None, on=date(2026, 6, 30))[0]
    assert slot.is_soon(slot.due_on - timedelta(days=days)) == is_soon


def test_a_day_due_on_which_nobody_works_moves_on() -> None:
    year = years_of(date(2025, 7, 1), None, date(2025, 7, 1), {date(2026, 8, 31)})[0]
    # Sixty days after June 30, 2026 is August 29, a Saturday; the Monday after is closed.
    assert (year.last, year.due_on) == (date(2026, 6, 30), date(2026, 9, 1))


def test_the_last_year_ends_with_the_plan() -> None:
    found = years_of(date(2025, 7, 1), date(2026, 10, 31), date(2030, 1, 1))
    assert [one.last for one in found] == [date(2026, 6, 30), date(2026, 10, 31)]


def test_a_plan_that_has_not_begun_has_no_years() -> None:
    assert years_of(date(2025, 7, 1), None, date(2025, 6, 30)) == ()
