"""Addresses where the Department keeps its registry of issuers."""

from django.urls import URLPattern, path

from longleaf.web.department import issuers, registries

urlpatterns: list[URLPattern] = [
    path("department/issuers", issuers.issuers, name="department_issuers"),
    path("department/issuers/new", issuers.new, name="department_issuer_new"),
    path("department/issuers/<uuid:issuer>", issuers.issuer, name="department_issuer"),
    path("department/issuers/<uuid:issuer>/edit", issuers.edit, name="department_issuer_edit"),
    path(
        "department/issuers/<uuid:issuer>/statement",
        issuers.statement,
        name="department_issuer_statement",
    ),
    path(
        "department/issuers/<uuid:issuer>/statements/<int:number>/withdraw",
        issuers.withdraw,
        name="department_issuer_withdraw",
    ),
    path("department/registries", registries.registries, name="department_registries"),
    path(
        "department/registries/editions/<uuid:edition>",
        registries.edition,
        name="department_registry_edition",
    ),
    path(
        "department/registries/<uuid:registry>/withdraw",
        registries.withdraw,
        name="department_registry_withdraw",
    ),
]
