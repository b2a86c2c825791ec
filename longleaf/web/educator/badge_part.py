"""Showing part of a badge: its educator chooses, and gets the file."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from longleaf.actions.badge_part import parts_offered, show_part
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.badge.part import Choice, Topic
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.badge import BadgePage, badge_page
from longleaf.web.access import ActingRequest
from longleaf.web.public.badges import CREDENTIAL, picture_response

HEADINGS = {
    Topic.EARNER: "Who earned it, and when",
    Topic.RESULTS: "The level the review came to",
    Topic.EVIDENCE: "Evidence, by name",
    Topic.MORE: "More about the award",
}
BRIEF = (Topic.RESULTS, Topic.EVIDENCE)
AT_FIRST = ("identity",)
FORMS = ("json", "png", "svg")


@dataclass(frozen=True, slots=True)
class Offer:
    """The choices under one heading, each with whether it is ticked.

    What a brief one says stands beside its name.
    """

    heading: str
    is_brief: bool
    choices: list[tuple[Choice, bool]]


@require_http_methods(["GET", "POST"])
def part(request: ActingRequest, award: UUID) -> HttpResponse:
    page = badge_page(award, who=request.actor, on=legal_day(ports().clock.now()))
    if not page.is_own:
        raise NoSuchRecordError
    if request.method == "GET":
        return offer(request, page, AT_FIRST)
    chosen = request.POST.getlist("part")
    form = request.POST.get("form", "json")
    if form not in FORMS:
        problem = Problem("form", "The file cannot be had in this form.", "Choose a button below.")
        return offer(request, page, chosen, [problem])
    try:
        document = show_part(
            by=request.actor,
            award=award,
            chosen=chosen,
            vault=ports().vault,
            base_url=settings.BASE_URL,
            now=ports().clock.now(),
        )
    except ProblemsError as error:
        return offer(request, page, chosen, error.problems)
    return file(page, document, form)


def offer(
    request: ActingRequest,
    page: BadgePage,
    chosen: Collection[str],
    problems: Collection[Problem] = (),
) -> HttpResponse:
    choices = parts_offered(
        by=request.actor,
        award=page.award,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    offers = [
        Offer(
            heading,
            topic in BRIEF,
            [(one, one.key in chosen) for one in choices if one.topic is topic],
        )
        for topic, heading in HEADINGS.items()
    ]
    return render(
        request,
        "educator/badge/part.html",
        {
            "badge": page,
            "offers": [one for one in offers if one.choices],
            "problems": problems,
        },
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
    )


def file(page: BadgePage, document: str, form: str) -> HttpResponse:
    if form == "json":
        response = HttpResponse(document, content_type=CREDENTIAL)
    else:
        response = picture_response(replace(page, document=document), form, "attachment")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}-part.{form}"'
    response["Cache-Control"] = "no-store"
    return response
