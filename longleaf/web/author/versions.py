"""An author's versions: listed, begun, looked through, compared, and sent on their way."""

import re
from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions import microcredential as verbs
from longleaf.actions.errors import StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.microcredential.definition import check_definition
from longleaf.domain.microcredential.versions import changes_between
from longleaf.gateways.wiring import ports
from longleaf.records.queries import authoring as reads
from longleaf.records.queries.framework import all_frameworks
from longleaf.records.queries.microcredential import shown_version
from longleaf.web.access import ActingRequest
from longleaf.web.author.sections import outline
from longleaf.web.public.catalog import page_of

PER_PAGE = 25


@require_GET
def authoring(request: ActingRequest) -> HttpResponse:
    state, words = request.GET.get("state", ""), request.GET.get("q", "")[:200]
    found = reads.written_versions(request.actor, state=state, words=words)
    return render(
        request,
        "author/versions.html",
        {
            "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "states": reads.STATES,
            "state": state,
            "words": words,
        },
    )


class NewForm(forms.Form):
    """What is needed to begin."""

    title = forms.CharField(
        label="Working title", max_length=120, help_text="You can change it until it is published."
    )
    issuer = forms.ChoiceField(label="Issued by", help_text="Whose name and key stand behind it.")


@require_http_methods(["GET", "POST"])
def authoring_new(request: ActingRequest) -> HttpResponse:
    issuers = [(str(pk), name) for pk, name in reads.issuers_written_for(request.actor)]
    form = NewForm(request.POST if request.method == "POST" else None)
    field = form.fields["issuer"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type alone
    field.choices = issuers
    if form.is_valid():
        try:
            version = verbs.draft_microcredential(
                by=request.actor,
                issuer=UUID(form.cleaned_data["issuer"]),
                title=form.cleaned_data["title"],
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            for problem in error.problems:
                where = problem.where if problem.where in form.fields else None
                form.add_error(where, f"{problem.reason} {problem.fix}".strip())
        else:
            messages.success(request, "The draft is there. What you type is saved as you go.")
            return redirect("authoring_version", version=version, section="purpose")
    status = 400 if form.is_bound else 200
    return render(request, "author/new.html", {"form": form, "issuers": issuers}, status=status)


@require_GET
def authoring_preview(request: ActingRequest, version: UUID) -> HttpResponse:
    """Exactly what the educator and the reviewer will see."""
    written = reads.written_version(request.actor, version)
    return render(
        request,
        "author/preview.html",
        {
            **page_of(written.shown, request),
            "written": written,
            "problems": check_definition(written.data),
            "is_preview": True,
        },
    )


@require_GET
def authoring_compare(request: ActingRequest, version: UUID) -> HttpResponse:
    """Any two versions side by side; without a choice, this one and the one before it."""
    written = reads.written_version(request.actor, version)
    numbers = sorted(one.number for one in written.shown.versions)
    here = written.shown.number
    earlier = max((number for number in numbers if number < here), default=here)
    left = _asked(request.GET.get("left", ""), numbers, earlier)
    right = _asked(request.GET.get("right", ""), numbers, here)
    before = shown_version(written.shown.slug, left, by=request.actor)
    after = shown_version(written.shown.slug, right, by=request.actor)
    return render(
        request,
        "author/compare.html",
        {
            "written": written,
            "numbers": numbers,
            "before": before,
            "after": after,
            "changes": [
                {
                    "place": _in_words(one.where),
                    "kind": one.kind,
                    "before": one.before,
                    "after": one.after,
                }
                for one in changes_between(before.definition, after.definition)
            ],
        },
    )


def _in_words(where: str) -> str:
    """A path as people read it: "Rubric: criteria “feedback”: next step"."""
    words = re.sub(r"\[([^]]*)\]", r" “\1”", where).replace(".", ": ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _asked(text: str, numbers: list[int], otherwise: int) -> int:
    return int(text) if text.isdigit() and int(text) in numbers else otherwise


@require_POST
def authoring_propose(request: ActingRequest, version: UUID) -> HttpResponse:
    return _act(
        request,
        version,
        lambda: verbs.propose_version(by=request.actor, version=version, now=ports().clock.now()),
        "It waits for a second person now. Those who write for the same issuer were told.",
    )


@require_POST
def authoring_return(request: ActingRequest, version: UUID) -> HttpResponse:
    because = request.POST.get("because", "")
    return _act(
        request,
        version,
        lambda: verbs.return_version(
            by=request.actor, version=version, because=because, now=ports().clock.now()
        ),
        "It is a draft again. Its authors were told.",
    )


@require_POST
def authoring_publish(request: ActingRequest, version: UUID) -> HttpResponse:
    read = request.POST.get("revision", "")
    return _act(
        request,
        version,
        lambda: verbs.publish_version(
            by=request.actor,
            version=version,
            revision=int(read) if read.isdigit() else None,
            now=ports().clock.now(),
        ),
        "It is published, and in the catalog now. This version can no longer change.",
    )


@require_POST
def authoring_withdraw(request: ActingRequest, version: UUID) -> HttpResponse:
    because = request.POST.get("because", "")
    return _act(
        request,
        version,
        lambda: verbs.withdraw_version(
            by=request.actor, version=version, because=because, now=ports().clock.now()
        ),
        "It is withdrawn. Nobody can begin it any more; what was earned stays.",
    )


@require_POST
def authoring_next_version(request: ActingRequest, version: UUID) -> HttpResponse:
    written = reads.written_version(request.actor, version)
    begun = verbs.begin_next_version(
        by=request.actor, microcredential=written.shown.microcredential, now=ports().clock.now()
    )
    messages.success(
        request, "Here is the next version, as a copy of the last. Change what needs it."
    )
    return redirect("authoring_version", version=begun)


def _act(request: ActingRequest, version: UUID, act: Callable[[], None], done: str) -> HttpResponse:
    """Do it and say so; what stands in the way is shown on the version's page."""
    try:
        act()
    except ProblemsError as error:
        return show(request, version, error, status=400)
    except StaleTextError:
        messages.warning(request, "It was changed since you read it. Read it again, then decide.")
        return redirect("authoring_preview", version=version)
    messages.success(request, done)
    return redirect("authoring_version", version=version)


def show(
    request: ActingRequest, version: UUID, error: ProblemsError | None = None, *, status: int = 200
) -> HttpResponse:
    """A version's own page: how far each section is, what is missing, and what to do next."""
    written = reads.written_version(request.actor, version)
    sections = outline(written.data, all_frameworks(), check_definition(written.data))
    missing = sum(len(section.problems) for section in sections)
    problems = (
        [{"anchor": "", "reason": one.reason, "fix": one.fix} for one in error.problems]
        if error and not missing
        else []
    )
    return render(
        request,
        "author/version.html",
        {
            "written": written,
            "shown": written.shown,
            "sections": sections,
            "missing": missing,
            "first_open": next((one.key for one in sections if one.problems), "purpose"),
            "problems": problems,
            "because": request.POST.get("because", ""),
            "earlier": [one for one in written.shown.versions if one.number < written.shown.number],
        },
        status=status,
    )
