"""Addresses of a coordinator's pages on reviews."""

from django.urls import URLPattern, path

from longleaf.web.coordinator import reviews

urlpatterns: list[URLPattern] = [
    path("coordinator/reviews", reviews.waiting, name="coordinator_reviews"),
    path(
        "coordinator/reviews/<uuid:attempt>/<int:seat>",
        reviews.reassign,
        name="coordinator_reassign",
    ),
]
