"""The registries of others: read, looked at, listed, withdrawn."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from longleaf.actions.registry import Origin, apply_registry, read_registry, withdraw_registry
from longleaf.basis.problem import ProblemsError
from longleaf.credential.registry_file import MOST_BYTES
from longleaf.domain.badge.listing import FORMS
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries import other_registry as queries
from longleaf.records.queries.trust import department_of
from longleaf.web.access import ActingRequest
from longleaf.web.department.issuer_forms import ReadForm
from longleaf.web.forms import add_problems

PAGE = 100
PROBLEMS_SHOWN = 500


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was listed stays on record, but checks no longer name this registry.",
    )


@require_http_methods(["GET", "POST"])
def registries(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    on = legal_day(now)
    form = ReadForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial={"obtained_on": on, "answered_by": str(request.actor.person)},
        colleagues=queries.colleagues_of(request.actor, on=on),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = read_registry(
                by=request.actor,
                department=department_of(request.actor),
                origin=Origin(given["registry"], given["obtained_on"], given["address"]),
                # One byte more than allowed is enough to be refused.
                content=given["file"].read(MOST_BYTES + 1),
                answered_by=UUID(given["answered_by"]),
                on=on,
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            return redirect("department_registry_edition", edition=made)
    return render(
        request,
        "department/registries.html",
        {"form": form, "registries": queries.registries_of(request.actor)},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def edition(request: ActingRequest, edition: UUID) -> HttpResponse:
    found = queries.edition_page(edition, who=request.actor)
    refused = ""
    if request.method == "POST":
        try:
            count = apply_registry(
                by=request.actor,
                edition=edition,
                only_if_all_good=request.POST.get("how") == "all",
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            bad = len(error.problems)
            refused = (
                "There is no good entry in it, so nothing is listed."
                if not found.rows
                else f"{bad} of its entries {'is' if bad == 1 else 'are'} not good, so nothing"
                " is listed."
            )
        else:
            said = f"{count:,} {'issuer is' if count == 1 else 'issuers are'} listed."
            messages.success(request, f"{said} Checks name {found.name} from now on.")
            return redirect("department_registry_edition", edition=edition)
    return render(
        request,
        "department/registry_edition.html",
        {
            "found": found,
            "form_name": FORMS[found.form],
            "page_obj": Paginator(found.rows, PAGE).get_page(request.GET.get("page")),
            "problems_shown": found.problems[:PROBLEMS_SHOWN],
            "refused": refused,
        },
        status=409 if refused else 200,
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: ActingRequest, registry: UUID) -> HttpResponse:
    name = queries.registry_to_withdraw(registry, who=request.actor)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_registry(
                by=request.actor,
                registry=registry,
                because=form.cleaned_data["because"],
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, f"{name} is no longer listed. Its entries stay on record.")
            return redirect("department_registries")
    return render(
        request,
        "department/registry_withdraw.html",
        {"form": form, "name": name},
        status=400 if form.errors else 200,
    )
