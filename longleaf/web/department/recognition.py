"""The Department's rules on which badges from elsewhere give credit, each dated."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.recognition_rule import add_recognition_rule, end_recognition_rule
from longleaf.basis.problem import ProblemsError
from longleaf.domain.credit.recognition import RuleSaid
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.recognition import (
    RuleChoices,
    RuleLine,
    rule_choices,
    rule_for,
    rules_for,
)
from longleaf.records.queries.renewal import policy_words
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems
from longleaf.web.labels import LICENSE_KINDS
from longleaf.web.renewal_forms import day_field
from longleaf.web.spreadsheet import csv_file

PAGE = 50
SHOWN = {"": "In force or to come", "over": "Over", "all": "All"}
HEADER = (
    "Rule",
    "Issuer",
    "Achievement",
    "Alignment",
    "Quantity",
    "Unit",
    "Categories",
    "Licenses",
    "Decided by",
    "Holds from",
    "Holds until",
    "Decision",
    "Gave credit",
    "Waiting",
)


class RuleForm(forms.Form):
    title = forms.CharField(
        label="What is recognized",
        help_text="As educators will read it, such as: Science of Reading, by Example Learning.",
        max_length=200,
    )
    issuer = forms.CharField(
        label="Issuer’s identifier",
        help_text="As its badges give it: did:… or https://… A check of a badge shows it. "
        "Left empty, any recognized issuer will do.",
        max_length=500,
        required=False,
    )
    achievement = forms.CharField(
        label="Achievement’s identifier",
        help_text="As its badges give it. Left empty, the alignment decides.",
        max_length=500,
        required=False,
    )
    alignment = forms.CharField(
        label="Aligned with",
        help_text="Address or code of a framework’s element that the badge must name.",
        max_length=500,
        required=False,
    )
    quantity = forms.CharField(label="How much it gives", max_length=20)
    unit = forms.ChoiceField(label="In which unit")
    categories = forms.MultipleChoiceField(
        label="Where it counts",
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label="For which licenses",
        help_text="Tick none for every kind.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    decided_by = forms.ChoiceField(
        label="Who decides",
        choices=[
            ("coordinator", "The holder’s coordinator approves each badge"),
            ("rule", "This rule: credit is entered at once, if the badge names its holder"),
        ],
        initial="coordinator",
        widget=forms.RadioSelect,
    )
    began_on = day_field("First day", "Badges earned from this day on are recognized.")
    ended_on = forms.DateField(
        label="Last day",
        help_text="Leave it empty if no end is set.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    authority = forms.CharField(
        label="Where it was decided",
        help_text="The board’s decision or the Department’s memorandum, with its date.",
        max_length=300,
    )

    def __init__(self, choices: RuleChoices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, LICENSE_KINDS.get(kind, kind)) for kind in choices.kinds]
        for name, offered in (
            ("unit", choices.units),
            ("categories", choices.categories),
            ("kinds", kinds),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
            field.choices = list(offered)

    def said(self) -> RuleSaid:
        held = self.cleaned_data
        return RuleSaid(
            title=held["title"],
            issuer=held["issuer"],
            achievement=held["achievement"],
            alignment=held["alignment"],
            quantity=held["quantity"],
            unit=held["unit"],
            categories=held["categories"],
            kinds=held["kinds"],
            is_automatic=held["decided_by"] == "rule",
            began_on=held["began_on"],
            ended_on=held["ended_on"],
            authority=held["authority"],
        )


class EndForm(forms.Form):
    ended_on = day_field("Last day", "Today or later. Badges earned by then keep their credit.")
    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


@require_GET
def rules(request: ActingRequest) -> HttpResponseBase:
    on = legal_day(ports().clock.now())
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN else ""
    found = rules_for(request.actor, on=on, over={"": False, "over": True}.get(show))
    if request.GET.get("format") == "csv":
        return csv_file("recognition-rules", HEADER, (_cells(one) for one in found[:]))
    return render(
        request,
        "department/recognition_rules.html",
        {
            "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "show": show,
            "shown": SHOWN,
            "on": on,
            "words": policy_words(None, on=on),
            "licenses": LICENSE_KINDS,
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    form = RuleForm(
        rule_choices(request.actor),
        request.POST if request.method == "POST" else None,
        initial={
            "began_on": legal_day(now),
            "unit": "clock_hour",
            "decided_by": "coordinator",
            **{
                name: request.GET.get(name, "")[:500]
                for name in ("issuer", "achievement", "alignment")
            },
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_recognition_rule(by=request.actor, said=form.said(), now=now)
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(
                request,
                "The rule is made. Badges that educators keep already are looked at under it "
                "within a day.",
            )
            return redirect("recognition_rule", rule=made)
    return render(
        request,
        "department/recognition_rule_new.html",
        {"form": form},
        status=400 if form.errors else 200,
    )


@require_GET
def rule(request: ActingRequest, rule: UUID) -> HttpResponse:
    on = legal_day(ports().clock.now())
    return render(
        request,
        "department/recognition_rule.html",
        {
            "rule": rule_for(request.actor, rule, on=on),
            "on": on,
            "words": policy_words(None, on=on),
            "licenses": LICENSE_KINDS,
        },
    )


@require_http_methods(["GET", "POST"])
def end(request: ActingRequest, rule: UUID) -> HttpResponse:
    now = ports().clock.now()
    held = rule_for(request.actor, rule, on=legal_day(now))
    form = EndForm(
        request.POST if request.method == "POST" else None, initial={"ended_on": legal_day(now)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            end_recognition_rule(
                by=request.actor,
                rule=rule,
                ended_on=form.cleaned_data["ended_on"],
                reason=form.cleaned_data["reason"],
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "The rule has its end. What it gave until then stays.")
            return redirect("recognition_rule", rule=rule)
    return render(
        request,
        "department/recognition_rule_end.html",
        {"form": form, "rule": held},
        status=400 if form.errors else 200,
    )


def _cells(one: RuleLine) -> tuple[object, ...]:
    return (
        one.title,
        one.issuer,
        one.achievement,
        one.alignment,
        one.quantity,
        one.unit,
        ", ".join(one.categories),
        ", ".join(one.kinds),
        "rule" if one.is_automatic else "coordinator",
        one.began_on,
        one.ended_on or "",
        one.authority,
        one.approved,
        one.waiting,
    )
