"""Addresses of published plans."""

from django.urls import URLPattern, path

from longleaf.web.public import plans

urlpatterns: list[URLPattern] = [
    path("plans", plans.plans, name="plans"),
    path("plans/<uuid:plan>", plans.plan, name="plan"),
    path("plans/<uuid:plan>/map.svg", plans.plan_picture, name="plan_picture"),
]
