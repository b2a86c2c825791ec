"""Addresses of the Department's rules of recognition."""

from django.urls import URLPattern, path

from longleaf.web.department import recognition

_ONE = "department/recognition/<uuid:rule>"

urlpatterns: list[URLPattern] = [
    path("department/recognition", recognition.rules, name="recognition_rules"),
    path("department/recognition/new", recognition.new, name="recognition_rule_new"),
    path(_ONE, recognition.rule, name="recognition_rule"),
    path(f"{_ONE}/end", recognition.end, name="recognition_rule_end"),
]
