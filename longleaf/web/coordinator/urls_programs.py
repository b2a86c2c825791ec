"""Addresses of programs' settings, appeals and coaches."""

from django.urls import URLPattern, path

from longleaf.web.coordinator import appeals, programs

urlpatterns: list[URLPattern] = [
    path("review-programs", programs.programs, name="review_programs"),
    path("review-programs/<uuid:organization>", programs.program, name="review_program"),
    path(
        "review-programs/<uuid:organization>/<uuid:microcredential>",
        programs.program_own,
        name="review_program_own",
    ),
    path("coordinator/appeals", appeals.appeals, name="coordinator_appeals"),
    path("coordinator/coach/<uuid:submission>", appeals.coach, name="coordinator_coach"),
]
