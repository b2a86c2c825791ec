"""Bringing a glossary from elsewhere, and confirming word by word what it means here."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions import term as verbs
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.glossary_brought import all_brought, brought_for
from longleaf.records.queries.term import registry
from longleaf.web.access import ActingRequest
from longleaf.web.language.forms import BringForm, ConceptField, tried

PAGE = 50


@require_http_methods(["GET", "POST"])
def imports(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    posted = request.method == "POST"
    form = BringForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"verified_on": legal_day(now)},
    )
    if form.is_valid():
        said = dict(form.cleaned_data)
        file = said.pop("file")
        done, made = tried(
            form,
            lambda: verbs.read_glossary(
                by=request.actor, name=file.name, content=file.read(), now=now, **said
            ),
        )
        if done:
            messages.success(
                request, "It is read, and nothing is believed yet. Confirm word by word."
            )
            return redirect("glossary_import", brought=made)
    return render(
        request,
        "language/imports.html",
        {"form": form, "brought": all_brought(request.actor)},
        status=400 if form.is_bound else 200,
    )


@require_GET
def brought(request: ActingRequest, brought: UUID) -> HttpResponse:
    return _show(request, brought)


def _show(
    request: ActingRequest, brought: UUID, *, number: int = 0, typed: str = "", fault: str = ""
) -> HttpResponse:
    found = brought_for(request.actor, brought)
    show = request.GET.get("show", "")
    words = [one for one in found.words if show == "all" or not one.settled]
    page = Paginator(words, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "language/import.html",
        {
            "found": found,
            "page_obj": page,
            "show": show,
            "by_key": registry(HOME).by_key,
            "number": number,
            "typed": typed,
            "fault": fault,
        },
        status=400 if fault else 200,
    )


@require_POST
def settle(request: ActingRequest, brought: UUID, number: int) -> HttpResponse:
    """One word: a concept that was suggested, another that was typed, or none."""
    choice, typed = request.POST.get("concept", ""), request.POST.get("other", "")[:100]
    field = ConceptField(required=False)
    if choice == "other":
        try:
            concept = field.clean(typed)
        except forms.ValidationError as error:
            return _show(
                request, brought, number=number, typed=typed, fault=" ".join(error.messages)
            )
        if not concept:
            return _show(request, brought, number=number, fault="Write which concept is meant.")
    elif choice == "none":
        concept = ""
    elif choice in registry(HOME).by_key:
        concept = choice
    else:
        return _show(request, brought, number=number, fault="Choose what the word means here.")
    verbs.settle_word(
        by=request.actor,
        brought=brought,
        number=number,
        concept=concept,
        now=ports().clock.now(),
    )
    told = "Left out." if not concept else f"Kept as a usage of “{_word(concept)}”."
    messages.success(request, told)
    return redirect("glossary_import", brought=brought)


def _word(key: str) -> str:
    return registry(HOME).by_key[key].word


@require_POST
def leave_out(request: ActingRequest, brought: UUID) -> HttpResponse:
    left = verbs.leave_out_rest(by=request.actor, brought=brought, now=ports().clock.now())
    messages.success(request, f"Left out: {left}. What was kept stays.")
    return redirect("glossary_import", brought=brought)
