"""Addresses of badges, their issuers, and status lists."""

from django.urls import URLPattern, path, re_path

from longleaf.web.public import badges, issuers, open_badges_2

urlpatterns: list[URLPattern] = [
    path("badges/<uuid:award>", badges.badge, name="badge"),
    re_path(
        r"^badges/(?P<award>[0-9a-f-]{36})\.(?P<form>json|png|svg)\Z",
        badges.badge_document,
        name="badge_document",
    ),
    path("badges/<uuid:award>/open-badges-2", open_badges_2.assertion, name="hosted_assertion"),
    re_path(
        r"^badges/(?P<award>[0-9a-f-]{36})/open-badges-2\.(?P<form>png|svg)\Z",
        open_badges_2.picture,
        name="hosted_assertion_picture",
    ),
    path(
        "microcredentials/<slug:slug>/versions/<int:number>/open-badges-2",
        open_badges_2.badge_class,
        name="hosted_badge_class",
    ),
    path("issuers/<slug:slug>/open-badges-2", open_badges_2.issuer, name="hosted_issuer"),
    path("check", badges.check, name="check_badge"),
    path("issuers/<slug:slug>", issuers.issuer, name="issuer"),
    path("issuers/<slug:slug>/did.json", issuers.document, name="issuer_document"),
    path("status-lists/<uuid:identifier>", badges.status_list, name="status_list"),
]
