"""Verbs on alternative plans: written, submitted, reviewed, put in force, shown to others."""

from longleaf.actions.plan.draft import (
    SectionChangedError,
    begin_amendment,
    begin_plan,
    rename_plan,
    save_section,
    settle_text,
)
from longleaf.actions.plan.force import (
    consent_to_plan,
    cover_person,
    end_plan,
    release_person,
    start_plan,
)
from longleaf.actions.plan.publish import (
    hide_plan,
    keep_closed_days,
    offer_template,
    publish_plan,
)
from longleaf.actions.plan.review import (
    answer_question,
    ask_question,
    assign_plan_reviewers,
    comment_on_plan,
    complete_review,
    mark_element,
    settle_comment,
)
from longleaf.actions.plan.submit import submit_plan, withdraw_submission

__all__ = [
    "SectionChangedError",
    "answer_question",
    "ask_question",
    "assign_plan_reviewers",
    "begin_amendment",
    "begin_plan",
    "comment_on_plan",
    "complete_review",
    "consent_to_plan",
    "cover_person",
    "end_plan",
    "hide_plan",
    "keep_closed_days",
    "mark_element",
    "offer_template",
    "publish_plan",
    "release_person",
    "rename_plan",
    "save_section",
    "settle_comment",
    "settle_text",
    "start_plan",
    "submit_plan",
    "withdraw_submission",
]
