"""`longleaf policy`: what it prints, where, and with which exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from longleaf.cli.policy import policy
from longleaf.policy.pack import find_jurisdiction
from tests.policy.toy import POLICY, write_toy

FACTS = {
    "license": {
        "kind": "teacher",
        "grade_span": "K-5",
        "cycle_began_on": "2021-07-01",
        "expires_on": "2026-06-30",
    },
    "employer": {"jurisdiction": "north_carolina", "local": "northampton"},
    "evaluation": {"rating": "proficient", "on": "2026-05-15"},
    "activities": [
        {
            "id": "a1",
            "kind": "workshop",
            "quantity": "20",
            "unit": "clock_hour",
            "categories": ["literacy"],
            "completed_on": "2024-10-01",
            "approved": True,
            "evidence": ["certificate"],
        }
    ],
    "awards": [],
    "standing_facts": {"national_board": None, "legislator": False, "lifetime": False},
}
CASES = """\
about: The toy state
cases:
  - case: nothing yet
    facts:
      license: {kind: teacher, cycle_began_on: 2019-07-01, expires_on: 2024-06-30}
    expect: {missing: 10}
"""


def call(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(policy, words, input=given)


def evaluated(command: str, *more: str, facts: object = FACTS) -> Result:
    return call(
        command,
        "--jurisdiction",
        "north_carolina",
        "--facts",
        "-",
        *more,
        given=json.dumps(facts),
    )


def test_evaluate_prints_json_and_ends_with_0_whatever_the_outcome() -> None:
    answer = evaluated("evaluate", "--on", "2026-06-30", "--json")
    assert answer.exit_code == 0
    found = json.loads(answer.stdout)
    assert (found["outcome"], found["required"], found["counted"]) == ("unmet", "12", "2")
    assert found["on"] == "2026-06-30"


def test_evaluate_in_words_lists_the_categories() -> None:
    answer = evaluated("evaluate", "--on", "2026-06-30")
    assert answer.exit_code == 0
    assert answer.stdout.splitlines()[0] == "unmet"
    assert "literacy" in answer.stdout


def test_without_a_day_today_is_asked_about() -> None:
    answer = evaluated("evaluate", "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["on"] > "2026-01-01"


def test_facts_that_cannot_be_read_end_with_2_and_name_place_and_fix() -> None:
    answer = evaluated("evaluate", "--json", facts={"license": {"kind": "techer"}})
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "license.kind: “techer” is not one of" in answer.stderr
    assert "Did you mean “teacher”?" in answer.stderr


def test_an_unknown_jurisdiction_ends_with_2() -> None:
    answer = call("evaluate", "--jurisdiction", "atlantis", "--facts", "-", given="{}")
    assert answer.exit_code == 2
    assert "There is no jurisdiction “atlantis”." in answer.stderr


def test_explain_says_it_in_sentences() -> None:
    answer = evaluated("explain", "--on", "2026-06-30")
    assert answer.exit_code == 0
    assert "a1: 20 clock hours ÷ 10 = 2 credits. Counts: 2 in literacy." in answer.stdout


def test_explain_as_json_tells_which_entry_counts_where() -> None:
    found = json.loads(evaluated("explain", "--on", "2026-06-30", "--json").stdout)
    assert found["assignment"] == [
        {"entry": "a1", "category": "literacy", "credits": "2", "surplus": False}
    ]


def test_check_names_the_policy_and_its_hash() -> None:
    answer = call("check", str(find_jurisdiction("north_carolina") / "policy"))
    assert answer.exit_code == 0
    assert "North Carolina license renewal: version" in answer.stdout
    assert len(answer.stdout.split()[-1]) == 64


def test_check_of_a_broken_policy_ends_with_1_and_names_file_line_and_fix(tmp_path: Path) -> None:
    answer = call("check", str(write_toy(tmp_path, POLICY.replace("value: 10", "value: ten"))))
    assert answer.exit_code == 1
    assert "policy.yaml:" in answer.stderr
    assert "is not an exact amount" in answer.stderr


def test_the_cases_we_ship_all_pass() -> None:
    answer = call("cases", "--failed")
    assert answer.exit_code == 0
    assert " 0 fail." in answer.stdout


@pytest.mark.parametrize(("missing", "status", "mark"), [("10", 0, "pass"), ("9", 1, "FAIL")])
def test_cases_end_with_1_when_one_fails(
    tmp_path: Path, missing: str, status: int, mark: str
) -> None:
    folder = write_toy(tmp_path, cases=CASES.replace("missing: 10", f"missing: {missing}"))
    answer = call("cases", str(folder))
    assert answer.exit_code == status
    assert f"  {mark}  nothing yet" in answer.stdout


def test_cases_that_cannot_be_read_end_with_2(tmp_path: Path) -> None:
    answer = call("cases", str(write_toy(tmp_path)))
    assert answer.exit_code == 2
    assert "There are no worked cases beside this policy." in answer.stderr


def test_worth_tells_place_by_place(tmp_path: Path) -> None:
    file = tmp_path / "m.yaml"
    file.write_text('slug: m\nrenewal_categories: [literacy]\neffort_hours: "15"\n')
    words = ["worth", "--microcredential", str(file), "--on", "2026-06-30", "--demo"]
    found = json.loads(call(*words, "--json").stdout)
    assert found["microcredential"] == "m"
    assert {one["local"]: one["credits"] for one in found["worth"]} == {
        None: None,
        "northfield": "1",
        "pine_ridge": "1.5",
        "southfield": "1.5",
    }
    text = call(*words, "--jurisdiction", "north_carolina").stdout
    assert "north_carolina, southfield: 15 clock hours ÷ 10 = 1.5 credits." in text


def test_worth_of_a_file_that_is_no_definition_ends_with_2() -> None:
    answer = call("worth", "--microcredential", "-", given="title: no name\n")
    assert answer.exit_code == 2
    assert "“slug” is missing" in answer.stderr


@pytest.mark.parametrize("what", ["policy", "local", "facts"])
def test_the_schemas_are_printed(what: str) -> None:
    found = json.loads(call("schema", what).stdout)
    assert found["type"] == "object"
