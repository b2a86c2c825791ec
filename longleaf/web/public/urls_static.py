"""Addresses of the front door and of pages that only say something."""

from django.urls import URLPattern, path

from longleaf.web.public import static_pages

urlpatterns: list[URLPattern] = [
    path("", static_pages.home, name="home"),
    path("accessibility", static_pages.accessibility, name="accessibility"),
    path("privacy", static_pages.privacy, name="privacy"),
    path("wallets", static_pages.about_wallets, name="about_wallets"),
    path("api", static_pages.about_api, name="about_api"),
]
