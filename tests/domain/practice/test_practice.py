"""Questions, answers and the statements that they make."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.domain.practice.answering import (
    asked,
    is_known,
    progress,
    read_answer,
    to_submit,
)
from longleaf.domain.practice.inventory import Inventory, inventory_from_yaml
from longleaf.domain.practice.questionnaire import Questionnaire, questionnaire_from_yaml
from longleaf.domain.practice.statement import from_answers, read_statement
from longleaf.policy.pack import find_jurisdiction

DAY = date(2026, 2, 3)


@cache
def the_questions() -> Questionnaire:
    path = find_jurisdiction("north_carolina") / "practices/questionnaire.yaml"
    return questionnaire_from_yaml(path.read_text(encoding="utf-8"), name=path.name)[0]


@cache
def the_inventory() -> Inventory:
    path = find_jurisdiction("north_carolina") / "practices/inventory.yaml"
    return inventory_from_yaml(path.read_text(encoding="utf-8"), name=path.name)


def test_follow_ups_are_asked_for_each_chosen_answer_and_stand_together() -> None:
    keys = [one.key for one in asked(the_questions(), {"practices": ["uses_others"]})]
    assert keys[:5] == [
        "practices",
        "since.uses_others",
        "audience.uses_others",
        "scale.uses_others",
        "result.uses_others",
    ]


def test_nothing_follows_up_an_answer_that_says_none() -> None:
    keys = [one.key for one in asked(the_questions(), {"practices": ["none"]})]
    assert not [key for key in keys if "." in key]


def test_an_answer_of_none_does_not_go_with_another() -> None:
    with pytest.raises(ProblemsError, match="cannot go with another"):
        read_answer(the_questions().question("practices"), ["none", "uses_others"], this_year=2026)


@pytest.mark.parametrize("text", ["1989", "2027", "=2+2", "²", "99999999999999"])
def test_a_year_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ProblemsError):
        read_answer(the_questions().question("since"), [text], this_year=2026)


@pytest.mark.parametrize("text", ["1990", "2026"])
def test_the_first_and_the_last_year_are_taken(text: str) -> None:
    assert read_answer(the_questions().question("since"), [text], this_year=2026) == [text]


def test_a_key_that_names_no_question_is_not_known() -> None:
    assert is_known(the_questions(), "since") is None
    assert is_known(the_questions(), "since.nothing") is None
    assert is_known(the_questions(), "practices.uses_others") is None
    assert is_known(the_questions(), "since.uses_others") is not None


def test_a_private_note_is_in_nothing_that_is_submitted_nor_counted() -> None:
    answers = {"practices": ["none"], "notes": ["Ask Ruth about the budget."]}
    assert to_submit(the_questions(), answers) == {"practices": ["none"]}
    whole = progress(asked(the_questions(), answers), answers)
    assert whole.answered == 1
    assert [one.key for one in whole.missing] == ["development"]


def test_answers_to_questions_that_are_no_longer_asked_are_not_submitted() -> None:
    answers = {"practices": ["none"], "since.uses_others": ["2020"]}
    assert to_submit(the_questions(), answers) == {"practices": ["none"]}


def test_a_chosen_answer_makes_a_statement_with_its_parts() -> None:
    answers = {"practices": ["uses_others"], "since.uses_others": ["2021"]}
    told = list(from_answers(the_questions(), answers, slug="a", who="A", said_on=DAY))
    assert [(one.key, one.kind, one.since, one.verified_on) for one in told] == [
        ("a-practices-uses_others", "practice", "2021", DAY)
    ]
    assert told[0].source.startswith("A, answer to")


def test_a_fingerprint_changes_with_what_is_said_and_not_with_the_day_it_was_verified() -> None:
    one = the_inventory().statements[0]
    assert replace(one, verified_on=DAY).fingerprint == one.fingerprint
    assert replace(one, result="Something").fingerprint != one.fingerprint


def test_a_statement_is_old_on_the_day_after_its_months() -> None:
    one = next(one for one in the_inventory().statements if one.kind == "policy")
    one = replace(one, verified_on=date(2025, 2, 3))
    assert the_inventory().age.old(one, on=date(2026, 2, 3)) == ""
    assert "more than 12 months" in the_inventory().age.old(one, on=date(2026, 2, 4))


def test_a_citation_without_a_source_is_refused() -> None:
    data = {
        "key": "a",
        "kind": "policy",
        "title": "A",
        "words": "A",
        "level": "state",
        "effect": "requires",
        "citation": "G.S. 1",
        "verified_on": "2026-01-01",
    }
    with pytest.raises(ProblemsError, match="A citation needs its source"):
        read_statement(data)


def test_every_statement_of_the_pack_has_a_source_and_a_day() -> None:
    assert all(one.source and one.verified_on.year > 2000 for one in the_inventory().statements)
