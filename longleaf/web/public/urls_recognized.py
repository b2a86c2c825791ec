"""Addresses of the registry of issuers, for people and for programs."""

from django.urls import URLPattern, path

from longleaf.web.public import recognized

urlpatterns: list[URLPattern] = [
    path("recognized-issuers", recognized.issuers, name="recognized_issuers"),
    path(
        "recognized-issuers.json",
        recognized.document,
        {"form": "json"},
        name="recognized_issuers_json",
    ),
    path(
        "recognized-issuers.csv",
        recognized.document,
        {"form": "csv"},
        name="recognized_issuers_csv",
    ),
    path(
        "recognized-issuers/registry.json",
        recognized.document,
        {"form": "registry"},
        name="recognized_issuers_registry",
    ),
    path("recognized-issuers/<uuid:issuer>", recognized.issuer, name="recognized_issuer"),
]
