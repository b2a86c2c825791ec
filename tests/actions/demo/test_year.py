"""The demonstration year as planned: pure, the same each time, true to the house's rules."""

import itertools
from collections import Counter
from datetime import date

import pytest

from longleaf.actions.demo.plan import SubmissionPlan, Year
from longleaf.actions.demo.sources import Sources, read_sources
from longleaf.actions.demo.year import plan_year, summary
from longleaf.domain.evidence.completeness import (
    ArtifactFact,
    Students,
    SubmissionFacts,
    check_submission,
)
from longleaf.domain.evidence.number import is_number
from longleaf.domain.microcredential.shape import Definition
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.judgment import Judgment, Outcome, Score, decide

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources()


@pytest.fixture(scope="module")
def year(sources: Sources) -> Year:
    return plan_year(sources, today=TODAY)


def test_two_runs_on_one_day_plan_the_same(sources: Sources) -> None:
    first = plan_year(sources, today=TODAY, size=0.2)
    second = plan_year(read_sources(), today=TODAY, size=0.2)
    assert summary(first) == summary(second)


def test_another_day_plans_another_year(sources: Sources) -> None:
    first = plan_year(sources, today=TODAY, size=0.1)
    second = plan_year(sources, today=date(2026, 11, 24), size=0.1)
    assert summary(first)["digest"] != summary(second)["digest"]


@pytest.mark.parametrize("today", [date(2026, 7, 1), date(2027, 6, 30), date(2028, 2, 29)])
def test_it_can_be_planned_for_a_day_in_summer_at_the_end_of_a_cycle_or_in_a_leap_year(
    sources: Sources, today: date
) -> None:
    planned = plan_year(sources, today=today, size=0.1)
    assert {one.state for one in planned.submissions} == {
        "draft",
        "submitted",
        "in_review",
        "not_yet",
        "earned",
        "withdrawn",
    }
    assert all(legal_day(one.changed_at) < today for one in planned.submissions)


@pytest.mark.parametrize("month", [1, 4, 8, 10])
def test_every_identifier_is_used_once_whatever_the_day(sources: Sources, month: int) -> None:
    planned = plan_year(sources, today=date(2027, month, 15), size=0.5)
    attempts = [one for each in planned.submissions for one in each.attempts]
    used = [
        *(one.id for one in planned.places),
        *(one.id for one in planned.people),
        *(cycle.id for one in planned.people for cycle in one.cycles),
        *(one.id for one in planned.activities),
        *(one.id for one in planned.submissions),
        *(one.id for one in attempts),
        *(review.id for one in attempts for review in one.reviews),
    ]
    assert max(Counter(used).values()) == 1
    for attempt in attempts:
        uses = Counter((use.artifact.id, use.request) for use in attempt.uses)
        assert max(uses.values(), default=1) == 1


def test_it_is_as_large_as_it_is_said_to_be(year: Year) -> None:
    assert sum(place.kind == "lea" for place in year.places) == 3
    assert sum(person.lea is not None for person in year.people) >= 210
    assert sum(one.state == "earned" for one in year.submissions) >= 430


def test_licenses_expire_in_three_eras_and_over_the_next_five_years(year: Year) -> None:
    days = Counter(cycle.expires_on for person in year.people for cycle in person.cycles)
    assert days[date(2018, 6, 30)] >= 40
    assert days[date(2023, 6, 30)] >= 40
    assert all(days[date(last, 6, 30)] >= 20 for last in range(2027, 2032))


def test_cycles_of_one_person_do_not_overlap(year: Year) -> None:
    for person in year.people:
        cycles = sorted(person.cycles, key=lambda one: one.began_on)
        for before, after in itertools.pairwise(cycles):
            assert before.expires_on < after.began_on


def test_names_addresses_and_numbers_are_each_used_once(year: Year) -> None:
    assert max(Counter(person.name for person in year.people).values()) == 1
    assert max(Counter(person.email for person in year.people).values()) == 1
    assert max(Counter(one.number for one in year.submissions).values()) == 1
    assert all(is_number(one.number) for one in year.submissions)
    assert all(person.email.endswith(".example") for person in year.people)


