"""One educator against North Carolina's rules."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import (
    AwardFact,
    Employer,
    Facts,
    StandingFacts,
)
from longleaf.policy.finding import Outcome
from tests.policy.toy import (
    EXPIRES,
    POLICY,
    license_of,
    north_carolina,
    teacher,
    toy,
    workshop,
)


def decide(facts: Facts, on: date = EXPIRES) -> Evaluation:
    return evaluate(north_carolina(), facts, on)


def why(evaluation: Evaluation, entry: str) -> list[str]:
    found = next(one for one in evaluation.entries if one.id == entry)
    return [because.key for because in found.reasons]


def test_the_policy_that_decided_is_named_by_version_and_hash() -> None:
    policy = decide(teacher()).policy
    assert policy == north_carolina().policy
    assert len(policy.hash) == 64


def test_the_finding_of_a_category_names_what_was_placed_in_it() -> None:
    found = decide(teacher(workshop("a1", "5", "academic")))
    academic = next(one for one in found.findings if one.rule == "credit.academic")
    assert academic.outcome is Outcome.MET
    assert [(one.id, one.because.numbers["credits"]) for one in academic.inputs] == [("a1", "4")]


def test_among_equal_entries_the_earlier_is_placed_first_and_the_later_is_surplus() -> None:
    early = workshop("late-name", "8", "academic", on=date(2022, 1, 1))
    late = workshop("a-name", "1", "academic", on=date(2023, 1, 1))
    found = decide(teacher(late, early))
    assert [(p.entry, p.credits) for p in found.assignment if p.surplus] == [
        ("a-name", Fraction(1))
    ]
    assert found.surplus == 1
    assert found.categories[0].surplus == 1


def test_credit_that_fits_no_category_is_said_to_fit_none() -> None:
    facts = replace(
        teacher(workshop("a1", "1", "executive", on=date(2020, 1, 1)), grade_span="K-5"),
        license=license_of(
            grade_span="K-5", began_on=date(2018, 7, 1), expires_on=date(2023, 6, 30)
        ),
    )
    found = decide(facts, date(2023, 6, 30))
    assert found.counted == 0
    total = found.findings[0]
    assert [one.because.key for one in total.left_out] == [
        "entry.category_not_asked",
        "entry.no_home",
    ]


def test_an_unknown_kind_of_activity_leaves_the_outcome_open() -> None:
    found = decide(teacher(replace(workshop(), kind="juggling")))
    assert found.outcome is Outcome.UNKNOWN
    assert why(found, "a1") == ["entry.kind_not_in_policy"]


def test_a_unit_that_the_policy_cannot_convert_leaves_the_outcome_open() -> None:
    found = decide(teacher(workshop(unit="furlong")))
    assert why(found, "a1") == ["worth.unit_not_in_policy"]


def test_a_certificate_counted_by_the_hour_has_no_known_worth() -> None:
    renewal = replace(workshop(unit="clock_hour"), kind="national_board_renewal")
    assert why(decide(teacher(renewal)), "a1") == ["worth.other_unit_expected"]


def test_half_a_certificate_is_no_cycle() -> None:
    half = replace(workshop(credits="1/2", unit="certificate"), kind="national_board_initial")
    assert decide(teacher(half)).counted == 0


@pytest.mark.parametrize(
    ("approved", "counted", "reasons"),
    [(True, 1, []), (False, 0, ["entry.not_approved"]), (None, 0, ["entry.approval_unknown"])],
)
def test_credit_counts_only_when_it_is_approved(
    approved: bool | None, counted: int, reasons: list[str]
) -> None:
    found = decide(teacher(workshop("a1", "1", "academic", approved=approved)))
    assert (found.counted, why(found, "a1")) == (Fraction(counted), reasons)


def test_credit_without_a_day_is_open() -> None:
    found = decide(teacher(workshop("a1", "8", "academic", on=None)))
    assert (found.outcome, why(found, "a1")) == (Outcome.UNKNOWN, ["entry.day_unknown"])


def test_credit_of_a_cycle_whose_first_day_is_not_known_is_open() -> None:
    facts = replace(teacher(workshop("a1", "8", "academic")), license=license_of(began_on=None))
    found = decide(facts)
    assert (found.outcome, why(found, "a1")) == (Outcome.UNKNOWN, ["entry.cycle_unknown"])


def test_credit_of_unknown_categories_is_sure_only_as_general() -> None:
    one = replace(workshop("a1", "8"), categories=None)
    found = decide(teacher(one))
    assert [c.counted for c in found.categories] == [0, 4]
    assert found.categories[0].outcome is Outcome.UNKNOWN


def test_a_license_whose_expiry_is_not_known_has_no_known_requirement() -> None:
    facts = replace(teacher(workshop("a1", "3", "academic")), license=license_of(expires_on=None))
    found = decide(facts)
    assert found.counted == 3
    assert found.required is None
    assert found.missing is None
    assert found.outcome is Outcome.UNKNOWN
    assert found.categories == ()


def test_a_kind_of_license_without_a_rule_is_unknown() -> None:
    found = decide(replace(teacher(), license=license_of(kind="pilot")))
    assert found.outcome is Outcome.UNKNOWN
    assert found.findings[0].because.key == "credit.no_rule_for_kind"


def test_a_span_of_grades_that_the_policy_does_not_know_leaves_the_split_open() -> None:
    found = decide(teacher(grade_span="3-4"))
    assert found.required == 8
    assert found.findings[0].outcome is Outcome.UNMET
    full = decide(teacher(workshop("a1", "8"), grade_span="3-4"))
    assert full.findings[0].because.key == "credit.grade_span_not_in_policy"


def test_a_local_board_without_rules_on_file_is_said_to_have_none() -> None:
    facts = replace(teacher(), employer=Employer("north_carolina", "nowhere"))
    found = decide(facts)
    assert found.local is None
    assert [one.because.key for one in found.findings[0].left_out] == ["local.not_on_file"]


def test_an_employer_in_another_state_brings_no_local_rules_and_no_rating() -> None:
    facts = replace(teacher(), employer=Employer("tennessee", "northampton"), evaluation=None)
    found = decide(facts)
    assert found.required == 8
    assert [one.rule for one in found.findings if one.rule == "rating"] == []
    assert found.findings[0].left_out[0].because.key == "employer.elsewhere"


def test_a_certificate_known_by_its_day_counts_the_full_cycle() -> None:
    facts = replace(teacher(), standing_facts=StandingFacts(national_board=date(2024, 11, 30)))
    found = decide(facts)
    assert (found.outcome, found.missing) == (Outcome.MET, Fraction(0))


def test_a_certificate_without_a_day_leaves_the_outcome_open() -> None:
    found = decide(replace(teacher(), standing_facts=StandingFacts(national_board=True)))
    assert (found.outcome, found.counted) == (Outcome.UNKNOWN, Fraction(0))


def test_a_certificate_given_as_activity_and_as_fact_counts_once() -> None:
    board = replace(workshop(unit="certificate"), kind="national_board_initial")
    facts = replace(teacher(board), standing_facts=StandingFacts(national_board=date(2024, 10, 1)))
    assert len(decide(facts).entries) == 1


def test_the_full_cycle_does_not_cover_what_the_local_board_adds() -> None:
    board = replace(workshop(unit="certificate"), kind="national_board_initial")
    facts = replace(teacher(board), employer=Employer("north_carolina", "northampton"))
    found = decide(facts)
    assert [found.required, found.counted, found.missing] == [12, 8, 4]


def test_nothing_is_to_be_done_by_the_exempt() -> None:
    found = decide(replace(teacher(), standing_facts=StandingFacts(legislator=True)))
    assert found.outcome is Outcome.EXEMPT
    assert found.ways == ()


def test_an_evaluation_later_than_the_day_asked_about_is_not_looked_at() -> None:
    found = decide(teacher(workshop("a1", "8", "academic")), date(2026, 5, 14))
    assert found.outcome is Outcome.UNKNOWN
    again = decide(teacher(workshop("a1", "8", "academic")), date(2026, 5, 15))
    assert again.outcome is Outcome.MET


@pytest.mark.parametrize(
    ("board", "granted_on", "credits"),
    [
        ("northfield", date(2025, 2, 3), Fraction(1)),
        ("southfield", date(2025, 2, 3), Fraction("1.25")),
        ("pine_ridge", date(2023, 6, 30), Fraction("0.5")),
        ("pine_ridge", date(2023, 7, 1), Fraction("1.5")),
        ("rutherford", date(2025, 2, 3), None),
    ],
)
def test_an_award_is_worth_what_the_board_s_crosswalk_says_on_its_day(
    board: str, granted_on: date, credits: Fraction | None
) -> None:
    definition = Microcredential("m", ("academic",), Fraction("12.5"))
    facts = replace(
        teacher(),
        employer=Employer("north_carolina", board),
        awards=(AwardFact("w1", "urn:m", granted_on, definition=definition),),
    )
    found = decide(facts)
    assert found.entries[0].credits == credits
    assert found.categories[0].counted == (credits or 0)


def test_an_award_that_states_no_hours_has_no_worth_by_hours() -> None:
    facts = replace(
        teacher(),
        employer=Employer("north_carolina", "southfield"),
        awards=(AwardFact("w1", "urn:m", date(2025, 2, 3)),),
    )
    assert why(decide(facts), "w1") == ["worth.hours_not_stated"]


def test_an_award_of_an_unknown_definition_is_sure_only_as_general() -> None:
    facts = replace(teacher(), awards=(AwardFact("w1", "urn:m", date(2025, 2, 3)),))
    found = decide(facts)
    assert [one.counted for one in found.categories] == [0, 1]
    assert why(found, "w1") == ["entry.categories_unknown"]


def test_an_award_for_a_category_the_license_has_not_counts_as_general() -> None:
    definition = Microcredential("m", ("executive",))
    facts = replace(
        teacher(), awards=(AwardFact("w1", "urn:m", date(2025, 2, 3), definition=definition),)
    )
    assert [one.counted for one in decide(facts).categories] == [0, 1]


def test_what_is_met_stays_met_for_the_exempt() -> None:
    facts = replace(
        teacher(workshop("a1", "8", "academic")), standing_facts=StandingFacts(legislator=True)
    )
    found = decide(facts)
    assert found.outcome is Outcome.EXEMPT
    assert found.findings[0].outcome is Outcome.MET


def test_an_exemption_frees_only_from_what_it_names(tmp_path: Path) -> None:
    more = """exemptions:
  lifetime:
    frees_from: [rating]
    held:
      - {last: 2024-12-31, frees: false, citation: law}
      - {first: 2025-01-01, frees: true, citation: law}
