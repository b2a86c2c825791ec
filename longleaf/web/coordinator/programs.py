"""How an organization's micro-credentials are reviewed: the settings of its program."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.errors import StaleTextError
from longleaf.actions.review import keep_program, share_program
from longleaf.basis.problem import ProblemsError
from longleaf.domain.review.program import Program, Scoring
from longleaf.gateways.wiring import ports
from longleaf.records.queries.review_program import (
    ProgramSheet,
    program_sheet,
    programs_in_reach,
)
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems

SCORING = {
    Scoring.DOUBLE: "Two, always",
    Scoring.SAMPLE: "Two for a share drawn by lot, one for the rest",
    Scoring.NEAR: "One, and a second where the result is near the passing level",
}


class ProgramForm(forms.Form):
    """The settings, in the order in which a submission meets them."""

    checks_completeness = forms.BooleanField(
        label="Check first whether a submission can be judged at all",
        help_text="Somebody who reviews for you looks whether everything opens, is there, and "
        "consent is named. What lacks something goes back at once and costs no attempt.",
        required=False,
    )
    completeness_days = forms.IntegerField(
        label="Business days for this check",
        help_text="Of the days that the answer may take.",
        min_value=1,
    )
    review_days = forms.IntegerField(
        label="Business days from handing in to the answer",
        help_text="Educators read this promise before they begin, and each its day afterward.",
        min_value=1,
    )
    scoring = forms.ChoiceField(
        label="How many judge at first?",
        choices=list(SCORING.items()),
        widget=forms.RadioSelect,
        help_text="Where two differ, a third decides.",
    )
    sample_percent = forms.IntegerField(
        label="Share judged by two, in percent",
        help_text="Only if drawn by lot.",
        min_value=0,
        max_value=100,
    )
    most_attempts = forms.IntegerField(
        label="Attempts before a coach helps",
        help_text="Leave empty for no limit. After the last one you name a coach, who opens "
        "another.",
        min_value=1,
        required=False,
    )
    appeal_days = forms.IntegerField(
        label="Business days in which a “not yet” can be appealed", min_value=1
    )
    appeal_answer_days = forms.IntegerField(
        label="Business days for the answer to an appeal",
        help_text="Somebody who has not judged the work answers it.",
        min_value=1,
    )

    def settings(self) -> Program:
        given = {one.name: self.cleaned_data[one.name] for one in fields(Program)}
        return Program(**{**given, "scoring": Scoring(given["scoring"])})


@require_GET
def programs(request: ActingRequest) -> HttpResponse:
    return render(
        request,
        "coordinator/programs.html",
        {"groups": programs_in_reach(request.actor), "scoring": SCORING},
    )


@require_http_methods(["GET", "POST"])
def program(request: ActingRequest, organization: UUID) -> HttpResponse:
    return _page(request, organization, None)


@require_http_methods(["GET", "POST"])
def program_own(request: ActingRequest, organization: UUID, microcredential: UUID) -> HttpResponse:
    return _page(request, organization, microcredential)


def _page(request: ActingRequest, where: UUID, about: UUID | None) -> HttpResponse:
    sheet = program_sheet(request.actor, where, about)
    now = ports().clock.now()
    if request.method == "POST" and request.POST.get("then") == "share" and about is not None:
        share_program(by=request.actor, organization=where, microcredential=about, now=now)
        messages.success(request, f"“{sheet.title}” follows {sheet.organization_name} again.")
        return redirect("review_programs")
    given: dict[str, Any] = {one.name: getattr(sheet.program, one.name) for one in fields(Program)}
    form = ProgramForm(request.POST if request.method == "POST" else None, initial=given)
    read = sheet.number
    if request.method == "POST":
        read = _number(request.POST.get("read", ""))
        if form.is_valid():
            try:
                keep_program(
                    by=request.actor,
                    organization=where,
                    microcredential=about,
                    program=form.settings(),
                    read=read,
                    now=now,
                )
            except StaleTextError as stale:
                form.add_error(
                    None,
                    "Somebody changed these settings meanwhile. What you typed stands below, and "
                    "what holds now beside the form; save again to replace it.",
                )
                read = stale.revision
            except ProblemsError as refused:
                add_problems(form, refused)
            else:
                messages.success(
                    request,
                    "Kept. It holds for what is handed in from now on; what waits goes on as it "
                    "was promised.",
                )
                return redirect("review_programs")
    return render(
        request,
        "coordinator/program.html",
        {"sheet": sheet, "form": form, "read": read, "scoring": SCORING, "here": _here(sheet)},
        status=400 if form.is_bound else 200,
    )


def _here(sheet: ProgramSheet) -> str:
    if sheet.microcredential is None:
        return reverse("review_program", args=[sheet.organization])
    return reverse("review_program_own", args=[sheet.organization, sheet.microcredential])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1  # noqa: PLR2004 - fits the column