def test_nobody_begins_a_microcredential_twice(year: Year) -> None:
    pairs = Counter((one.educator, one.slug) for one in year.submissions)
    assert max(pairs.values()) == 1


def test_what_was_handed_in_lacks_nothing_that_is_asked_for(sources: Sources, year: Year) -> None:
    for submission in year.submissions:
        definition = sources.definitions[submission.slug]
        assert _problems(definition, submission) == []


def test_artifacts_show_criteria_of_their_rubric_and_those_written_by_hand_what_they_say(
    sources: Sources, year: Year
) -> None:
    shows = {}
    for submission in year.submissions:
        known = {one.key for one in sources.definitions[submission.slug].rubric.criteria}
        for use in (use for attempt in submission.attempts for use in attempt.uses):
            assert set(use.criteria) <= known
            shows[use.artifact.title] = use.criteria
    assert shows["Dictation paper B: close"] == ("error-analysis",)


def _problems(definition: Definition, submission: SubmissionPlan) -> list[str]:
    found = []
    for attempt in submission.attempts:
        if attempt.submitted_at is None:
            continue
        facts = SubmissionFacts(
            responses=attempt.responses,
            artifacts=tuple(
                ArtifactFact(
                    use=str(use.artifact.id),
                    title=use.artifact.title,
                    kind=use.artifact.kind,
                    part=use.part,
                    request=use.request,
                    criteria=use.criteria,
                    state="ready",
                    recording=use.artifact.form == "chart",
                    students=Students(use.artifact.students),
                )
                for use in attempt.uses
            ),
            open_criteria=frozenset(attempt.open_criteria),
            students=Students(attempt.students),
            consent=attempt.consent,
            own_work=attempt.own_work,
        )
        found += [str(problem) for problem in check_submission(definition, facts)]
    return found


def test_every_decision_is_what_its_reviews_come_to(year: Year) -> None:
    for submission in year.submissions:
        for attempt in submission.attempts:
            judgments = [
                Judgment(
                    one.seat,
                    Outcome(one.outcome),
                    {score.criterion: Score(score.level, score.reason) for score in one.scores},
                )
                for one in attempt.reviews
                if one.state == "finished"
            ]
            ruling = decide(judgments)
            assert str(ruling.outcome or "") == attempt.outcome


def test_nobody_judges_their_own_work_or_that_of_their_school(year: Year) -> None:
    schools = {place.id for place in year.places if place.kind == "school"}
    at = {
        person.id: {role.at for role in person.roles} & schools | {person.id}
        for person in year.people
    }
    for submission in year.submissions:
        for attempt in submission.attempts:
            for review in attempt.reviews:
                assert not at[review.reviewer] & at[submission.educator]


def test_nothing_happens_before_what_it_follows_from(year: Year) -> None:
    for submission in year.submissions:
        for attempt in submission.attempts:
            moments = [attempt.begun_at, attempt.submitted_at, attempt.decided_at]
            told = [moment for moment in moments if moment is not None]
            assert told == sorted(told)
            for review in attempt.reviews:
                assert review.finished_at is None or review.assigned_at <= review.finished_at


def test_what_waits_without_a_reviewer_could_have_none(year: Year) -> None:
    review_for = {
        role.at for person in year.people for role in person.roles if role.kind == "reviewer"
    }
    without = {one.slug for one in year.submissions if one.state == "submitted"}
    first_checked = {"attendance-barriers"}  # those wait for somebody to look first
    assert without - first_checked == {"mentoring-that-teaches"}
    assert year.place("sandhill-teaching-fellows").id not in review_for


def test_the_stories_told_by_hand_are_there(year: Year) -> None:
    amina = year.person("amina")
    hers = {one.slug: one.state for one in year.submissions if one.educator == amina.id}
    assert Counter(hers.values()) == {"earned": 3, "not_yet": 1, "draft": 1}
    ben, bea, bo = (year.person(key).id for key in ("ben", "bea", "bo"))
    disagreed = [
        attempt
        for one in year.submissions
        for attempt in one.attempts
        if [(review.reviewer, review.outcome) for review in attempt.reviews]
        == [(ben, "earned"), (bea, "not_yet"), (bo, "")]
    ]
    assert len(disagreed) == 1
