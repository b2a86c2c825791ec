"""The audit trail: who did what, when; and whether it is whole."""

import json

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.records.queries.audit import (
    EventFilter,
    all_events_for,
    chain_state,
    events_for,
    organizations_in_trail,
)
from longleaf.web.access import ActingRequest
from longleaf.web.spreadsheet import csv_file

PAGE = 50
TERMS = {
    "account.": "Accounts",
    "award.": "Awards",
    "badge.": "Badges",
    "activity.": "Activities",
    "credit.": "Credit",
    "invitation.": "Invitations",
    "issuer.": "Issuers",
    "key.": "Keys",
    "license.": "Licenses",
    "microcredential.": "Micro-credentials",
    "person.": "People",
    "recognition.": "Recognition",
    "registry.": "Registries of others",
    "review.": "Reviews",
    "role.": "Roles",
    "roster.": "Rosters",
    "school.": "Schools",
    "submission.": "Submissions",
    "supervision.": "Supervision",
    "token.": "Access tokens",
}


def _day() -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(required=False, widget=widget)


class TrailForm(forms.Form):
    verb = forms.CharField(max_length=60, required=False)
    organization = forms.UUIDField(required=False)
    person = forms.CharField(max_length=200, required=False, strip=True)
    since = _day()
    until = _day()


@require_GET
def audit_trail(request: ActingRequest) -> HttpResponseBase:
    form = TrailForm(request.GET)
    form.is_valid()  # a filter that makes no sense is left out, and said to be
    given = {name: value for name, value in form.cleaned_data.items() if value}
    wanted = EventFilter(zone=request.actor.time_zone, **given)
    if request.GET.get("format") == "csv":
        return csv_file(
            "audit-trail",
            ["number", "at", "who", "what", "organization", "about", "identifier", "details"],
            (
                (
                    event.id,
                    event.at.isoformat(),
                    event.actor,
                    event.verb,
                    event.organization,
                    event.subject_kind,
                    event.subject_id,
                    json.dumps(event.details, sort_keys=True),
                )
                for event in all_events_for(request.actor, wanted)
            ),
        )
    listing = events_for(request.actor, wanted)
    return render(
        request,
        "department/audit.html",
        {
            "form": form,
            "page_obj": Paginator(listing, PAGE).get_page(request.GET.get("page")),
            "terms": TERMS,
            "organizations": organizations_in_trail(request.actor),
            "chain": chain_state(),
        },
        status=400 if form.errors else 200,
    )
