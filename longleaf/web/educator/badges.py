"""An educator's badges: what they earned, who may see it, what evidence it names."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from longleaf.actions.badge import choose_shown, publish_badge, unpublish_badge
from longleaf.actions.learner_record import make_learner_record
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.backpack import own_backpack
from longleaf.records.queries.badge import (
    awards_of,
    badge_page,
    history_of,
    showable_artifacts,
    showable_levels,
)
from longleaf.web.access import ActingRequest
from longleaf.web.educator.backpack import HOLDINGS


@require_GET
def my_badges(request: ActingRequest) -> HttpResponse:
    return render(
        request,
        "educator/badge/list.html",
        {
            "awards": awards_of(request.actor),
            "elsewhere": own_backpack(request.actor),
            "holdings": HOLDINGS,
        },
    )


@require_GET
def my_badge(request: ActingRequest, award: UUID) -> HttpResponse:
    page = badge_page(award, who=request.actor, on=legal_day(ports().clock.now()))
    if not page.is_own:
        raise NoSuchRecordError
    artifacts = showable_artifacts(award, who=request.actor, on=legal_day(ports().clock.now()))
    return render(
        request,
        "educator/badge/one.html",
        {
            "badge": page,
            "history": history_of(award, who=request.actor),
            "artifacts": [item for item in artifacts if not item.barred],
            "levels": showable_levels(award, who=request.actor),
            "withheld": [item for item in artifacts if item.barred],
        },
    )


@require_POST
def record(request: ActingRequest) -> HttpResponse:
    """All badges in force in one signed file, made when it is asked for."""
    document = make_learner_record(
        by=request.actor,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    response = HttpResponse(document, content_type="application/vc")
    response["Content-Disposition"] = 'attachment; filename="my-record.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def publish(request: ActingRequest, award: UUID) -> HttpResponse:
    now = ports().clock.now()
    if request.POST.get("show") == "yes":
        publish_badge(by=request.actor, award=award, now=now)
        messages.success(request, "Your badge is public now. Copy its link to share it.")
    else:
        unpublish_badge(by=request.actor, award=award, now=now)
        messages.success(
            request, "Your badge is private again. Copies you gave away can still be checked."
        )
    return redirect("my_badge", award=award)


@require_POST
def choose_evidence(request: ActingRequest, award: UUID) -> HttpResponse:
    try:
        choose_shown(
            by=request.actor,
            award=award,
            artifacts=[UUID(item) for item in request.POST.getlist("artifact")],
            levels=request.POST.get("levels") == "yes",
            vault=ports().vault,
            base_url=settings.BASE_URL,
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        messages.error(request, str(error.problems[0].reason))
    except ValueError:
        messages.error(request, "That artifact is not part of the submission.")
    else:
        messages.success(
            request, "Your badge was signed anew with this choice. Download it again to share it."
        )
    return redirect("my_badge", award=award)
