"""Addresses of badges, their issuers, and status lists."""

from django.urls import URLPattern, path, re_path

from longleaf.web.public import badges, issuers

urlpatterns: list[URLPattern] = [
    path("badges/<uuid:award>", badges.badge, name="badge"),
    re_path(
        r"^badges/(?P<award>[0-9a-f-]{36})\.(?P<form>json|png|svg)\Z",
        badges.badge_document,
        name="badge_document",
    ),
    path("check", badges.check, name="check_badge"),
    path("issuers/<slug:slug>", issuers.issuer, name="issuer"),
    path("issuers/<slug:slug>/did.json", issuers.document, name="issuer_document"),
    path("status-lists/<uuid:identifier>", badges.status_list, name="status_list"),
]
