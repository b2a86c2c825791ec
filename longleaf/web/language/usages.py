"""Recording how a word is used, moving a usage to what it means, taking one out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from longleaf.actions import term as verbs
from longleaf.actions.errors import NoSuchRecordError
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.domain.term.concept import Concept, Usage
from longleaf.domain.term.conflict import Homonym
from longleaf.gateways.wiring import ports
from longleaf.records.queries.term import registry
from longleaf.records.queries.work_group import keeps_language
from longleaf.web.access import ActingRequest
from longleaf.web.language.forms import MoveForm, RetireForm, UsageForm, tried


def concept_at(key: str) -> Concept:
    """The concept at an address.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = registry(HOME).by_key.get(key)
    if found is None:
        raise NoSuchRecordError
    return found


@require_http_methods(["GET", "POST"])
def usage_new(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    asked = request.GET.get("concept", "")
    initial = {"concept": asked, "verified_on": legal_day(now)}
    form = UsageForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        done, number = tried(form, lambda: verbs.record_usage(by=request.actor, now=now, **said))
        if done:
            before = registry(HOME).homonyms_of.get(said["concept"], ())
            told = f"The usage of “{said['word']}” is on record."
            clash = next((one for one in before if _uses(one, said["word"])), None)
            if clash:
                told += f" “{clash.word}” now stands for {len(clash.meanings)} things: see below."
            messages.success(request, told)
            address = reverse("glossary_term", kwargs={"key": said["concept"]})
            return redirect(f"{address}#u{number}")
    return render(
        request,
        "language/usage_new.html",
        {"form": form, "asked": registry(HOME).by_key.get(asked)},
        status=400 if form.is_bound else 200,
    )


def _uses(clash: Homonym, word: str) -> bool:
    return any(use.word == word for one in clash.meanings for use in one.usages)


def usage_at(key: str, usage: str) -> tuple[Concept, Usage]:
    """A usage by its address.

    Raises:
        NoSuchRecordError: If there is none.
    """
    concept = concept_at(key)
    found = next((one for one in concept.usages if one.key == usage), None)
    if found is None:
        raise NoSuchRecordError
    return concept, found


@require_http_methods(["GET", "POST"])
def usage(request: ActingRequest, key: str, usage: str) -> HttpResponse:
    """Move a usage to the concept that it means, or take it out with the reason."""
    concept, found = usage_at(key, usage)
    if not keeps_language(request.actor, HOME):
        raise NoSuchRecordError
    number, now = int(usage[1:]), ports().clock.now()
    wanted = request.POST.get("what", "")
    move = MoveForm(request.POST if wanted == "move" else None)
    retire = RetireForm(request.POST if wanted == "retire" else None)
    if move.is_valid():
        into = move.cleaned_data["into"]
        done, _ = tried(
            move,
            lambda: verbs.move_usage(
                by=request.actor, concept=key, number=number, into=into, now=now
            ),
        )
        if done:
            messages.success(request, f"The usage now stands under “{concept_at(into).word}”.")
            return redirect("glossary_term", key=into)
    if retire.is_valid():
        because = retire.cleaned_data["because"]
        done, _ = tried(
            retire,
            lambda: verbs.retire_usage(
                by=request.actor, concept=key, number=number, because=because, now=now
            ),
        )
        if done:
            messages.success(request, "The usage is taken out. It stays on record with the reason.")
            return redirect("glossary_term", key=key)
    return render(
        request,
        "language/usage.html",
        {"concept": concept, "use": found, "move": move, "retire": retire},
        status=400 if request.method == "POST" else 200,
    )
