"""Drafts of the renewal rules: begin, edit, compute, compare, and note a vote."""

import difflib
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions import policy_draft as verbs
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.draft import SECTIONS, File, groups_in, path_of, sections_in
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries import policy_draft as queries
from longleaf.web.access import ActingRequest
from longleaf.web.department import draft_figures
from longleaf.web.forms import add_problems
from longleaf.web.renewal_forms import day_field
from longleaf.web.spreadsheet import csv_file

PAGE: Final = 25
FIELD: Final = "field:"


class BeginForm(forms.Form):
    title = forms.CharField(
        label="Name of the draft",
        help_text="What it would change, such as: Nine credits from 2028.",
        max_length=200,
    )


class FromForm(forms.Form):
    first = forms.DateField()
    dated = forms.CharField(max_length=300)


class VoteForm(forms.Form):
    body = forms.CharField(
        label="Who voted", help_text="Such as: State Board of Education.", max_length=200
    )
    voted_on = day_field("Day of the vote", "Today or earlier.")
    outcome = forms.ChoiceField(
        label="How it ended",
        choices=[("adopted", "Adopted"), ("rejected", "Not adopted"), ("deferred", "Put off")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SimulateForm(forms.Form):
    on = day_field("On which day", "Standing is computed as of this day, under both.")


@require_http_methods(["GET", "POST"])
def drafts(request: ActingRequest) -> HttpResponse:
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.begin_policy_draft(
                by=request.actor, title=form.cleaned_data["title"], now=ports().clock.now()
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "The draft holds the rules in force. Change what you like.")
            return redirect("policy_draft", draft=made)
    found = queries.drafts_for(request.actor)
    return render(
        request,
        "department/drafts.html",
        {"form": form, "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page"))},
        status=400 if form.errors else 200,
    )


@require_GET
def draft(request: ActingRequest, draft: UUID) -> HttpResponse:
    page = queries.draft_for(request.actor, draft)
    newest = queries.version_for(request.actor, draft)
    return render(
        request,
        "department/draft.html",
        {
            "page": page,
            "newest": newest,
            "changed": _changed(newest),
            "places": [
                (
                    path_of(one),
                    one["name"],
                    [(name, SECTIONS[name]) for name in sections_in(one["text"])],
                )
                for one in newest.files
            ],
        },
    )


@require_GET
def version(request: ActingRequest, draft: UUID, number: int) -> HttpResponse:
    return _version(request, draft, number, VoteForm(), SimulateForm(initial=_today()))


@require_http_methods(["GET", "POST"])
def fields(request: ActingRequest, draft: UUID) -> HttpResponse:
    page = queries.version_for(request.actor, draft)
    given = request.POST if request.method == "POST" else request.GET
    file = page.file(given.get("file", "") or _first(page))
    sections = sections_in(file["text"])
    section = given.get("section", "") or next(iter(sections), "")
    if section not in sections:
        raise Http404
    typed = {
        name.removeprefix(FIELD): str(value)
        for name, value in request.POST.items()
        if name.startswith(FIELD)
    }
    refused = ""
    if request.method == "POST":
        try:
            number = verbs.save_policy_fields(
                by=request.actor,
                draft=draft,
                based_on=number_of(request.POST.get("based_on", "")),
                file=path_of(file),
                typed=typed,
                now=ports().clock.now(),
            )
        except AlreadyDoneError as error:
            refused = error.what
        except ProblemsError as error:
            refused = str(error)
        else:
            return _saved(request, draft, number, page.line.number)
    return render(
        request,
        "department/draft_fields.html",
        {
            "page": page,
            "path": path_of(file),
            "section": section,
            "section_title": SECTIONS[section],
            "groups": [
                (group, [(one, typed.get(one.key, one.typed)) for one in group.fields])
                for group in groups_in(file["text"], section)
            ],
            "refused": refused,
            "prefix": FIELD,
        },
        status=409 if refused else 200,
    )


@require_http_methods(["GET", "POST"])
def text(request: ActingRequest, draft: UUID) -> HttpResponse:
    page = queries.version_for(request.actor, draft)
    given = request.POST if request.method == "POST" else request.GET
    file = page.file(given.get("file", "") or _first(page))
    refused = ""
    if request.method == "POST":
        try:
            number = verbs.save_policy_text(
                by=request.actor,
                draft=draft,
                based_on=number_of(request.POST.get("based_on", "")),
                file=path_of(file),
                text=request.POST.get("text", ""),
                now=ports().clock.now(),
            )
        except (AlreadyDoneError, ProblemsError) as error:
            refused = str(error)
        else:
            return _saved(request, draft, number, page.line.number)
    return render(
        request,
        "department/draft_text.html",
        {
            "page": page,
            "path": path_of(file),
            "text": request.POST.get("text", file["text"]),
            "refused": refused,
        },
        status=409 if refused else 200,
    )


