"""What the reviewers said, and the way to revise."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.evidence.begin import begin_next_attempt
from longleaf.gateways.wiring import ports
from longleaf.records.queries.feedback import feedback_on
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
        else:
            messages.success(request, "You can revise now. What passed stays as it is.")
        return redirect("submission", submission=submission)
    return render(
        request,
        "educator/submission/feedback.html",
        {
            "view": own_view(request, submission),
            "attempts": feedback_on(request.actor, submission),
        },
    )
