"""The tone of feedback, before it is sent."""

import pytest

from longleaf.domain.review.tone import BLAME, remarks_on

KIND = "The plan names one goal; the second artifact does not yet show how students reach it."


def rules(text: str, *, below: bool = False) -> list[str]:
    return [one.rule for one in remarks_on({"pause": text}, below=["pause"] if below else [])]


def test_plain_feedback_on_the_evidence_is_left_alone() -> None:
    assert rules(KIND, below=True) == []


@pytest.mark.parametrize("words", BLAME)
def test_each_word_of_blame_is_noticed_however_it_is_written(words: str) -> None:
    assert "blame" in rules(f"{KIND} {words.capitalize()}.")


def test_a_word_that_only_holds_one_of_blame_is_not() -> None:
    assert rules(f"{KIND} The lazysusan is in the picture.") == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You MUST READ the prompt of the second part before you hand in again.", "capitals"),
        ("Where is the plan that the second part of the prompt asks for?!", "shouting"),
        ("Other teachers showed this in two artifacts, with notes on each of them.", "others"),
        ("You are not able to show how students reach the goal that is named.", "person"),
    ],
)
def test_each_rule_notices_what_it_is_for(text: str, rule: str) -> None:
    assert rules(text) == [rule]


def test_abbreviations_of_the_trade_are_not_shouting() -> None:
    assert rules(f"{KIND} See the NCSCOS, and the notes of the PLC.") == []


def test_few_words_are_noticed_below_passing_alone() -> None:
    assert rules("Show more of this.", below=True) == ["short"]
    assert rules("Show more of this.") == []
    assert rules("a" * 39, below=True) == ["short"]
    assert rules("a" * 40, below=True) == []
    assert rules("", below=True) == []


def test_the_same_words_at_two_criteria_are_noticed_at_both() -> None:
    found = remarks_on({"a": KIND, "b": f"  {KIND.upper()} "})
    assert [one.where for one in found if one.rule == "repeated"] == ["a", "b"]


def test_a_remark_shows_the_words_it_was_noticed_by() -> None:
    (found,) = remarks_on({"pause": "The second plan is Sloppy, with no goal and no date on it."})
    assert (found.where, found.found) == ("pause", "Sloppy")
    assert "Sloppy" in found.why
