"""Proposing a concept, a word and definition, or a merger; and what one's own place calls it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from longleaf.actions import term as verbs
from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.gateways.wiring import ports
from longleaf.records.queries.language import home_word
from longleaf.records.queries.work_group import keeps_language
from longleaf.web.access import ActingRequest
from longleaf.web.language.forms import (
    DirectMergeForm,
    LocalForm,
    MergeForm,
    NewConceptForm,
    TermForm,
    tried,
)
from longleaf.web.language.usages import concept_at

_PROPOSED = "It is proposed. The Department now asks for comments."


@require_http_methods(["GET", "POST"])
def concept_new(request: ActingRequest) -> HttpResponse:
    form = NewConceptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = ports().clock.now()
        done, made = tried(
            form, lambda: verbs.propose_concept(by=request.actor, now=now, **form.cleaned_data)
        )
        if done:
            messages.success(request, _PROPOSED)
            return redirect("glossary_proposal", proposal=made)
    status = 400 if form.is_bound else 200
    return render(request, "language/concept_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def propose(request: ActingRequest, key: str) -> HttpResponse:
    concept = concept_at(key)
    form = TermForm(
        request.POST if request.method == "POST" else None,
        initial={
            "word": concept.word,
            "plural": concept.preferred.plural,
            "definition": concept.definition,
            "rests_on": [int(one.key[1:]) for one in concept.usages if one.is_basis],
        },
    )
    form.fields["rests_on"].choices = [  # type: ignore[attr-defined]  # of a field for choices
        (int(one.key[1:]), f"“{one.word}”, {one.who}: {one.says}") for one in concept.usages
    ]
    if form.is_valid():
        now = ports().clock.now()
        done, made = tried(
            form,
            lambda: verbs.propose_term(by=request.actor, concept=key, now=now, **form.cleaned_data),
        )
        if done:
            messages.success(request, _PROPOSED)
            return redirect("glossary_proposal", proposal=made)
    return render(
        request,
        "language/propose.html",
        {"form": form, "concept": concept},
        status=400 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def merge(request: ActingRequest, key: str) -> HttpResponse:
    """Propose a merger; what nobody decided on, the Department merges at once."""
    concept = concept_at(key)
    at_once = concept.status != "adopted" and keeps_language(request.actor, HOME)
    form = MergeForm(request.POST if request.POST.get("what") == "propose" else None)
    direct = DirectMergeForm(request.POST if request.POST.get("what") == "merge" else None)
    now = ports().clock.now()
    if form.is_valid():
        done, made = tried(
            form,
            lambda: verbs.propose_merger(
                by=request.actor, concept=key, now=now, **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, _PROPOSED)
            return redirect("glossary_proposal", proposal=made)
    if at_once and direct.is_valid():
        into = direct.cleaned_data["into"]
        done, _ = tried(
            direct,
            lambda: verbs.merge_concepts(by=request.actor, concept=key, into=into, now=now),
        )
        if done:
            messages.success(request, "The two are one. The old address leads here.")
            return redirect("glossary_term", key=into)
    return render(
        request,
        "language/merge.html",
        {"form": form, "direct": direct, "concept": concept, "at_once": at_once},
        status=400 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "POST"])
def local(request: ActingRequest, key: str) -> HttpResponse:
    concept = concept_at(key)
    place, own = home_word(request.actor, key)
    initial = {"word": own.text, "plural": own.plural} if own else {}
    form = LocalForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        now = ports().clock.now()
        done, _ = tried(
            form,
            lambda: verbs.name_locally(by=request.actor, concept=key, now=now, **form.cleaned_data),
        )
        if done:
            messages.success(request, "Saved. Who reads in your words now reads it so.")
            return redirect("glossary_term", key=key)
    return render(
        request,
        "language/local.html",
        {"form": form, "concept": concept, "place": place, "spoken": concept.is_spoken},
        status=400 if form.is_bound else 200,
    )
