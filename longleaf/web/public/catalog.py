"""The catalog, and a micro-credential's page and picture."""

from functools import lru_cache
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from longleaf.domain.microcredential.image import Picture, draw
from longleaf.domain.organization.actor import NOBODY
from longleaf.gateways.drawing import png, typeface
from longleaf.records.queries import framework as frameworks
from longleaf.records.queries import microcredential as reads
from longleaf.web.access import ActingRequest
from longleaf.web.labels import CATEGORIES, GRADE_SPANS, LICENSE_KINDS
from longleaf.web.public.worth import worth_of

PER_PAGE = 24
LARGEST_PICTURE = 1200
DAY = 86_400


class FilterForm(forms.Form):
    """What can be asked of the catalog; it lives in the address."""

    q = forms.CharField(label="Search", required=False, max_length=200)
    license = forms.ChoiceField(label="For", required=False)
    grades = forms.ChoiceField(label="Grades", required=False)
    category = forms.ChoiceField(label="Counts as", required=False)
    standard = forms.ChoiceField(label="Standard", required=False)
    issuer = forms.ChoiceField(label="Issued by", required=False)
    sort = forms.ChoiceField(label="Sort by", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("license", "Everyone", LICENSE_KINDS)
        self._offer("grades", "All grades", GRADE_SPANS)
        self._offer("category", "Any category", CATEGORIES)
        self._offer("issuer", "Anyone", dict(reads.issuers()))
        self._offer("sort", "Best match, or title", reads.SORTS)
        groups: list[Any] = [("", "Any standard")]
        for one in frameworks.all_frameworks():
            wanted = [
                (element.choice, f"{element.code} {element.statement}")
                for standard in one.standards
                for element in (standard.element, *standard.elements)
                if element.serving or element is standard.element
            ]
            groups.append((one.short_title, wanted))
        self._field("standard").choices = groups

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type alone
        return field

    def _offer(self, name: str, nothing: str, labels: dict[str, str]) -> None:
        self._field(name).choices = [("", nothing), *labels.items()]

    def filters(self) -> reads.Filters:
        """What was asked; a value that is not on offer (an old link) counts as not given."""
        self.is_valid()
        given = {name: str(self.cleaned_data.get(name, "")) for name in self.fields}
        framework, _, element = given["standard"].partition(" ")
        return reads.Filters(
            words=given["q"],
            license_kind=given["license"],
            grade_span=given["grades"],
            category=given["category"],
            framework=framework,
            element=element,
            issuer=given["issuer"],
            sort=given["sort"],
        )


@require_GET
def catalog(request: ActingRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    found = reads.catalog(form.filters())
    page = Paginator(found.entries, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "public/catalog.html",
        {
            "form": form,
            "found": found,
            "page_obj": page,
            "is_filtered": any(form.cleaned_data.get(name) for name in form.fields),
            "more_open": any(
                form.cleaned_data.get(name) for name in ("grades", "standard", "issuer", "sort")
            ),
        },
    )


@require_GET
def microcredential(request: ActingRequest, slug: str, number: int | None = None) -> HttpResponse:
    shown = reads.shown_version(slug, number, by=request.actor)
    return render(request, "public/microcredential.html", page_of(shown, request))


def page_of(shown: reads.ShownVersion, request: ActingRequest) -> dict[str, Any]:
    """What the page of a version shows; its writers' preview shows exactly the same."""
    return {
        "shown": shown,
        "definition": shown.definition,
        "elements": frameworks.element_titles(shown.definition.alignments),
        "figures": reads.figures(shown.microcredential),
        "worth": worth_of(shown.id, who=request.actor),
        "parts": {part.key: part.title for part in shown.definition.evidence.parts},
        "picture": reverse("microcredential_image", args=[shown.slug, shown.number, "svg"]),
    }


@require_GET
def microcredential_image(
    request: ActingRequest, slug: str, number: str, form: str
) -> HttpResponse:
    """The picture; `?size=small` is clear at 64 pixels, `?width=` is for a PNG."""
    shown = reads.shown_version(slug, int(number), by=request.actor)
    svg = _drawn(picture_of(shown), small=request.GET.get("size") == "small")
    if form == "png":
        asked = request.GET.get("width", "")
        width = min(max(int(asked), 16), LARGEST_PICTURE) if asked.isdigit() else 600
        response = HttpResponse(png(svg, width=width), content_type="image/png")
    else:
        response = HttpResponse(svg, content_type="image/svg+xml")
    is_public = bool(shown.content_hash) and request.actor == NOBODY
    reach = "public" if is_public else "private"
    response["Cache-Control"] = f"{reach}, max-age={DAY if shown.content_hash else 0}"
    return response


@lru_cache(maxsize=512)
def _drawn(picture: Picture, *, small: bool) -> str:
    return draw(picture, typeface(), small=small)


def picture_of(shown: reads.ShownVersion) -> Picture:
    """What a version's picture says."""
    return Picture(
        title=shown.definition.title or "Untitled",
        issuer=shown.issuer.name,
        issuer_slug=shown.issuer.slug,
        year=shown.published_at.year if shown.published_at else None,
    )
