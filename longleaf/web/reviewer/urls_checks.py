"""Addresses of the first gate."""

from django.urls import URLPattern, path

from longleaf.web.reviewer import checks

urlpatterns: list[URLPattern] = [
    path("completeness", checks.checks, name="completeness_checks"),
    path("completeness/<uuid:check>", checks.check, name="completeness_check"),
]
