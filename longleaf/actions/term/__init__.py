"""Verbs on the common language: usages, concepts, proposals, the group that decides."""

from longleaf.actions.term.bring import leave_out_rest, read_glossary, settle_word
from longleaf.actions.term.concept import (
    choose_dialect,
    merge_concepts,
    name_locally,
)
from longleaf.actions.term.deciding import (
    answer_comment,
    comment_on_proposal,
    decide_proposal,
    vote_on_proposal,
)
from longleaf.actions.term.group import (
    keep_milestone,
    name_voter,
    set_deliverable,
    set_rule,
)
from longleaf.actions.term.pack import DELIVERABLES, load_language, load_work_group
from longleaf.actions.term.proposal import (
    open_comments,
    propose_concept,
    propose_merger,
    propose_term,
    withdraw_proposal,
)
from longleaf.actions.term.usage import move_usage, record_usage, retire_usage

__all__ = [
    "DELIVERABLES",
    "answer_comment",
    "choose_dialect",
    "comment_on_proposal",
    "decide_proposal",
    "keep_milestone",
    "leave_out_rest",
    "load_language",
    "load_work_group",
    "merge_concepts",
    "move_usage",
    "name_locally",
    "name_voter",
    "open_comments",
    "propose_concept",
    "propose_merger",
    "propose_term",
    "read_glossary",
    "record_usage",
    "retire_usage",
    "set_deliverable",
    "set_rule",
    "settle_word",
    "vote_on_proposal",
    "withdraw_proposal",
]
