"""Awards from a file: what was decided outside, looked at, approved by a second person."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions.bulk_award import (
    Assessed,
    approve_award_file,
    cancel_award_file,
    read_award_file,
)
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.row_file import MOST_BYTES
from longleaf.gateways.wiring import ports
from longleaf.records.queries import bulk as queries
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems
from longleaf.web.spreadsheet import csv_file

PAGE = 100
SHOWN = 500
RESULTS = {
    "awarded": "Awarded",
    "invited": "Awarded, and invited",
    "already": "Held already",
    "refused": "Not awarded",
}
STATES = {
    "read": "Waits for a second person",
    "approved": "Approved",
    "stopped": "Stopped",
    "cancelled": "Cancelled",
    "done": "Done",
}


class AwardFileForm(forms.Form):
    version = forms.ChoiceField(label="Micro-credential")
    assessor = forms.CharField(
        label="Who decided", max_length=200, help_text="The partner or program. Badges name it."
    )
    assessor_url = forms.CharField(
        label="Their web address", max_length=300, help_text="Such as https://example.org."
    )
    basis = forms.CharField(
        label="On what grounds",
        help_text="The agreement or program under which they decided. Kept, not published.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    invites = forms.BooleanField(
        label="Invite educators who have no account here",
        required=False,
        help_text="For LEAs. Otherwise their rows are refused.",
    )
    file = forms.FileField(
        label="File of awards (CSV)",
        help_text=f"UTF-8 is best. Up to {MOST_BYTES // 1_000_000} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def __init__(
        self, *args: object, offered: list[queries.VersionOffered], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        version = self.fields["version"]
        assert isinstance(version, forms.ChoiceField)  # noqa: S101 - as declared above
        version.choices = [
            (str(one.id), f"{one.title}, version {one.number} ({one.issuer})") for one in offered
        ]


@require_http_methods(["GET", "POST"])
def files(request: ActingRequest) -> HttpResponseBase:
    offered = queries.versions_to_award(request.actor)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AwardFileForm(*posted, offered=offered)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = read_award_file(
                by=request.actor,
                version=UUID(said["version"]),
                # One byte more than allowed is enough to be refused.
                content=said["file"].read(MOST_BYTES + 1),
                assessed=Assessed(said["assessor"], said["assessor_url"], said["basis"]),
                invites=said["invites"],
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            return redirect("award_file", file=made)
    page = Paginator(queries.files_in_reach(request.actor), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "oversight/award_files.html",
        {"form": form, "offered": offered, "page_obj": page},
        status=400 if form.errors else 200,
    )


@require_GET
def template(request: ActingRequest, version: UUID) -> HttpResponseBase:
    slug, columns = queries.columns_for(request.actor, version)
    example = {
        "email": "teacher@example.org",
        "name": "First Last",
        "earned_on": "2026-06-30",
        "narrative": "What connects the evidence.",
        "evidence_name": "Recording of a lesson",
        "evidence_url": "https://example.org/recording",
        "evidence_description": "Ten minutes.",
    }
    return csv_file(f"awards-{slug}", columns, [[example.get(name, "") for name in columns]])


@require_http_methods(["GET", "POST"])
def file(request: ActingRequest, file: UUID) -> HttpResponse:
    if request.method == "GET":
        return _page(request, file)
    try:
        job = approve_award_file(
            by=request.actor,
            file=file,
            only_if_all_good=request.POST.get("how") == "all",
            starts_at=_starts_at(request),
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        reasons = " ".join(f"{problem.reason} {problem.fix}" for problem in error.problems[:1])
        return _page(request, file, reasons)
    return redirect("job", job=job)


def _starts_at(request: ActingRequest) -> datetime | None:
    """When it should begin, in the time zone of whoever approves; None for at once.

    Raises:
        ProblemsError: If what was typed is no moment.
    """
    field = forms.DateTimeField(required=False)
    try:
        found: datetime | None = field.clean(request.POST.get("starts_at", ""))
    except forms.ValidationError as error:
        raise ProblemsError(
            [Problem("starts_at", "The start is not a moment.", "Write a day and a time.")]
        ) from error
    return found


@require_POST
def cancel(request: ActingRequest, file: UUID) -> HttpResponse:
    if cancel_award_file(by=request.actor, file=file, now=ports().clock.now()):
        messages.success(request, "The file is cancelled. What was awarded before stays awarded.")
    return redirect("award_file", file=file)


@require_GET
def results(request: ActingRequest, file: UUID) -> HttpResponseBase:
    header = ("row", "email", "result", "earned_on", "reason", "award")
    return csv_file("awards-made", header, queries.outcomes_of(request.actor, file))


def _page(request: ActingRequest, file: UUID, refused: str = "") -> HttpResponse:
    found = queries.file_page(request.actor, file)
    page = Paginator(queries.rows_of(request.actor, file), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "oversight/award_file.html",
        {
            "file": found,
            "page_obj": page,
            "problems_shown": found.problems[:SHOWN],
            "results": RESULTS,
            "state_words": STATES[found.state],
            "counts": [
                (label, found.counts[key]) for key, label in RESULTS.items() if key in found.counts
            ],
            "refused": refused,
        },
        status=409 if refused else 200,
    )
