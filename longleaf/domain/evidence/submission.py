"""The states of a submission, and what may be done in each."""

from enum import StrEnum
from typing import Final


class SubmissionState(StrEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    NOT_YET = "not_yet"
    EARNED = "earned"
    WITHDRAWN = "withdrawn"


_S = SubmissionState

# What leads from one state to the next; whatever is not named here cannot be done.
MOVES: Final[dict[str, dict[SubmissionState, SubmissionState]]] = {
    "write": {_S.DRAFT: _S.DRAFT},
    "submit": {_S.DRAFT: _S.SUBMITTED},
    "return_incomplete": {_S.SUBMITTED: _S.DRAFT},
    "begin_review": {_S.SUBMITTED: _S.IN_REVIEW, _S.IN_REVIEW: _S.IN_REVIEW},
    "grant": {_S.SUBMITTED: _S.EARNED, _S.IN_REVIEW: _S.EARNED},
    "give_back": {_S.SUBMITTED: _S.NOT_YET, _S.IN_REVIEW: _S.NOT_YET},
    "uphold": {_S.NOT_YET: _S.EARNED},
    "revise": {_S.NOT_YET: _S.DRAFT},
    "withdraw": {
        _S.DRAFT: _S.WITHDRAWN,
        _S.SUBMITTED: _S.WITHDRAWN,
        _S.IN_REVIEW: _S.WITHDRAWN,
        _S.NOT_YET: _S.WITHDRAWN,
    },
}

_WHY_NOT: Final = {
    _S.DRAFT: "This submission has not been submitted yet.",
    _S.SUBMITTED: "This was submitted for review, so it can no longer change.",
    _S.IN_REVIEW: "Reviewers are reading this, so it can no longer change.",
    _S.NOT_YET: "This has its answer already; begin a revision to go on.",
    _S.EARNED: "This micro-credential was earned with it, so it stays as it is.",
    _S.WITHDRAWN: "This submission was withdrawn.",
}


class MoveError(ValueError):
    """What was asked cannot be done in this state; its text is a sentence that says why."""


def may_move(state: str, move: str) -> bool:
    """Whether `move` (a key of `MOVES`) is possible in a state.

    Raises:
        KeyError: If there is no such move.
        ValueError: If there is no such state.
    """
    return SubmissionState(state) in MOVES[move]


def next_state(state: str, move: str) -> SubmissionState:
    """The state that a move leads to.

    Raises:
        MoveError: If the move is not possible in this state.
        KeyError: If there is no such move.
        ValueError: If there is no such state.
    """
    if not may_move(state, move):
        raise MoveError(_WHY_NOT[SubmissionState(state)])
    return MOVES[move][SubmissionState(state)]
