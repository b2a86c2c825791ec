"""Plans that everyone may read: those in force that were published, and templates."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.domain.plan.picture import draw_links
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.plan import Choices, picture_of
from longleaf.records.queries.plan_published import published_plan, published_plans
from longleaf.web.access import ActingRequest
from longleaf.web.labels import LICENSE_KINDS
from longleaf.web.plan_words import in_words, picture


@require_GET
def plans(request: ActingRequest) -> HttpResponse:
    on = legal_day(ports().clock.now())
    return render(request, "public/plans.html", {"plans": published_plans(on=on)})


@require_GET
def plan(request: ActingRequest, plan: UUID) -> HttpResponse:
    shown = published_plan(plan)
    links = picture_of(shown.content, LICENSE_KINDS)
    titles = tuple(
        (slug, title)
        for one, node in zip(shown.content.competencies, links.column("competencies"), strict=True)
        for slug, title in zip(one.microcredentials, node.note.split(", "), strict=False)
    )
    return render(
        request,
        "public/plan.html",
        {
            "shown": shown,
            "sections": in_words(shown.kind, shown.sections, Choices((), titles)),
            "has_links": bool(links.nodes),
        },
    )


@require_GET
def plan_picture(request: ActingRequest, plan: UUID) -> HttpResponse:  # noqa: ARG001 - a view's
    shown = published_plan(plan)
    links = picture_of(shown.content, LICENSE_KINDS)
    return picture(draw_links(links, title=f"Map of the links of {shown.title}"))
