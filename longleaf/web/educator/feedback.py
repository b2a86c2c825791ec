"""What the reviewers said, and the way to revise."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.evidence.begin import begin_next_attempt
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.feedback import feedback_on
from longleaf.records.queries.gate import gates_of
from longleaf.web.access import ActingRequest
from longleaf.web.educator.own import own_view


@require_http_methods(["GET", "POST"])
def feedback(request: ActingRequest, submission: UUID) -> HttpResponse:
    """Shows the feedback; a POST opens what did not pass."""
    if request.method == "POST":
        try:
            begin_next_attempt(by=request.actor, submission=submission, now=ports().clock.now())
        except AlreadyDoneError as done:
            messages.info(request, done.what)
        except ProblemsError as refused:
            for one in refused.problems:
                messages.info(request, f"{one.reason} {one.fix}")
        else:
            messages.success(request, "You can revise now. What passed stays as it is.")
        return redirect("submission", submission=submission)
    on = legal_day(ports().clock.now())
    return render(
        request,
        "educator/submission/feedback.html",
        {
            "gates": gates_of(request.actor, submission, on=on),
            "view": own_view(request, submission),
            "attempts": feedback_on(request.actor, submission),
        },
    )
