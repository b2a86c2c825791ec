"""Addresses of an LEA's plans."""

from django.urls import URLPattern, path

from longleaf.web.coordinator import (
    plan_coverage,
    plan_editor,
    plan_outcomes,
    plan_reading,
    plans,
)

_ONE = "coordinator/plans/<uuid:plan>"

urlpatterns: list[URLPattern] = [
    path("coordinator/plans", plans.planning, name="planning"),
    path("coordinator/plans/new", plans.planning_new, name="planning_new"),
    path("coordinator/plans/closed-days", plan_coverage.closed_days, name="closed_days"),
    path(
        "coordinator/plans/texts/<int:text>/settle",
        plan_editor.planning_settle,
        name="planning_settle",
    ),
    path(
        "coordinator/plans/comments/<uuid:comment>/settle",
        plan_editor.planning_comment_settle,
        name="planning_comment_settle",
    ),
    path(
        "coordinator/plans/decisions/<uuid:review>",
        plan_reading.plan_decision,
        name="plan_decision",
    ),
    path(
        "coordinator/plans/figures/<int:line>/correct",
        plan_outcomes.planning_figure_correct,
        name="planning_figure_correct",
    ),
    path(f"{_ONE}/outcomes", plan_outcomes.planning_outcomes, name="planning_outcomes"),
    path(f"{_ONE}/outcomes/report", plan_outcomes.planning_figure, name="planning_figure"),
    path(
        f"{_ONE}/outcomes/file", plan_outcomes.planning_figures_file, name="planning_figures_file"
    ),
    path(
        f"{_ONE}/outcomes/<slug:measure>.svg",
        plan_outcomes.planning_measure_chart,
        name="planning_measure_chart",
    ),
    path(f"{_ONE}/years/<slug:first>", plan_outcomes.planning_year, name="planning_year"),
    path(f"{_ONE}/document.<slug:form>", plan_outcomes.planning_document, name="planning_document"),
    path(_ONE, plans.planning_plan, name="planning_plan"),
    path(f"{_ONE}/rename", plans.planning_rename, name="planning_rename"),
    path(f"{_ONE}/edit/<slug:section>", plan_editor.planning_section, name="planning_section"),
    path(f"{_ONE}/save/<slug:section>", plan_editor.planning_save, name="planning_save"),
    path(f"{_ONE}/comment/<slug:section>", plan_editor.planning_comment, name="planning_comment"),
    path(f"{_ONE}/map", plan_reading.planning_map, name="planning_map"),
    path(f"{_ONE}/map.svg", plan_reading.planning_picture, name="planning_picture"),
    path(f"{_ONE}/versions", plan_reading.planning_versions, name="planning_versions"),
    path(f"{_ONE}/questions", plan_reading.planning_questions, name="planning_questions"),
    path(
        f"{_ONE}/questions/<uuid:question>/answer",
        plan_reading.planning_answer,
        name="planning_answer",
    ),
    path(f"{_ONE}/submit", plans.planning_submit, name="planning_submit"),
    path(f"{_ONE}/take-back", plans.planning_withdraw, name="planning_withdraw"),
    path(f"{_ONE}/amend", plans.planning_amend, name="planning_amend"),
    path(f"{_ONE}/publish", plans.planning_publish, name="planning_publish"),
    path(f"{_ONE}/hide", plans.planning_hide, name="planning_hide"),
    path(f"{_ONE}/coverage", plan_coverage.planning_coverage, name="planning_coverage"),
    path(f"{_ONE}/cover", plan_coverage.planning_cover, name="planning_cover"),
    path(f"{_ONE}/release", plan_coverage.planning_release, name="planning_release"),
    path(f"{_ONE}/preview", plan_coverage.planning_preview, name="planning_preview"),
    path(f"{_ONE}/start", plan_coverage.planning_start, name="planning_start"),
    path(f"{_ONE}/end", plan_coverage.planning_end, name="planning_end"),
]
