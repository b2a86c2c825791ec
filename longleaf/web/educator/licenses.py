"""An educator puts a renewal cycle of their license on record, or corrects it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from longleaf.actions.license import record_license
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import person_acting
from longleaf.gateways.wiring import ports
from longleaf.records.queries.renewal import own_license
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems
from longleaf.web.renewal_forms import LicenseForm


@require_http_methods(["GET", "POST"])
def license_new(request: ActingRequest) -> HttpResponse:
    return _record(request, LicenseForm(request.POST or None), None)


@require_http_methods(["GET", "POST"])
def license_edit(request: ActingRequest, license: UUID) -> HttpResponse:
    held = own_license(request.actor, license)
    form = LicenseForm(request.POST) if request.method == "POST" else LicenseForm.showing(held)
    return _record(request, form, license)


def _record(request: ActingRequest, form: LicenseForm, license: UUID | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            recorded = record_license(
                by=request.actor,
                person=person_acting(request.actor),
                cycle=form.cycle(),
                license=license,
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "Your license is on record. This is where it stands.")
            return redirect("standing_license", license=recorded)
    return render(
        request,
        "educator/license/form.html",
        {"form": form, "license": license},
        status=400 if form.errors else 200,
    )
