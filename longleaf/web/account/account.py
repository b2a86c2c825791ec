"""One's own account: name, time zone, access tokens, whom one acts for."""

from functools import cache
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from longleaf.actions import account as verbs
from longleaf.actions.errors import NoSuchRecordError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.access import owes_second_factor
from longleaf.gateways.clock import day_in
from longleaf.gateways.wiring import ports
from longleaf.records.queries.account import account_of, tokens_of
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems

AMERICAN = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Mountain, no daylight saving time (Arizona)",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
}
LIFETIMES = {30: "30 days", 90: "90 days", 180: "180 days", 365: "1 year"}


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones to choose from: America's by their common names first.

    Finding them all reads hundreds of files, so it is done once a process.
    """
    others = sorted(
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "posix", "right", "SystemV"))
    )
    return [
        ("United States", list(AMERICAN.items())),
        ("All", [(zone, zone.replace("_", " ")) for zone in others if zone not in AMERICAN]),
    ]


class AccountForm(forms.Form):
    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    time_zone = forms.ChoiceField(
        choices=time_zones, help_text="Times on all pages are shown in this zone."
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=100, label="What is it for?", help_text="For example: nightly export."
    )
    days = forms.TypedChoiceField(
        coerce=int, choices=list(LIFETIMES.items()), label="How long should it work?", initial=90
    )


@require_http_methods(["GET", "POST"])
def account(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    own = account_of(request.actor, on=day_in(request.actor.time_zone, now))
    initial = {"name": own.name, "time_zone": own.time_zone}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_account(by=request.actor, now=now, **form.cleaned_data)
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "Your account is saved.")
            return redirect("account")
    return render(
        request,
        "account/account.html",
        {"form": form, "own": own, "owes": owes_second_factor(request.actor)},
        status=400 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: ActingRequest) -> HttpResponse:
    """The tokens; a new one's secret stands in this one answer and nowhere else."""
    now, secret = ports().clock.now(), ""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            secret = verbs.make_token(by=request.actor, now=now, **form.cleaned_data).secret
            form = TokenForm()
        except ProblemsError as error:
            add_problems(form, error)
    return render(
        request,
        "account/tokens.html",
        {"form": form, "tokens": tokens_of(request.actor, now=now), "secret": secret},
        status=400 if form.errors else 200,
    )


@require_POST
def withdraw_token(request: ActingRequest, token: UUID) -> HttpResponse:
    verbs.withdraw_token(by=request.actor, token=token, now=ports().clock.now())
    messages.success(request, "The token no longer works.")
    return redirect("account_tokens")


@require_POST
def act_for(request: ActingRequest) -> HttpResponse:
    try:
        organization = UUID(request.POST.get("organization", ""))
    except ValueError as error:
        raise NoSuchRecordError from error
    verbs.act_for(by=request.actor, organization=organization, now=ports().clock.now())
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
    return redirect(onward if onward and safe else "today")
