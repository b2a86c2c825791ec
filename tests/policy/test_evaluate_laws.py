"""What holds of every evaluation, whatever the facts."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Activity, AwardFact, Employer, Facts, License, Rating
from longleaf.policy.finding import Outcome
from tests.policy.toy import BEGAN, EXPIRES, north_carolina

ORDER = [Outcome.UNMET, Outcome.UNKNOWN, Outcome.MET]
SPANS = st.sampled_from(["K-5", "6-8", "6-12", None])
CATEGORIES = ("academic", "literacy", "digital_learning", "discipline", "executive", "mystery")
ACTIVITIES = st.builds(
    Activity,
    id=st.just("x"),
    kind=st.sampled_from(
        ["workshop", "college_course", "national_board_initial", "national_board_renewal", "other"]
    ),
    quantity=st.integers(0, 30).map(lambda tenths: Fraction(tenths, 10)),
    unit=st.sampled_from(["clock_hour", "semester_hour", "credit", "certificate"]),
    categories=st.none() | st.lists(st.sampled_from(CATEGORIES), max_size=3).map(tuple),
    completed_on=st.none() | st.dates(BEGAN - timedelta(days=40), EXPIRES + timedelta(days=40)),
    approved=st.none() | st.booleans(),
)
LICENSES = st.builds(
    License,
    kind=st.sampled_from(["teacher", "student_services", "administrator"]),
    grade_span=SPANS,
    cycle_began_on=st.sampled_from([BEGAN, None]),
    expires_on=st.sampled_from([EXPIRES, date(2023, 6, 30), date(2012, 6, 30), None]),
)
AWARDS = st.builds(
    AwardFact,
    id=st.just("x"),
    microcredential=st.just("urn:x"),
    granted_on=st.none() | st.dates(BEGAN, EXPIRES),
    definition=st.none()
    | st.builds(
        Microcredential,
        renewal_categories=st.lists(st.sampled_from(CATEGORIES), max_size=2).map(tuple),
        effort_hours=st.none() | st.just(Fraction(15)),
    ),
)
FACTS = st.builds(
    Facts,
    license=LICENSES,
    employer=st.sampled_from(
        [Employer(), Employer("north_carolina", "southfield"), Employer(None, "northampton")]
    ),
    evaluation=st.none() | st.just(Rating("proficient")),
    activities=st.lists(ACTIVITIES, max_size=5).map(
        lambda found: tuple(replace(one, id=f"a{n}") for n, one in enumerate(found))
    ),
    awards=st.lists(AWARDS, max_size=3).map(
        lambda found: tuple(replace(one, id=f"w{n}") for n, one in enumerate(found))
    ),
)


def decide(facts: Facts, on: date = EXPIRES) -> Evaluation:
    return evaluate(north_carolina(), facts, on)


@settings(deadline=None, max_examples=40)
@given(FACTS, ACTIVITIES)
def test_more_credit_never_lowers_standing(facts: Facts, more: Activity) -> None:
    before = decide(facts)
    after = decide(replace(facts, activities=(*facts.activities, more)))
    assert ORDER.index(after.outcome) >= ORDER.index(before.outcome)
    assert after.counted >= before.counted
    assert after.required == before.required


@settings(deadline=None, max_examples=40)
@given(FACTS)
def test_no_more_counts_than_each_entry_is_worth(facts: Facts) -> None:
    evaluation = decide(facts)
    for entry in evaluation.entries:
        placed = sum(p.credits for p in evaluation.assignment if p.entry == entry.id)
        assert placed <= (entry.credits or 0)


@settings(deadline=None, max_examples=40)
@given(FACTS)
def test_what_counts_and_what_is_missing_make_what_is_required(facts: Facts) -> None:
    evaluation = decide(facts)
    if evaluation.required is None or evaluation.missing is None:
        assert evaluation.outcome is Outcome.UNKNOWN
        return
    assert evaluation.counted + evaluation.missing == evaluation.required
    placed = sum(p.credits for p in evaluation.assignment if not p.surplus)
    assert placed == evaluation.counted
    for one in evaluation.categories:
        assert one.counted + one.missing == one.required


@settings(deadline=None, max_examples=40)
@given(FACTS)
def test_the_order_of_entries_does_not_matter(facts: Facts) -> None:
    shuffled = sorted(facts.activities, key=lambda one: one.id, reverse=True)
    other = replace(facts, activities=tuple(shuffled), awards=facts.awards[::-1])
    assert decide(other) == decide(facts)


@settings(deadline=None, max_examples=40)
@given(FACTS)
def test_a_second_run_gives_the_same_answer(facts: Facts) -> None:
    assert decide(facts) == decide(facts)


@settings(deadline=None, max_examples=40)
@given(FACTS, st.booleans())
def test_learning_what_was_unknown_never_contradicts_a_settled_outcome(
    facts: Facts, approved: bool
) -> None:
    known = tuple(
        replace(one, approved=approved if one.approved is None else one.approved)
        for one in facts.activities
    )
    before, after = decide(facts), decide(replace(facts, activities=known))
    if before.outcome is not Outcome.UNKNOWN:
        assert after.outcome is before.outcome
