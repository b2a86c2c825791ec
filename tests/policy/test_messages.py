"""Messages: every key has a sentence, and every sentence its numbers."""

import ast
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

import longleaf.policy
from longleaf.policy.evaluate import evaluate
from longleaf.policy.explain import explain, explanation_as_json, explanation_as_text
from longleaf.policy.facts import AwardFact, Employer, Facts, Rating
from longleaf.policy.finding import Because
from longleaf.policy.messages import ENGLISH, sentence, show_day, unit_words
from tests.policy.test_evaluate_laws import FACTS
from tests.policy.toy import EXPIRES, north_carolina, teacher, workshop

TITLES = {"literacy": "literacy"}


def keys_in_the_code() -> set[str]:
    found = set()
    for path in Path(longleaf.policy.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                found |= {k for k in ENGLISH if k.startswith(str(node.values[0].value))}
    return found


def test_every_sentence_is_used_and_every_key_has_a_sentence() -> None:
    code = keys_in_the_code()
    assert [key for key in ENGLISH if key not in code] == []
    like = re.compile(
        r"(credit|rating|also|exemption|local|employer|input|entry|worth|way|plan|mastery|floor|"
        r"proration|extension|majority)\.[a-z_.]+"
    )
    keys = {text for text in code if like.fullmatch(text) and not text.endswith(".")}
    beginnings = {"credit.total", "credit.category", "floor.total", "floor.category"}
    assert keys - set(ENGLISH) - beginnings - {"employer.local"} == set()


@settings(deadline=None, max_examples=30)
@given(FACTS)
def test_whatever_comes_out_can_be_said(facts: Facts) -> None:
    rules = north_carolina()
    found = evaluate(rules, facts, EXPIRES)
    said = explain(rules, found)
    assert all("{" not in paragraph.says for paragraph in said.paragraphs)
    assert str(explanation_as_json(rules, found)["headline"]) in explanation_as_text(rules, found)


@pytest.mark.parametrize(
    ("unit", "amount", "words"),
    [
        ("credit", "1", "credit"),
        ("credit", "2", "credits"),
        ("credit", "0", "credits"),
        ("credit", "0.5", "credits"),
        ("semester_hour", "2/3", "semester hour"),
        ("semester_hour", "4/3", "semester hours"),
        ("ceu", "3", "CEUs"),
    ],
)
def test_units_are_in_the_number_that_english_asks_for(unit: str, amount: str, words: str) -> None:
    assert unit_words(unit, amount) == words


def test_a_day_is_written_as_the_users_write_it() -> None:
    assert show_day(date(2026, 6, 3)) == "June 3, 2026"


def test_the_arithmetic_is_in_the_sentence() -> None:
    numbers = {
        "quantity": "20",
        "unit": "clock_hour",
        "one_is": "10",
        "credits": "2",
        "own_unit": "credit",
    }
    said = sentence(Because("worth.converted", numbers), TITLES)
    assert said == "20 clock hours ÷ 10 = 2 credits."


def test_a_category_without_a_title_is_said_by_its_name() -> None:
    said = sentence(Because("entry.category_not_asked", {"category": "odd_one"}), TITLES)
    assert "odd one credit" in said


def test_an_entry_says_where_it_counts_and_what_is_too_much() -> None:
    rules = north_carolina()
    found = evaluate(rules, teacher(workshop("a1", "9", "academic")), EXPIRES)
    assert explain(rules, found).entries == (
        "a1: 9 credits. Counts: 4 in academic subject area, 4 in general. Not needed: 1 credit.",
    )


def test_the_explanation_as_text_names_sources_ways_and_the_rules() -> None:
    rules = north_carolina()
    facts = replace(
        teacher(),
        employer=Employer("north_carolina", "rutherford"),
        evaluation=Rating("developing"),
        awards=(AwardFact("w1", "urn:m", date(2025, 1, 1)),),
    )
    text = explanation_as_text(rules, evaluate(rules, facts, EXPIRES))
    assert "Something that is asked for is still missing." in text
    assert "[unmet] The most recent evaluation is developing, below the proficient" in text
    assert "note: w1: What it is worth is not settled: North Carolina has set no value" in text
    assert "see: G.S. 115C-270.30" in text
    assert "  - General, 4 credits missing: 40 clock hours (4 ×" in text
    assert f"version {rules.policy.version}, {rules.policy.hash[:12]}." in text


def test_a_letter_without_entries_or_gaps_leaves_their_headings_out() -> None:
    rules = north_carolina()
    text = explanation_as_text(
        rules, evaluate(rules, teacher(workshop("a1", "8", "academic")), EXPIRES)
    )
    assert "Ways to what is missing" not in text
    text = explanation_as_text(rules, evaluate(rules, teacher(), EXPIRES))
    assert "What you have" not in text
