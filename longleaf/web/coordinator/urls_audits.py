"""Addresses of random audits, for coordinators."""

from django.urls import URLPattern, path

from longleaf.web.coordinator import audits

urlpatterns: list[URLPattern] = [
    path("coordinator/audits", audits.audits, name="coordinator_audits")
]
