"""An organization's signing keys: made anew, distrusted, and under which identifier it issues."""

from datetime import UTC, datetime
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions.key import choose_issuer_method, distrust_key, rotate_key
from longleaf.actions.reissue import begin_signing_anew
from longleaf.basis.problem import ProblemsError
from longleaf.domain.badge.issuer import IssuerMethod, NoDidWebError, did_web_of
from longleaf.gateways.wiring import ports
from longleaf.records.queries.key import issuers_of, key_of, left_to_sign_anew
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems

METHODS = {
    IssuerMethod.DID_KEY: "The key itself (did:key). Needs no web address: badges can be checked "
    "with this site gone. A new key is a new identifier.",
    IssuerMethod.DID_WEB: "The organization’s address here (did:web). Stays the same when the key "
    "changes. Whoever checks a badge must be able to reach this site.",
}


class DistrustForm(forms.Form):
    since = forms.DateTimeField(
        label="Since when, at the earliest",
        help_text="In your own time. If you do not know, say the moment the key was last safe.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(
        label="What happened",
        max_length=2000,
        help_text="For the record; strangers do not read it.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_GET
def keys(request: ActingRequest) -> HttpResponse:
    return render(request, "oversight/keys.html", shown(request))


def shown(request: ActingRequest) -> dict[str, object]:
    issuers = [(one, why_no_did_web(one.slug)) for one in issuers_of(request.actor)]
    return {"issuers": issuers, "methods": METHODS, "in_module": ports().vault.module is not None}


def why_no_did_web(slug: str) -> str:
    try:
        did_web_of(slug, base_url=settings.BASE_URL)
    except NoDidWebError as error:
        return str(error)
    return ""


@require_POST
def rotate(request: ActingRequest, organization: UUID) -> HttpResponse:
    rotate_key(
        by=request.actor,
        organization=organization,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    messages.success(
        request, "New badges are signed with a new key. Those signed before stay checkable."
    )
    return redirect("keys")


@require_POST
def method(request: ActingRequest, organization: UUID) -> HttpResponse:
    try:
        choose_issuer_method(
            by=request.actor,
            organization=organization,
            method=request.POST.get("method", ""),
            vault=ports().vault,
            base_url=settings.BASE_URL,
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        said = {**shown(request), "problems": error.problems}
        return render(request, "oversight/keys.html", said, status=400)
    messages.success(
        request, "New badges are issued under this identifier. Those signed before keep theirs."
    )
    return redirect("keys")


@require_http_methods(["GET", "POST"])
def distrust(request: ActingRequest, key: UUID) -> HttpResponse:
    held = key_of(request.actor, key)
    form = DistrustForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        since: datetime = form.cleaned_data["since"]
        try:
            distrust_key(
                by=request.actor,
                key=key,
                since=since.astimezone(UTC),
                reason=form.cleaned_data["reason"],
                vault=ports().vault,
                base_url=settings.BASE_URL,
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            left = left_to_sign_anew(key)
            then = " Now sign the honest badges of that key anew." if left else ""
            messages.success(request, f"This key is not trusted any more.{then}")
            return redirect("keys")
    return render(
        request,
        "oversight/key_distrust.html",
        {"form": form, "held": held, "key": held.key},
        status=400 if form.errors else 200,
    )


@require_POST
def sign_anew(request: ActingRequest, key: UUID) -> HttpResponse:
    job = begin_signing_anew(by=request.actor, key=key, now=ports().clock.now())
    return redirect("job", job=job)
