"""Addresses of the Department's reviews of plans."""

from django.urls import URLPattern, path

from longleaf.web.department import plan_outcomes, plans

_ONE = "department/plans/<uuid:review>"

urlpatterns: list[URLPattern] = [
    path("department/plans", plans.plan_reviews, name="plan_reviews"),
    path("department/plan-outcomes", plan_outcomes.plan_outcomes, name="plan_outcomes"),
    path(
        "department/plan-outcomes.svg",
        plan_outcomes.plan_outcomes_chart,
        name="plan_outcomes_chart",
    ),
    path(
        "department/plan-reports/<uuid:report>",
        plan_outcomes.plan_year_report,
        name="plan_year_report",
    ),
    path(
        "department/plan-reports/<uuid:report>.<slug:form>",
        plan_outcomes.plan_year_document,
        name="plan_year_document",
    ),
    path(_ONE, plans.plan_review, name="plan_review"),
    path(f"{_ONE}/reviewers", plans.plan_review_assign, name="plan_review_assign"),
    path(f"{_ONE}/mark", plans.plan_review_mark, name="plan_review_mark"),
    path(f"{_ONE}/ask", plans.plan_review_ask, name="plan_review_ask"),
    path(f"{_ONE}/comment", plans.plan_review_comment, name="plan_review_comment"),
    path(f"{_ONE}/complete", plans.plan_review_complete, name="plan_review_complete"),
    path(f"{_ONE}/map.svg", plans.plan_review_picture, name="plan_review_picture"),
]
