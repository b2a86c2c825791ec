"""Addresses of the renewal rules."""

from django.urls import URLPattern, path

from longleaf.web.public import policies, ways

urlpatterns: list[URLPattern] = [
    path("policies", policies.policies, name="policies"),
    path("ways", ways.ways, name="ways"),
    path("policies/<slug:jurisdiction>", policies.policy, name="policy"),
]
