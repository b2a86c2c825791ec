"""What may be done with a submission in each of its states."""

import pytest

from longleaf.domain.evidence.submission import (
    MOVES,
    MoveError,
    SubmissionState,
    may_move,
    next_state,
)

ALLOWED = {
    ("draft", "write"): "draft",
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "return_incomplete"): "draft",
    ("submitted", "begin_review"): "in_review",
    ("submitted", "grant"): "earned",
    ("submitted", "give_back"): "not_yet",
    ("submitted", "withdraw"): "withdrawn",
    ("in_review", "begin_review"): "in_review",
    ("in_review", "grant"): "earned",
    ("in_review", "give_back"): "not_yet",
    ("in_review", "withdraw"): "withdrawn",
    ("not_yet", "uphold"): "earned",
    ("not_yet", "revise"): "draft",
    ("not_yet", "withdraw"): "withdrawn",
}
ALL = [(state.value, move) for state in SubmissionState for move in MOVES]


@pytest.mark.parametrize(("state", "move"), ALL)
def test_only_the_named_moves_are_possible(state: str, move: str) -> None:
    assert may_move(state, move) == ((state, move) in ALLOWED)


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_a_move_leads_to_its_state(state: str, move: str) -> None:
    assert next_state(state, move) == ALLOWED[state, move]


def test_a_move_that_is_not_possible_says_why() -> None:
    with pytest.raises(MoveError, match="was earned"):
        next_state("earned", "withdraw")


def test_an_unknown_move_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        may_move("draft", "burn")
