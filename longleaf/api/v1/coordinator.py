"""Operations of those who answer for an LEA."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema

from longleaf.actions.activity import approve_activity, decline_activity
from longleaf.actions.license import record_employment as employ
from longleaf.api.v1.renewal import ActivityOut, StandingOut, activity_out, standing_out
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.domain.renewal.employment import Employment, Extension, Served
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.coordinator import SORTS, PeopleFilter, people_of
from longleaf.records.queries.credit import (
    ActivityFilter,
    activities_in_reach,
    activity_in_reach,
)
from longleaf.records.queries.renewal import standings_of_person

router = Router(tags=["Coordination"])

MOST = 500


class PersonOut(Schema):
    """An educator, with where the license that ends first stood when last computed."""

    id: UUID
    name: str
    email: str
    schools: list[str]
    license: UUID | None
    kind: str
    grade_span: str
    expires_on: date | None
    outcome: str
    required: str
    counted: str
    missing: str
    is_at_risk: bool
    hours: str
    mastery: str
    mastery_shown: int
    mastery_asked: int


class PeopleOut(Schema):
    count: int
    people: list[PersonOut]


class PeopleAsked(Schema):
    """Outcome: met, unmet, unknown, exempt, waived, at_risk or no_license.

    Metric: differ, hours_alone, mastery_alone, mastery_met or none_shown.
    """

    text: str = ""
    school: UUID | None = None
    outcome: str = ""
    year: int | None = None
    sort: str = "name"
    metric: str = ""
    limit: int = 100
    offset: int = 0


class DecisionIn(Schema):
    """Approving needs categories, declining a reason."""

    decision: Literal["approve", "decline"]
    categories: list[str] = []
    reason: str = ""


@operation(
    router,
    "GET",
    "/people",
    response=PeopleOut,
    summary="List the educators of one's LEA and where they stand",
)
def list_people(request: ApiRequest, asked: Query[PeopleAsked]) -> dict[str, Any]:
    on = legal_day(ports().clock.now())
    wanted = PeopleFilter(
        asked.text.replace("\x00", ""),
        asked.school,
        asked.outcome,
        asked.year,
        asked.sort if asked.sort in SORTS else "name",
        asked.metric,
    )
    found = people_of(request.actor, wanted, on=on)
    start = max(asked.offset, 0)
    page = found[start : start + min(max(asked.limit, 1), MOST)]
    return {
        "count": len(found),
        "people": [{name: getattr(one, name) for name in PersonOut.model_fields} for one in page],
    }


@operation(
    router,
    "GET",
    "/people/{person}/standing",
    response=list[StandingOut],
    summary="Say where the running licenses of an educator of one's LEA stand",
)
def show_person_standing(request: ApiRequest, person: UUID) -> list[dict[str, Any]]:
    on = legal_day(ports().clock.now())
    return [standing_out(held) for held in standings_of_person(request.actor, person, on=on)]


class AssignmentIn(Schema):
    """Percent of the time is an exact decimal such as "60"."""

    kind: str
    grade_span: str = ""
    percent: str


class EmploymentIn(Schema):
    """What an employer knows about a license; what is left out is taken off the record."""

    years_employed: str = ""
    extended_to: date | None = None
    extended_by: str = ""
    extension_reason: str = ""
    assignments: list[AssignmentIn] = []


@operation(
    router,
    "PUT",
    "/people/{person}/licenses/{license}/employment",
    response=list[StandingOut],
    summary="Record years employed, assignments and an extension; answers with the standing",
)
def record_employment(
    request: ApiRequest, person: UUID, license: UUID, employment: EmploymentIn
) -> list[dict[str, Any]]:
    now = ports().clock.now()
    employ(
        by=request.actor,
        person=person,
        license=license,
        said=Employment(
            employment.years_employed,
            Extension(employment.extended_to, employment.extended_by, employment.extension_reason),
            tuple(Served(one.kind, one.grade_span, one.percent) for one in employment.assignments),
        ),
        now=now,
    )
    on = legal_day(now)
    return [standing_out(held) for held in standings_of_person(request.actor, person, on=on)]


@operation(
    router,
    "GET",
    "/approvals",
    response=list[ActivityOut],
    summary="List the activities that wait for approval, the longest first",
)
def list_waiting_activities(request: ApiRequest) -> list[dict[str, Any]]:
    found = activities_in_reach(request.actor, ActivityFilter())
    return [activity_out(one) for one in found[0:MOST]]


@operation(
    router,
    "POST",
    "/approvals/{activity}",
    response=ActivityOut,
    summary="Approve an activity for some categories, or decline it with a reason",
)
def decide_activity(request: ApiRequest, activity: UUID, decided: DecisionIn) -> dict[str, Any]:
    now = ports().clock.now()
    if decided.decision == "approve":
        approve_activity(
            by=request.actor, activity=activity, categories=decided.categories, now=now
        )
    else:
        decline_activity(by=request.actor, activity=activity, reason=decided.reason, now=now)
    return activity_out(activity_in_reach(request.actor, activity))
