"""The first page after signing in: what matters now, for every role one holds."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.domain.organization.actor import RoleKind
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.renewal.next_step import next_step
from longleaf.gateways.wiring import ports
from longleaf.records.queries.coordinator import overview
from longleaf.records.queries.department import waiting_for
from longleaf.records.queries.renewal import offers_for, own_standings
from longleaf.records.queries.today import (
    open_submissions,
    reviews_stuck,
    versions_to_publish,
    waiting_for_help,
)
from longleaf.web.access import ActingRequest


@require_GET
def today(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    on = legal_day(now)
    who = request.actor
    held = {role.kind for role in who.roles}
    page: dict[str, Any] = {
        "on": on,
        "may_staff": bool(held & {RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR}),
        "helping": waiting_for_help(who, on=on),
        "may_review": RoleKind.REVIEWER in held,
        "may_administer": RoleKind.ADMINISTRATOR in held,
    }
    if RoleKind.EDUCATOR in held:
        page["educator"] = _for_educator(request, on)
    if RoleKind.COORDINATOR in held:
        page["overview"] = overview(who, on=on)
        page["stuck"] = reviews_stuck(who, on=on)
    if held & {RoleKind.AUTHOR, RoleKind.ADMINISTRATOR}:
        page["to_publish"] = versions_to_publish(who)
    if RoleKind.DEPARTMENT_STAFF in held:
        page["state"] = waiting_for(who, on=on, now=now)
    return render(request, "educator/today.html", page)


def _for_educator(request: ActingRequest, on: date) -> dict[str, Any]:
    licenses = own_standings(request.actor, on=on)
    first = licenses[0] if licenses else None
    submissions = open_submissions(request.actor)
    offers = offers_for(first, on=on) if first else ()
    begun = [one.begun() for one in submissions]
    return {
        "held": first,
        "others": licenses[1:],
        "step": next_step(first.standing if first else None, begun, offers),
        "submissions": submissions,
    }
