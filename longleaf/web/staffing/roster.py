"""The roster: a file of people, looked at before anything is kept."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from longleaf.actions.roster import AT_ONCE, apply_roster, begin_roster, kept_words, read_file
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.roster import COLUMNS, RosterRow
from longleaf.domain.organization.row_file import MOST_BYTES
from longleaf.gateways.clock import day_in
from longleaf.gateways.wiring import ports
from longleaf.records.queries.staffing import RosterPreview, roster_preview, rosters_of
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems
from longleaf.web.spreadsheet import csv_file
from longleaf.web.staffing.people import home_of

PAGE = 100
EXAMPLES = (
    (
        "teacher@example.org",
        "First Last",
        "educator",
        "",
        "teacher",
        "K-5",
        "2024-07-01",
        "2029-06-30",
        "principal@example.org",
    ),
    ("principal@example.org", "First Last", "educator", "", "", "", "", "", ""),
)
OUTCOMES = {
    "new": "New here: gets an account and an invitation",
    "added": "Works here: gains what is new",
    "invited": "Works elsewhere: is asked first; license not recorded yet",
    "unchanged": "Nothing new",
}


class FileForm(forms.Form):
    file = forms.FileField(
        label="Roster file (CSV)",
        help_text=f"UTF-8 is best. Up to {MOST_BYTES // 1_000_000} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )


@require_http_methods(["GET", "POST"])
def roster(request: ActingRequest) -> HttpResponseBase:
    home = home_of(request)
    if request.GET.get("template"):
        return csv_file("roster-template", COLUMNS, EXAMPLES)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        now = ports().clock.now()
        try:
            made = read_file(
                by=request.actor,
                organization=home,
                # One byte more than allowed is enough to be refused.
                content=form.cleaned_data["file"].read(MOST_BYTES + 1),
                on=day_in(request.actor.time_zone, now),
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            return redirect("roster_import", roster=made)
    return render(
        request,
        "staffing/roster.html",
        {"form": form, "columns": COLUMNS, "earlier": rosters_of(request.actor, home)},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def roster_import(request: ActingRequest, roster: UUID) -> HttpResponse:
    found = roster_preview(request.actor, roster)
    if request.method == "GET":
        return _preview(request, found)
    now = ports().clock.now()
    only_if_all_good = request.POST.get("how") == "all"
    try:
        if len(found.rows) > AT_ONCE:
            job = begin_roster(
                by=request.actor, roster=roster, only_if_all_good=only_if_all_good, now=now
            )
            return redirect("job", job=job)
        result = apply_roster(
            by=request.actor,
            roster=roster,
            only_if_all_good=only_if_all_good,
            on=day_in(request.actor.time_zone, now),
            now=now,
        )
    except ProblemsError as error:
        count = len(error.problems)
        refused = (
            f"{'1 row is' if count == 1 else f'{count} rows are'} not good, so nothing was kept."
        )
        return _preview(request, roster_preview(request.actor, roster), refused)
    messages.success(request, f"The roster is kept. {kept_words(result)}")
    return redirect("roster_import", roster=roster)


def _preview(request: ActingRequest, found: RosterPreview, refused: str = "") -> HttpResponse:
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = [
        {**row, "read": RosterRow.from_json({k: v for k, v in row.items() if k != "outcome"})}
        for row in page.object_list
    ]
    counts = dict.fromkeys(OUTCOMES, 0)
    for row in found.rows:
        counts[row["outcome"]] += 1
    return render(
        request,
        "staffing/roster_import.html",
        {
            "roster": found,
            "page_obj": page,
            "outcomes": OUTCOMES,
            "counts": [(OUTCOMES[key], number) for key, number in counts.items() if number],
            "problems_shown": found.problems[:500],
            "refused": refused,
        },
        status=409 if refused else 200,
    )
