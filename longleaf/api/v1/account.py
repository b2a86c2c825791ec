"""Who one is, and inviting others."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema, Status

from longleaf.actions.invitation import invite_person as invite
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import RoleKind
from longleaf.gateways.clock import day_in
from longleaf.gateways.wiring import ports
from longleaf.records.queries.account import account_of, held_by

router = Router(tags=["account"])


class RoleOut(Schema):
    role: str
    organization: UUID
    organization_name: str


class MeOut(Schema):
    id: UUID
    name: str
    email: str
    time_zone: str
    roles: list[RoleOut]


class InvitationIn(Schema):
    organization: UUID
    role: str
    email: str
    name: str = ""


class InvitationOut(Schema):
    id: UUID
    expires_at: datetime


@operation(router, "GET", "/me", response=MeOut, summary="Say whose token this is, and their roles")
def show_me(request: ApiRequest) -> dict[str, object]:
    own = account_of(request.actor, on=day_in(request.actor.time_zone, ports().clock.now()))
    return {
        "id": request.actor.person,
        "name": own.name,
        "email": own.email,
        "time_zone": own.time_zone,
        "roles": [
            {"role": kind, "organization": pk, "organization_name": name}
            for kind, pk, name in held_by(request.actor)
        ],
    }


@operation(
    router,
    "POST",
    "/invitations",
    response=InvitationOut,
    status=201,
    summary="Offer a role to an address; the link goes there by mail",
)
def invite_person(request: ApiRequest, invitation: InvitationIn) -> Status[dict[str, object]]:
    if invitation.role not in set(RoleKind):
        known = ", ".join(RoleKind)
        raise ProblemsError([Problem("role", "There is no such role.", f"Use one of: {known}.")])
    made = invite(
        by=request.actor,
        organization=invitation.organization,
        role=RoleKind(invitation.role),
        email=invitation.email,
        name=invitation.name,
        now=ports().clock.now(),
    )
    return Status(201, {"id": made.invitation, "expires_at": made.expires_at})
