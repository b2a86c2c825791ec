"""Addresses of a reviewer's pages."""

from django.urls import URLPattern, path

from longleaf.web.reviewer import reviews, sheet

urlpatterns: list[URLPattern] = [
    path("reviews", reviews.reviews, name="reviews"),
    path("reviews/<uuid:review>", reviews.review, name="review"),
    path("reviews/<uuid:review>/save", sheet.save, name="review_save"),
    path("reviews/<uuid:review>/finish", reviews.finish, name="review_finish"),
    path("reviews/<uuid:review>/give-back", reviews.release, name="review_release"),
]
