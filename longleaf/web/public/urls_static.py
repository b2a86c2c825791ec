"""Addresses of the front door and of pages that only say something."""

from django.urls import URLPattern, path

from longleaf.web.public import static_pages

urlpatterns: list[URLPattern] = [
    path("", static_pages.home, name="home"),
    path("accessibility", static_pages.accessibility, name="accessibility"),
    path("privacy", static_pages.privacy, name="privacy"),
    path("api", static_pages.about_api, name="about_api"),
]
