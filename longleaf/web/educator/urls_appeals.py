"""Addresses of appeals and coaching."""

from django.urls import URLPattern, path

from longleaf.web.educator import appeals

urlpatterns: list[URLPattern] = [
    path("my-submissions/<uuid:submission>/appeal", appeals.appeal, name="submission_appeal"),
    path(
        "my-submissions/<uuid:submission>/appeal/back",
        appeals.appeal_back,
        name="submission_appeal_back",
    ),
    path("coaching", appeals.coachings, name="coachings"),
    path("coaching/<uuid:coaching>", appeals.coaching, name="coaching"),
    path("coaching/<uuid:coaching>/open", appeals.coaching_open, name="coaching_open"),
]
