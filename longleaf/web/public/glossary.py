"""The common language: every word of the product, and what others say."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.domain.term.glossary import SURE, Term
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.term import glossary as read
from longleaf.web.access import ActingRequest


@require_GET
def glossary(request: ActingRequest) -> HttpResponse:
    found = read(HOME)
    words = request.GET.get("q", "")[:100].strip()
    terms = sorted(found.terms, key=lambda term: term.word.casefold())
    if words:
        terms = [term for term in terms if _mentions(term, words.casefold())]
    return render(
        request, "public/glossary.html", {"glossary": found, "terms": terms, "words": words}
    )


def _mentions(term: Term, words: str) -> bool:
    texts = [term.word, term.definition, *(variant.word for variant in term.variants)]
    return any(words in text.casefold() for text in texts)


@require_GET
def term(request: ActingRequest, key: str) -> HttpResponse:
    found = read(HOME)
    ordered = sorted(found.terms, key=lambda term: term.word.casefold())
    for at, one in enumerate(ordered):
        if one.key == key:
            return render(
                request,
                "public/glossary_term.html",
                {
                    "glossary": found,
                    "term": one,
                    "sure": SURE[one.sure],
                    "before": ordered[at - 1] if at else None,
                    "after": ordered[at + 1] if at + 1 < len(ordered) else None,
                },
            )
    raise NoSuchRecordError
