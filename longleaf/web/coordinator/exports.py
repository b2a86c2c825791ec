"""Lists of an LEA as CSV files."""

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.actions.export import note_export
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.coordinator import PeopleFilter, coordinated, every_person_of
from longleaf.records.queries.credit import (
    exported_activities,
    exported_awards,
    exported_ledger,
)
from longleaf.web.access import ActingRequest
from longleaf.web.educator.ledger import HEADER, cells
from longleaf.web.spreadsheet import csv_file

FILES = {
    "people": (
        "People and their standing",
        "One row for each educator: school, license, and where it stands in all and by category.",
    ),
    "ledger": (
        "Ledger of renewal credit",
        "Every line of every educator's ledger, corrections as lines of their own.",
    ),
    "awards": ("Awards", "Every micro-credential that your educators earned."),
    "activities": ("Activities", "Everything recorded for credit, decided or waiting."),
}
CATEGORIES = ("academic", "literacy", "digital_learning", "discipline", "executive", "general")


@require_GET
def exports(request: ActingRequest) -> HttpResponse:
    return render(
        request,
        "coordinator/exports.html",
        {"lea": coordinated(request.actor), "files": FILES},
    )


@require_GET
def export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    on = legal_day(ports().clock.now())
    files: dict[str, Callable[[ActingRequest, date], StreamingHttpResponse]] = {
        "people": lambda asked, day: people_file(asked, PeopleFilter(), on=day),
        "ledger": _ledger_file,
        "awards": _awards_file,
        "activities": _activities_file,
    }
    if kind not in files:
        raise Http404
    return files[kind](request, on)


def people_file(request: ActingRequest, wanted: PeopleFilter, *, on: date) -> StreamingHttpResponse:
    _note(request, "people")
    header = [
        "Name",
        "E-mail",
        "School",
        "License",
        "Grades",
        "Expires on",
        "Outcome",
        "Required",
        "Counted",
        "Missing",
        *(f"Missing in {name.replace('_', ' ')}" for name in CATEGORIES),
        "Hours say",
        "Mastery says",
        "Competencies shown",
        "Competencies asked for",
        "Computed at",
    ]
    lines = (
        (
            one.name,
            one.email,
            "; ".join(one.schools),
            one.kind,
            one.grade_span,
            one.expires_on,
            one.outcome,
            one.required,
            one.counted,
            one.missing,
            *_missing(one.categories),
            one.hours,
            one.mastery,
            one.mastery_shown if one.license else "",
            one.mastery_asked if one.license else "",
            one.computed_at.isoformat() if one.computed_at else "",
        )
        for one in every_person_of(request.actor, wanted, on=on)
    )
    return csv_file("people", header, lines)


def _missing(categories: tuple[dict[str, str], ...]) -> list[str]:
    told = {one["name"]: one["missing"] for one in categories}
    return [told.get(name, "") for name in CATEGORIES]


def _ledger_file(request: ActingRequest, on: date) -> StreamingHttpResponse:
    _note(request, "ledger")
    lines = ((one.person_name, *cells(one)) for one in exported_ledger(request.actor, on=on))
    return csv_file("ledger", ("Name", *HEADER), lines)


def _awards_file(request: ActingRequest, on: date) -> StreamingHttpResponse:
    _note(request, "awards")
    header = ("Name", "E-mail", "Micro-credential", "Version", "Issuer", "State", "Granted at")
    lines = (
        (
            one.person_name,
            one.email,
            one.title,
            one.version,
            one.issuer,
            one.state,
            one.granted_at.isoformat(),
        )
        for one in exported_awards(request.actor, on=on)
    )
    return csv_file("awards", header, lines)


def _activities_file(request: ActingRequest, on: date) -> StreamingHttpResponse:  # noqa: ARG001 - all files are asked for alike
    _note(request, "activities")
    header = (
        "Name",
        "School",
        "Title",
        "Kind",
        "Provider",
        "Quantity",
        "Unit",
        "Began on",
        "Completed on",
        "Categories",
        "State",
        "Recorded by",
        "Recorded at",
        "Decided by",
        "Decided at",
        "Approved on",
        "Approved by",
        "Proof",
        "Kept for the next cycle",
        "Reason",
    )
    lines = (
        (
            one.person_name,
            one.place,
            one.title,
            one.kind,
            one.provider,
            one.quantity,
            one.unit,
            one.began_on,
            one.completed_on,
            ", ".join(one.categories),
            one.state,
            one.recorded_by,
            one.recorded_at.isoformat(),
            one.decided_by,
            one.decided_at.isoformat() if one.decided_at else "",
            one.approved_on,
            one.approved_by,
            ", ".join(one.evidence_kinds),
            {True: "yes", False: "no", None: ""}[one.banked],
            one.reason,
        )
        for one in exported_activities(request.actor)
    )
    return csv_file("activities", header, lines)


def _note(request: ActingRequest, what: str) -> None:
    note_export(by=request.actor, what=what, now=ports().clock.now())
