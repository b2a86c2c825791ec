"""An educator's badges from elsewhere: brought, looked at, kept, checked again, taken out."""

from typing import Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions.backpack import bring_badge, keep_badge, recheck_badge, remove_badge
from longleaf.domain.badge.holding import Holding
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.backpack import own_backpack_badge, own_backpack_file
from longleaf.records.queries.recognition import rules_in_force
from longleaf.records.queries.renewal import policy_words
from longleaf.web.access import ActingRequest
from longleaf.web.handed_in import handed_in

# What a badge's standing is called, and the style of its state.
HOLDINGS: Final = {
    Holding.HOLDS: ("Holds", "passed"),
    Holding.UNCHECKED: ("Not everything checked", "could_not_check"),
    Holding.NOT_YET: ("Not valid yet", "could_not_check"),
    Holding.EXPIRED: ("Expired", "failed"),
    Holding.SUSPENDED: ("Suspended", "suspended"),
    Holding.REVOKED: ("Revoked", "revoked"),
    Holding.DISTRUSTED: ("Issuer not trusted", "failed"),
    Holding.BROKEN: ("Does not pass the check", "failed"),
}
FORMS: Final = {
    "open_badges_3": "Open Badges 3.0",
    "open_badges_2": "Open Badges 2.0",
    "open_badges_1": "Open Badges 1",
    "credential_2": "Verifiable Credential 2.0",
    "credential_1": "Verifiable Credential 1.1",
}
NAMES: Final = {
    "application/json": "json",
    "application/jwt": "jwt",
    "image/png": "png",
    "image/svg+xml": "svg",
}
AFTER_CHECK: Final = {
    Holding.HOLDS: "It was checked just now, and it holds.",
    Holding.UNCHECKED: "It was checked just now. Something could not be looked up; see below.",
}


class BringForm(forms.Form):
    file = forms.FileField(
        label="The badge’s file",
        help_text="JSON, or a picture (PNG or SVG) that carries the badge.",
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".json,.jwt,.png,.svg,application/json,image/png,image/svg+xml"}
        ),
    )
    address = forms.CharField(
        label="Or its web address",
        help_text="The address of the badge itself, beginning with https://",
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label="Or its text",
        help_text="JSON, or a token that begins with eyJ.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )


@require_http_methods(["GET", "POST"])
def bring(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    context: dict[str, object] = {
        "rules": rules_in_force(HOME, on=legal_day(now)),
        "words": policy_words(request.actor.person, on=legal_day(now)),
    }
    if request.method == "GET":
        return render(request, "educator/backpack/bring.html", {"form": BringForm(), **context})
    form = BringForm(request.POST, request.FILES)
    given = handed_in(request)
    if given.file is None:
        form.is_valid()
        form.add_error(given.where or None, given.problem)
        page = {"form": form, **context}
        return render(request, "educator/backpack/bring.html", page, status=400)
    brought = bring_badge(
        by=request.actor,
        file=given.file,
        address=given.address,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        outside=ports().outside,
        now=now,
    )
    if brought.refusal is not None:
        page = {"form": BringForm(), "brought": brought, **context}
        return render(request, "educator/backpack/bring.html", page, status=400)
    if brought.has_replaced:
        messages.success(request, "This newer copy took the place of the one you had.")
    elif brought.is_kept:
        messages.info(request, "You keep this badge already. Here it is.")
    return redirect("backpack_badge", badge=brought.badge)


@require_GET
def badge(request: ActingRequest, badge: UUID) -> HttpResponse:
    page = own_backpack_badge(request.actor, badge)
    words, style = HOLDINGS[Holding(page.line.holding)]
    return render(
        request,
        "educator/backpack/one.html",
        {
            "badge": page,
            "holding": words,
            "style": style,
            "form_words": FORMS.get(page.form, page.form),
            "words": policy_words(request.actor.person, on=legal_day(ports().clock.now())),
        },
    )


@require_POST
def keep(request: ActingRequest, badge: UUID) -> HttpResponse:
    keep_badge(by=request.actor, badge=badge, now=ports().clock.now())
    credit = own_backpack_badge(request.actor, badge).line.credit
    said = "It is among your badges now."
    if credit is not None and credit.state == "approved":
        said += " It gives you renewal credit."
    elif credit is not None and credit.state == "waiting":
        said += " It is proposed for renewal credit; your coordinator decides."
    messages.success(request, said)
    return redirect("backpack_badge", badge=badge)


@require_POST
def check(request: ActingRequest, badge: UUID) -> HttpResponse:
    found = recheck_badge(
        by=request.actor,
        badge=badge,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        outside=ports().outside,
        now=ports().clock.now(),
    )
    said = AFTER_CHECK.get(found, "It was checked just now, and it does not hold; see below.")
    messages.info(request, said)
    return redirect("backpack_badge", badge=badge)


@require_http_methods(["GET", "POST"])
def remove(request: ActingRequest, badge: UUID) -> HttpResponse:
    page = own_backpack_badge(request.actor, badge)
    if request.method == "POST":
        remove_badge(by=request.actor, badge=badge, now=ports().clock.now())
        messages.success(request, f"“{page.line.name}” is no longer among your badges.")
        return redirect("my_badges")
    return render(request, "educator/backpack/remove.html", {"badge": page})


@require_GET
def file(request: ActingRequest, badge: UUID) -> HttpResponse:
    """The badge exactly as it was brought."""
    content, media_type, digest = own_backpack_file(request.actor, badge)
    response = HttpResponse(content, content_type=media_type)
    name = f"badge-{digest[:12]}.{NAMES.get(media_type, 'bin')}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
