"""Verbs on reviews: assign, score, finish, give back, reassign."""

from longleaf.actions.review.assign import assign_reviewers, end_reviews, seat_reviewer
from longleaf.actions.review.finish import Finished, finish_review
from longleaf.actions.review.release import reassign_review, release_review, take_away_if_barred
from longleaf.actions.review.score import save_comment, save_score

__all__ = [
    "Finished",
    "assign_reviewers",
    "end_reviews",
    "finish_review",
    "reassign_review",
    "release_review",
    "save_comment",
    "save_score",
    "seat_reviewer",
    "take_away_if_barred",
]
