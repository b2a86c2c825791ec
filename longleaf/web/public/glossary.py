"""The common language: every concept, how its word is used, and what is to settle."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from longleaf.domain.organization.access import LANGUAGE, STAFFING
from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.domain.term.concept import KINDS, STATUSES, SURE, Concept
from longleaf.domain.term.tables import HEADER, rows
from longleaf.gateways.wiring import ports
from longleaf.records.queries.proposal import history, proposals
from longleaf.records.queries.term import all_concepts, concept, registry
from longleaf.records.queries.term import glossary as shipped
from longleaf.records.queries.work_group import keeps_language, organization_named
from longleaf.web.access import ActingRequest
from longleaf.web.spreadsheet import csv_file
from longleaf.web.term_documents import JSON_LD, TURTLE, as_word, linked_data

PAGE = 100
HALF = 50
MOST = 200
MOST_PRINTED = 2000


@require_GET
def glossary(request: ActingRequest) -> HttpResponseBase:
    if wanted := asked_for(request):
        return linked_data(request, all_concepts(HOME), wanted)
    concepts = all_concepts(HOME)
    words, status = request.GET.get("q", "")[:100].strip(), request.GET.get("status", "")
    found = [one for one in concepts if not one.replaced_by]
    if words:
        found = [one for one in found if _mentions(one, words.casefold())]
    if status in STATUSES:
        found = [one for one in found if one.status == status]
    answer = render(
        request,
        "public/glossary.html",
        {
            "glossary": shipped(HOME),
            "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "words": words,
            "status": status,
            "statuses": STATUSES,
            "usages": sum(len(one.usages) for one in concepts),
            "may_record": request.actor.holds(LANGUAGE.roles),
        },
    )
    patch_vary_headers(answer, ["Accept"])
    return answer


def _mentions(one: Concept, words: str) -> bool:
    texts = [label.text for label in one.labels]
    texts += [one.definition, *(usage.word for usage in one.usages)]
    return any(words in text.casefold() for text in texts)


def asked_for(request: HttpRequest) -> str:
    """The form of linked data that the request prefers to a page; "" for a page."""
    best = request.get_preferred_type(["text/html", TURTLE, JSON_LD])
    return best if best in {TURTLE, JSON_LD} else ""


@require_GET
def glossary_file(request: ActingRequest, form: str) -> HttpResponseBase:
    concepts = all_concepts(HOME)
    if form == "csv":
        return csv_file("common-language", HEADER, rows(concepts))
    if form == "docx" and len(concepts) > MOST_PRINTED:
        limit = f"{len(concepts):,} words are too many for one Word document. Take the table (CSV)."
        messages.warning(request, limit)
        return redirect("glossary")
    if form == "docx":
        return as_word(concepts, shipped(HOME), now=ports().clock.now())
    return linked_data(request, concepts, TURTLE if form == "ttl" else JSON_LD)


@require_GET
def term(request: ActingRequest, key: str) -> HttpResponseBase:
    found = concept(HOME, key)
    if wanted := asked_for(request):
        return linked_data(request, [found], wanted)
    kept, actor = registry(HOME), request.actor
    before, after = kept.neighbors.get(key, ("", ""))
    answer = render(
        request,
        "public/glossary_term.html",
        {
            "glossary": shipped(HOME),
            "term": found,
            "sure": SURE,
            "kinds": KINDS,
            "status": STATUSES[found.status],
            "successor": kept.by_key.get(found.replaced_by),
            "conflicts": kept.homonyms_of.get(key, ()),
            "before": kept.by_key.get(before),
            "after": kept.by_key.get(after),
            "proposals": proposals(HOME, concept=key),
            "history": history(HOME, key),
            "steward": organization_named(found.steward),
            "may_record": actor.holds(LANGUAGE.roles) and found.status != "deprecated",
            "may_settle": keeps_language(actor, HOME),
            "may_name": actor.holds(STAFFING.roles),
        },
    )
    patch_vary_headers(answer, ["Accept"])
    return answer


@require_GET
def term_file(request: ActingRequest, key: str, form: str) -> HttpResponse:
    return linked_data(request, [concept(HOME, key)], TURTLE if form == "ttl" else JSON_LD)


@require_GET
def conflicts(request: ActingRequest) -> HttpResponse:
    kept = registry(HOME)
    return render(
        request,
        "public/glossary_conflicts.html",
        {
            "page_obj": Paginator(kept.homonyms, HALF).get_page(request.GET.get("page")),
            "synonyms": kept.synonyms[:MOST],
            "further": max(0, len(kept.synonyms) - MOST),
            "by_key": kept.by_key,
            "kinds": KINDS,
        },
    )


def address_of(key: str) -> str:
    return reverse("glossary_term", kwargs={"key": key})
