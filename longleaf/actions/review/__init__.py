"""Verbs on reviews: check, assign, score, finish, give back, reassign; appeal and coach."""

from longleaf.actions.review.appeal import (
    ask_appeal,
    end_appeal,
    must_not_wait_for_appeal,
    take_appeal_back,
)
from longleaf.actions.review.assign import assign_reviewers, end_reviews, seat_reviewer
from longleaf.actions.review.coaching import (
    must_have_attempts,
    name_coach,
    open_attempt,
    write_coaching_note,
)
from longleaf.actions.review.completeness import decide_completeness, end_check, take_in
from longleaf.actions.review.finish import Finished, finish_review
from longleaf.actions.review.program import keep_program, share_program
from longleaf.actions.review.release import reassign_review, release_review, take_away_if_barred
from longleaf.actions.review.score import save_comment, save_score

__all__ = [
    "Finished",
    "ask_appeal",
    "assign_reviewers",
    "decide_completeness",
    "end_appeal",
    "end_check",
    "end_reviews",
    "finish_review",
    "keep_program",
    "must_have_attempts",
    "must_not_wait_for_appeal",
    "name_coach",
    "open_attempt",
    "reassign_review",
    "release_review",
    "save_comment",
    "save_score",
    "seat_reviewer",
    "share_program",
    "take_appeal_back",
    "take_away_if_barred",
    "take_in",
    "write_coaching_note",
]
