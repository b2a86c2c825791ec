"""Accepting an invitation: as a new person with a password, or as oneself."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from longleaf.actions.invitation import NO_LONGER, accept_invitation, join_by_invitation
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.invitation import InvitationState
from longleaf.gateways.clock import day_in
from longleaf.gateways.wiring import ports
from longleaf.records.queries.account import account_of
from longleaf.records.queries.staffing import OpenInvitation, invitation_by_token
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems


class JoinForm(forms.Form):
    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text="At least 12 characters. Four unrelated words are good and easy to remember.",
    )
    again = forms.CharField(
        label="The same password again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError("The two passwords differ. Type the same one twice.")
        return again


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: ActingRequest, token: str) -> HttpResponseBase:
    found = invitation_by_token(token, now=ports().clock.now())
    if found.state is not InvitationState.WAITING:
        return _page(request, found, status=410)
    if request.actor.is_signed_in:
        return _for_one_who_is_signed_in(request, token, found)
    if found.has_account:
        return _page(request, found, sign_in=urlencode({"next": request.get_full_path()}))
    return _join(request, token, found)


def _for_one_who_is_signed_in(
    request: ActingRequest, token: str, found: OpenInvitation
) -> HttpResponse:
    now = ports().clock.now()
    on = day_in(request.actor.time_zone, now)
    own = account_of(request.actor, on=on)
    if own.email.lower() != found.email.lower():
        return _page(request, found, other=own.email)
    if request.method == "POST":
        accept_invitation(by=request.actor, token=token, on=on, now=now)
        messages.success(
            request, f"You now work with {found.organization} as {found.role.lower()}."
        )
        return redirect("today")
    return _page(request, found)


def _join(request: ActingRequest, token: str, found: OpenInvitation) -> HttpResponseBase:
    form = JoinForm(
        request.POST if request.method == "POST" else None, initial={"name": found.name}
    )
    if request.method == "POST" and form.is_valid():
        now = ports().clock.now()
        try:
            person = join_by_invitation(
                token=token,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                on=day_in(request.actor.time_zone, now),
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, f"Welcome. You work with {found.organization} from today.")
            user = get_user_model().objects.get(pk=person)
            record_authentication(request, user, method="password", reauthenticated=True)
            signed_in: HttpResponseBase = perform_login(
                request, user, email_verification="none", redirect_url=reverse("today")
            )
            return signed_in
    return _page(request, found, form=form, status=400 if form.errors else 200)


def _page(
    request: ActingRequest, found: OpenInvitation, *, status: int = 200, **more: object
) -> HttpResponse:
    why_not = NO_LONGER.get(found.state, "")
    context = {"invitation": found, "why_not": why_not, **more}
    return render(request, "account/invitation.html", context, status=status)
