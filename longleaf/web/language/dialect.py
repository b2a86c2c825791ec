"""In whose words one reads the pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from longleaf.actions import term as verbs
from longleaf.gateways.wiring import ports
from longleaf.records.queries.language import dialects_for
from longleaf.web.access import ActingRequest


@require_http_methods(["GET", "POST"])
def dialect(request: ActingRequest) -> HttpResponse:
    assert request.actor.person is not None  # noqa: S101 - the door lets in who is signed in
    offered, chosen = dialects_for(request.actor.person)
    fault = ""
    if request.method == "POST":
        said = request.POST.get("organization", "")
        if said == "" or said in {str(one.id) for one in offered}:
            verbs.choose_dialect(
                by=request.actor,
                organization=UUID(said) if said else None,
                now=ports().clock.now(),
            )
            messages.success(request, "From now on pages use these words.")
            return redirect("dialect")
        fault = "Choose one of these."
    return render(
        request,
        "language/dialect.html",
        {"offered": offered, "chosen": chosen, "fault": fault},
        status=400 if fault else 200,
    )
