"""Facts files: strict, and what is not given is not known."""

import json
from datetime import date
from fractions import Fraction

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.document import Json
from longleaf.policy.facts import (
    Activity,
    AwardFact,
    Competency,
    Employer,
    Facts,
    License,
    Rating,
    StandingFacts,
)
from longleaf.policy.facts_reading import parse_facts, read_facts

WHOLE = """
{"license": {"kind": "teacher", "grade_span": "K-5", "cycle_began_on": "2021-07-01",
             "expires_on": "2026-06-30"},
 "employer": {"jurisdiction": "north_carolina", "local": "northampton"},
 "evaluation": {"rating": "proficient", "on": "2026-05-15"},
 "activities": [{"id": "a1", "kind": "workshop", "quantity": "20", "unit": "clock_hour",
                 "categories": ["literacy"], "completed_on": "2024-10-01", "approved": true,
                 "evidence": ["certificate"]}],
 "awards": [{"id": "w1", "microcredential": "urn:m", "granted_on": "2025-02-03", "stack": null,
             "competencies": [{"id": "urn:c", "level": "demonstrated"}],
             "definition": {"slug": "m", "renewal_categories": ["literacy"],
                            "effort_hours": "15"}}],
 "standing_facts": {"national_board": null, "legislator": false, "lifetime": false}}
"""


def said(data: Json) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        read_facts(data)
    return [str(one) for one in caught.value.problems]


def test_the_whole_form_is_read() -> None:
    assert parse_facts(WHOLE.encode()) == Facts(
        License("teacher", "K-5", date(2021, 7, 1), date(2026, 6, 30)),
        Employer("north_carolina", "northampton"),
        Rating("proficient", date(2026, 5, 15)),
        (
            Activity(
                "a1",
                "workshop",
                Fraction(20),
                "clock_hour",
                ("literacy",),
                date(2024, 10, 1),
                approved=True,
                evidence=("certificate",),
            ),
        ),
        (
            AwardFact(
                "w1",
                "urn:m",
                date(2025, 2, 3),
                None,
                (Competency("urn:c", "demonstrated"),),
                Microcredential("m", ("literacy",), Fraction(15)),
            ),
        ),
        StandingFacts(None, legislator=False, lifetime=False),
    )
    assert read_facts(json.loads(WHOLE)) == parse_facts(WHOLE.encode())


def test_a_license_alone_is_enough_and_all_else_is_unknown() -> None:
    assert read_facts({"license": {"kind": "administrator"}}) == Facts(License("administrator"))


def test_null_is_the_same_as_not_given() -> None:
    empty: Json = {
        "license": {"kind": "teacher", "grade_span": None, "expires_on": None},
        "employer": None,
        "evaluation": None,
        "activities": None,
        "awards": None,
        "standing_facts": None,
    }
    assert read_facts(empty) == Facts(License("teacher"))


@pytest.mark.parametrize("value", [True, False])
def test_certification_may_be_given_as_yes_or_no(value: bool) -> None:
    facts = read_facts(
        {"license": {"kind": "teacher"}, "standing_facts": {"national_board": value}}
    )
    assert facts.standing_facts.national_board is value


def test_certification_may_be_given_as_a_day() -> None:
    facts = read_facts(
        {"license": {"kind": "teacher"}, "standing_facts": {"national_board": "2024-11-30"}}
    )
    assert facts.standing_facts.national_board == date(2024, 11, 30)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "“license” is missing from the facts."),
        ([], "A list stands where the facts, written as names and values is expected."),
        ({"license": {"kind": "teacher", "kindd": 1}}, "license.kindd: “kindd” is not known"),
        ({"license": {"kind": "techer"}}, "license.kind: “techer” is not one of"),
        ({"license": {"kind": "teacher", "grade_span": "K5"}}, "license.grade_span: “K5” stands"),
        (
            {"license": {"kind": "teacher", "expires_on": "6/30/26"}},
            "license.expires_on: “6/30/26”",
        ),
        (
            {"license": {"kind": "teacher"}, "standing_facts": {"national_board": "maybe"}},
            "standing_facts.national_board: “maybe” stands where a day",
        ),
        (
            {"license": {"kind": "teacher"}, "standing_facts": {"national_board": "true"}},
            "standing_facts.national_board: “true” stands where true or false",
        ),
        (
            {"license": {"kind": "teacher"}, "standing_facts": {"legislator": "no"}},
            "standing_facts.legislator: “no” stands where true or false",
        ),
        (
            {
                "license": {
                    "kind": "teacher",
                    "cycle_began_on": "2026-07-01",
                    "expires_on": "2026-06-30",
                }
            },
            "license.cycle_began_on: The cycle begins on 2026-07-01, after",
        ),
    ],
)
def test_a_wrong_fact_is_said_with_its_place(data: Json, says: str) -> None:
    (found,) = said(data)
    assert found.startswith(says)


def test_a_quantity_must_be_written_as_text() -> None:
    activity: dict[str, Json] = {"id": "a", "kind": "workshop", "quantity": 2, "unit": "credit"}
    (found,) = said({"license": {"kind": "teacher"}, "activities": [activity]})
    assert found.startswith("activities[0].quantity: The number 2 stands where an exact amount")


def test_an_id_given_twice_is_said_across_activities_and_awards() -> None:
    activity: dict[str, Json] = {"id": "x", "kind": "workshop", "quantity": "2", "unit": "credit"}
    award: dict[str, Json] = {"id": "x", "microcredential": "urn:m"}
    (found,) = said({"license": {"kind": "teacher"}, "activities": [activity], "awards": [award]})
    assert found == (
        "awards[0].id: “x” is already the id at activities[0].id. Give every entry its own id."
    )
