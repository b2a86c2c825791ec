"""Addresses of the plan that covers an educator."""

from django.urls import URLPattern, path

from longleaf.web.educator import plans

urlpatterns: list[URLPattern] = [
    path("my-plans/<uuid:plan>", plans.my_plan, name="my_plan"),
    path("my-plans/<uuid:plan>/agree", plans.my_plan_consent, name="my_plan_consent"),
]