@require_POST
def continue_from(request: ActingRequest, draft: UUID) -> HttpResponse:
    """End the last row of a dated list and begin another, then go on editing."""
    queries.draft_for(request.actor, draft)
    form = FromForm(request.POST)
    file, section = request.POST.get("file", ""), request.POST.get("section", "")
    if form.is_valid():
        try:
            verbs.change_policy_from(
                by=request.actor,
                draft=draft,
                based_on=number_of(request.POST.get("based_on", "")),
                file=file,
                dated=form.cleaned_data["dated"],
                first=form.cleaned_data["first"],
                now=ports().clock.now(),
            )
        except (AlreadyDoneError, ProblemsError) as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, "The row ends the day before. Its copy begins on that day: change it now."
            )
    else:
        messages.error(request, "Give the first day of what is to change, then try again.")
    address = reverse("policy_draft_fields", kwargs={"draft": draft})
    return redirect(f"{address}?file={file}&section={section}")


@require_POST
def simulate(request: ActingRequest, draft: UUID, number: int) -> HttpResponse:
    form = SimulateForm(request.POST)
    if form.is_valid():
        try:
            job = verbs.begin_simulation(
                by=request.actor,
                draft=draft,
                version=number,
                on=form.cleaned_data["on"],
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            return redirect("job", job=job)
    return _version(request, draft, number, VoteForm(), form)


@require_POST
def cite(request: ActingRequest, draft: UUID, number: int) -> HttpResponse:
    form = VoteForm(request.POST)
    if form.is_valid():
        try:
            verbs.cite_policy_draft(
                by=request.actor,
                draft=draft,
                version=number,
                now=ports().clock.now(),
                **form.cleaned_data,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(
                request,
                "The vote is noted with this version. It puts nothing in force: the rules change "
                "when the jurisdiction’s pack does.",
            )
            return redirect("policy_draft_version", draft=draft, number=number)
    return _version(request, draft, number, form, SimulateForm(initial=_today()))


@require_GET
def chart(request: ActingRequest, draft: UUID, number: int, by: str) -> HttpResponse:
    page = queries.version_for(request.actor, draft, number)
    if page.simulation is None or by not in draft_figures.GROUPINGS:
        raise Http404
    if not draft_figures.touched(page.simulation, by):
        raise Http404
    drawn = draft_figures.chart(
        page.simulation, by, page.draft.title, narrow="narrow" in request.GET
    )
    return HttpResponse(ports().charts.svg(drawn.spec), content_type="image/svg+xml")


@require_GET
def figures(request: ActingRequest, draft: UUID, number: int) -> HttpResponseBase:
    page = queries.version_for(request.actor, draft, number)
    if page.simulation is None:
        raise Http404
    if request.GET.get("format") == "xlsx":
        return draft_figures.workbook(page, page.simulation)
    return csv_file("draft-figures", draft_figures.HEADER, draft_figures.lines(page.simulation))


def _version(
    request: ActingRequest, draft: UUID, number: int, vote: VoteForm, simulation: SimulateForm
) -> HttpResponse:
    page = queries.version_for(request.actor, draft, number)
    shown = page.simulation
    return render(
        request,
        "department/draft_version.html",
        {
            "page": page,
            "vote": vote,
            "simulate": simulation,
            "changed": _changed(page),
            "shown": shown,
            "tables": draft_figures.tables(shown, page.draft.title) if shown else [],
            "columns": [words for _, words in draft_figures.COLUMNS],
            "changes": draft_figures.changes(shown) if shown else [],
            "cost": draft_figures.cost_of(shown) if shown else None,
        },
        status=400 if vote.errors or simulation.errors else 200,
    )


def _changed(page: queries.VersionPage) -> list[tuple[str, str]]:
    """What differs from the rules in force, file by file, as lines with + and -."""
    before: dict[str, File] = {path_of(one): one for one in page.baseline_files}
    found = []
    for one in page.files:
        path = path_of(one)
        old = before[path]["text"] if path in before else ""
        if old != one["text"]:
            lines = difflib.unified_diff(
                old.splitlines(), one["text"].splitlines(), "in force", "draft", n=2, lineterm=""
            )
            found.append((path, "\n".join(lines)))
    return found


def _saved(request: ActingRequest, draft: UUID, number: int, before: int) -> HttpResponse:
    if number == before:
        messages.info(request, "Nothing was different, so nothing was saved.")
    else:
        messages.success(request, f"Saved as version {number}. Earlier versions are kept.")
    return redirect("policy_draft", draft=draft)


def _first(page: queries.VersionPage) -> str:
    """The file that most edits begin in: the state's own, which holds the parameters."""
    paths = [path_of(one) for one in page.files]
    return next((path for path in paths if path.endswith("/policy.yaml")), paths[0])


def _today() -> dict[str, object]:
    return {"on": legal_day(ports().clock.now())}


def number_of(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9):  # noqa: PLR2004 - digits
        raise NoSuchRecordError
    return int(text)
