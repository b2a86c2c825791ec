"""Verbs on alternative plans: written, submitted, reviewed, put in force, shown to others."""

from longleaf.actions.plan.comment import comment_on_plan, settle_comment
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
from longleaf.actions.plan.outcome import (
    ImportedFigures,
    correct_figure,
    import_figures,
    read_figures,
    report_figure,
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
    complete_review,
    mark_element,
)
from longleaf.actions.plan.submit import submit_plan, withdraw_submission
from longleaf.actions.plan.upkeep import cover_beginners, remind_of_reports
from longleaf.actions.plan.year import save_year_words, send_year_report

__all__ = [
    "ImportedFigures",
    "SectionChangedError",
    "answer_question",
    "ask_question",
    "assign_plan_reviewers",
    "begin_amendment",
    "begin_plan",
    "comment_on_plan",
    "complete_review",
    "consent_to_plan",
    "correct_figure",
    "cover_beginners",
    "cover_person",
    "end_plan",
    "hide_plan",
    "import_figures",
    "keep_closed_days",
    "mark_element",
    "offer_template",
    "publish_plan",
    "read_figures",
    "release_person",
    "remind_of_reports",
    "rename_plan",
    "report_figure",
    "save_section",
    "save_year_words",
    "send_year_report",
    "settle_comment",
    "settle_text",
    "start_plan",
    "submit_plan",
    "withdraw_submission",
]
