"""Random audits of renewals: draw one, and follow each that was drawn to a conclusion."""

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions import renewal_audit as verbs
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries import renewal_audit as queries
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems
from longleaf.web.labels import LICENSE_KINDS
from longleaf.web.renewal_forms import day_field
from longleaf.web.spreadsheet import csv_file

PAGE: Final = 50
CASE_HEADER: Final = (
    "Ticket",
    "License",
    "Name",
    "LEA",
    "Kind",
    "Expires on",
    "State",
    "Due on",
    "Conclusion",
    "Reason",
    "Handled by",
)


class DrawForm(forms.Form):
    title = forms.CharField(
        label="Name of the audit", help_text="Such as: Renewals of June 2026.", max_length=200
    )
    expires_from = day_field("Licenses that expire from", "")
    expires_until = day_field("Until", "The last day of expiry that is drawn from.")
    method = forms.ChoiceField(
        label="How many are drawn",
        choices=[
            ("rate", "A part of each LEA and kind of license, in per cent, rounded up"),
            ("each", "So many of each LEA and kind of license"),
            ("size", "So many in all, shared out in proportion, at least one of each"),
        ],
        widget=forms.RadioSelect,
        initial="rate",
    )
    amount = forms.CharField(label="Per cent, or number", max_length=20, initial="5")
    seed = forms.CharField(
        label="Seed",
        help_text="Signs that nobody could know before today, such as the numbers of a public "
        "lottery drawn after the licenses were on record. It is published with the audit.",
        min_length=8,
        max_length=200,
    )
    due_on = day_field("To be concluded by", "")


class AskForm(forms.Form):
    asked_for = forms.CharField(
        label="Evidence asked for",
        help_text="The holder reads it as you write it.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    due_on = day_field("By", "")


class ConcludeForm(forms.Form):
    conclusion = forms.ChoiceField(
        label="Conclusion",
        choices=[
            ("upheld", "Upheld: the renewal stands as it was decided"),
            ("corrected", "Corrected: something on record was put right"),
            ("not_upheld", "Not upheld: what was decided does not hold"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason",
        help_text="The holder reads it. It cannot be changed afterwards.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_GET
def audits(request: ActingRequest) -> HttpResponse:
    found = queries.audits_for(request.actor)
    return render(
        request,
        "department/audits.html",
        {"page_obj": Paginator(found, PAGE).get_page(request.GET.get("page"))},
    )


@require_http_methods(["GET", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    form = DrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.draw_audit(by=request.actor, now=ports().clock.now(), **form.cleaned_data)
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(
                request, "The audit is drawn. Those drawn and their coordinators are told."
            )
            return redirect("renewal_audit", audit=made)
    return render(
        request,
        "department/audit_new.html",
        {"form": form},
        status=400 if form.errors else 200,
    )


@require_GET
def audit(request: ActingRequest, audit: UUID) -> HttpResponseBase:
    on = legal_day(ports().clock.now())
    page = queries.audit_for(request.actor, audit)
    asked = request.GET.get("state", "")
    state = asked if asked in queries.STATES else ""
    cases = queries.cases_for(request.actor, audit, on=on, state=state)
    wanted = request.GET.get("format")
    if wanted == "csv":
        return csv_file("audit-cases", CASE_HEADER, (_cells(one) for one in cases[:]))
    if wanted == "list":
        everyone = queries.list_drawn_from(request.actor, audit)
        return csv_file("audit-list", ("Identifier", "LEA", "Kind"), everyone)
    return render(
        request,
        "department/audit_one.html",
        {
            "page": page,
            "page_obj": Paginator(cases, PAGE).get_page(request.GET.get("page")),
            "state": state,
            "states": queries.STATES,
            "kinds": LICENSE_KINDS,
        },
    )


@require_GET
def case(request: ActingRequest, case: UUID) -> HttpResponse:
    return _case(request, case, AskForm(), ConcludeForm())


@require_POST
def ask(request: ActingRequest, case: UUID) -> HttpResponse:
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            verbs.ask_for_audit_evidence(
                by=request.actor, case=case, now=ports().clock.now(), **form.cleaned_data
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "The holder is asked, and sees by when to answer.")
            return redirect("audit_case", case=case)
    return _case(request, case, form, ConcludeForm())


@require_POST
def conclude(request: ActingRequest, case: UUID) -> HttpResponse:
    form = ConcludeForm(request.POST)
    if form.is_valid():
        try:
            verbs.conclude_audit_case(
                by=request.actor, case=case, now=ports().clock.now(), **form.cleaned_data
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "The case is concluded, and the holder is told.")
            return redirect("audit_case", case=case)
    return _case(request, case, AskForm(), form)


def _case(
    request: ActingRequest, case: UUID, asking: AskForm, concluding: ConcludeForm
) -> HttpResponse:
    return render(
        request,
        "department/audit_case.html",
        {
            "case": queries.case_for(request.actor, case, on=legal_day(ports().clock.now())),
            "ask": asking,
            "conclude": concluding,
            "kinds": LICENSE_KINDS,
        },
        status=400 if asking.errors or concluding.errors else 200,
    )


def _cells(one: queries.CaseLine) -> tuple[object, ...]:
    return (
        one.ticket,
        one.license,
        one.name,
        one.lea,
        one.kind,
        one.expires_on,
        one.state_words,
        one.due_on,
        one.conclusion_words,
        one.reason,
        one.handled_by,
    )
