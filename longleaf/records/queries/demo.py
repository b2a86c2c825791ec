"""Reads for a demo alone: whom a visitor can sign in as. The doors ask only where DEMO is on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from longleaf.records.models import organization as rows

_ORDER = {kind: place for place, kind in enumerate(rows.RoleKind.values)}
_PERIOD_SECONDS = 30


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Someone a demo's visitor can be."""

    name: str
    email: str
    note: str
    roles: str


def demo_people() -> list[DemoPerson]:
    """The demo's people with a note on what to try as them: educators first."""
    people = rows.Person.objects.filter(is_demo=True, is_active=True).exclude(demo_note="")
    found = []
    for person in people.prefetch_related("roles__organization"):
        roles = sorted(person.roles.all(), key=lambda role: _ORDER[role.kind])
        words = [f"{role.get_kind_display().lower()} at {role.organization.name}" for role in roles]
        first = _ORDER[roles[0].kind] if roles else len(_ORDER)
        line = DemoPerson(person.name, person.email, person.demo_note, "; ".join(words))
        found.append((first, person.name, line))
    return [line for _, _, line in sorted(found, key=lambda entry: entry[:2])]


def demo_code(person: UUID, *, now: datetime) -> str:
    """The present code of a demo account's authenticator app; "" for every other account."""
    found = Authenticator.objects.filter(
        user=person, user__is_demo=True, type=Authenticator.Type.TOTP
    ).first()
    if found is None:
        return ""
    secret = get_adapter().decrypt(found.data["secret"])
    return str(format_hotp_value(hotp_value(secret, int(now.timestamp()) // _PERIOD_SECONDS)))