"""
    rules = toy(tmp_path, POLICY + more)
    facts = Facts(license_of(grade_span=None), standing_facts=StandingFacts(lifetime=True))
    found = {one.rule: one.outcome for one in evaluate(rules, facts, EXPIRES).findings}
    assert found["credit.total"] is Outcome.UNMET
    assert found["exemption.lifetime"] is Outcome.EXEMPT
    older = replace(facts, license=license_of(grade_span=None, expires_on=date(2024, 12, 31)))
    rules_then = {one.rule for one in evaluate(rules, older, EXPIRES).findings}
    assert "exemption.lifetime" not in rules_then


def test_where_even_the_total_depends_on_the_grades_nothing_is_known(tmp_path: Path) -> None:
    start, end = POLICY.index("  teacher:\n"), POLICY.index("activities:\n")
    low = POLICY[start:end].replace("kind: teacher\n", "kind: teacher\n    grade_span: K-5\n")
    high = low.replace("teacher:", "high:", 1).replace("K-5", "6-12").replace("points", "more")
    high = high.replace("craft: 4", "craft: 5")
    values = "  more:\n    unit: point\n    values:\n"
    values += "      - {last: 2029-12-31, value: 11, citation: law}\n"
    values += "      - {first: 2030-01-01, value: 13, citation: law}\n"
    text = POLICY[:start] + low + high + POLICY[end:]
    rules = toy(tmp_path, text.replace("ratings:", values + "ratings:"))
    found = evaluate(rules, Facts(license_of(grade_span=None)), EXPIRES)
    assert (found.required, found.findings[0].because.key) == (None, "credit.grade_span_unknown")


def test_renewal_in_north_carolina_opens_on_april_15() -> None:
    opens = north_carolina().parameters["renewal_opens"].values.on(EXPIRES).value
    assert isinstance(opens, Fraction)
    assert EXPIRES - timedelta(days=int(opens)) == date(2026, 4, 15)
