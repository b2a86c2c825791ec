"""A plan that covers an educator: what it says, from when, and their consent where it is asked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from longleaf.actions import plan as verbs
from longleaf.domain.plan.content import read_content
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.facts.plan_kind import kind_of
from longleaf.records.queries.plan import Choices, picture_of
from longleaf.records.queries.plan_coverage import my_plan as reads_my_plan
from longleaf.web.access import ActingRequest
from longleaf.web.labels import LICENSE_KINDS
from longleaf.web.plan_words import in_words


@require_GET
def my_plan(request: ActingRequest, plan: UUID) -> HttpResponse:
    mine = reads_my_plan(request.actor, plan, on=legal_day(ports().clock.now()))
    kind = kind_of(mine.jurisdiction, mine.kind)
    content = read_content(mine.sections)
    links = picture_of(content, LICENSE_KINDS)
    titles = tuple(
        (slug, title)
        for one, node in zip(content.competencies, links.column("competencies"), strict=True)
        for slug, title in zip(one.microcredentials, node.note.split(", "), strict=False)
    )
    return render(
        request,
        "educator/plan.html",
        {"mine": mine, "sections": in_words(kind, mine.sections, Choices((), titles))},
    )


@require_POST
def my_plan_consent(request: ActingRequest, plan: UUID) -> HttpResponse:
    mine = reads_my_plan(request.actor, plan, on=legal_day(ports().clock.now()))
    verbs.consent_to_plan(by=request.actor, member=mine.member, now=ports().clock.now())
    messages.success(request, "The plan applies to you from today. Your standing says how.")
    return redirect("standing")
