"""Addresses of the catalog, micro-credentials, frameworks, organizations and the glossary."""

from django.urls import URLPattern, path, re_path

from longleaf.web.public import catalog, frameworks, glossary, organizations

urlpatterns: list[URLPattern] = [
    path("microcredentials", catalog.catalog, name="catalog"),
    path("microcredentials/<slug:slug>", catalog.microcredential, name="microcredential"),
    path(
        "microcredentials/<slug:slug>/versions/<int:number>",
        catalog.microcredential,
        name="microcredential_version",
    ),
    re_path(
        r"^microcredentials/(?P<slug>[a-z0-9_-]+)/versions/(?P<number>[0-9]{1,5})"
        r"/image\.(?P<form>svg|png)\Z",
        catalog.microcredential_image,
        name="microcredential_image",
    ),
    path("frameworks", frameworks.frameworks, name="frameworks"),
    path("frameworks/<slug:slug>", frameworks.framework, name="framework"),
    path("frameworks/<slug:slug>/<str:code>", frameworks.element, name="framework_element"),
    path("organizations", organizations.organizations, name="organizations"),
    path("organizations/<slug:slug>", organizations.organization, name="organization"),
    path("glossary", glossary.glossary, name="glossary"),
    re_path(
        r"^glossary\.(?P<form>ttl|jsonld|csv|docx)\Z", glossary.glossary_file, name="glossary_file"
    ),
    path("language/conflicts", glossary.conflicts, name="glossary_conflicts"),
    path("glossary/<slug:key>", glossary.term, name="glossary_term"),
    re_path(
        r"^glossary/(?P<key>[a-z0-9_-]+)\.(?P<form>ttl|jsonld)\Z",
        glossary.term_file,
        name="glossary_term_file",
    ),
]
