"""An educator's badges: what they earned, who may see it, what evidence it names."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from longleaf.actions.badge import choose_shown_evidence, publish_badge, unpublish_badge
from longleaf.basis.problem import ProblemsError
from longleaf.domain.badge.evidence_shown import may_be_named
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.badge import awards_of, badge_page, history_of, showable_artifacts
from longleaf.web.access import ActingRequest


@require_GET
def my_badges(request: ActingRequest) -> HttpResponse:
    return render(request, "educator/badge/list.html", {"awards": awards_of(request.actor)})


@require_GET
def my_badge(request: ActingRequest, award: UUID) -> HttpResponse:
    page = badge_page(award, who=request.actor)
    if not page.is_own:
        raise NoSuchRecordError
    artifacts = showable_artifacts(award, who=request.actor)
    return render(
        request,
        "educator/badge/one.html",
        {
            "badge": page,
            "history": history_of(award, who=request.actor),
            "artifacts": [item for item in artifacts if may_be_named(item.students)],
            "withheld": [item for item in artifacts if not may_be_named(item.students)],
        },
    )


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
        choose_shown_evidence(
            by=request.actor,
            award=award,
            artifacts=[UUID(item) for item in request.POST.getlist("artifact")],
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
