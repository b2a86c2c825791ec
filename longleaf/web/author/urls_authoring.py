"""Addresses of authoring."""

from django.urls import URLPattern, path

from longleaf.web.author import editor, versions

urlpatterns: list[URLPattern] = [
    path("authoring", versions.authoring, name="authoring"),
    path("authoring/new", versions.authoring_new, name="authoring_new"),
    path("authoring/<uuid:version>", editor.authoring_version, name="authoring_version"),
    path(
        "authoring/<uuid:version>/edit/<slug:section>",
        editor.authoring_version,
        name="authoring_version",
    ),
    path("authoring/<uuid:version>/save", editor.authoring_save, name="authoring_save"),
    path("authoring/<uuid:version>/preview", versions.authoring_preview, name="authoring_preview"),
    path("authoring/<uuid:version>/compare", versions.authoring_compare, name="authoring_compare"),
    path("authoring/<uuid:version>/propose", versions.authoring_propose, name="authoring_propose"),
    path("authoring/<uuid:version>/publish", versions.authoring_publish, name="authoring_publish"),
    path("authoring/<uuid:version>/return", versions.authoring_return, name="authoring_return"),
    path(
        "authoring/<uuid:version>/next-version",
        versions.authoring_next_version,
        name="authoring_next_version",
    ),
    path(
        "authoring/<uuid:version>/withdraw",
        versions.authoring_withdraw,
        name="authoring_withdraw",
    ),
]
