"""Reads of how organizations have their micro-credentials reviewed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.review.program import Program
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.gate import as_program
from longleaf.records.models import gate, microcredential, organization

_KEEPERS = (RoleKind.COORDINATOR, RoleKind.AUTHOR, RoleKind.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class ProgramSheet:
    """The settings of an organization, or of one of its micro-credentials.

    Attributes:
        title: The micro-credential; "" for all of the organization's.
        number: Of the settings kept last here; 0 where nobody kept any.
        is_own: Whether these settings were kept here, and not taken over or left as they come.
        kept_by: Who kept them last; "" where nobody did.
    """

    organization: UUID
    organization_name: str
    microcredential: UUID | None
    title: str
    program: Program
    number: int
    is_own: bool
    kept_by: str = ""
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProgramGroup:
    """An organization's settings, and how each of its micro-credentials stands to them."""

    shared: ProgramSheet
    each: tuple[ProgramSheet, ...]


def programs_in_reach(who: Actor) -> list[ProgramGroup]:
    """The settings of every organization that issues and that the actor answers for."""
    issuers = organization.Organization.objects.filter(
        pk__in=who.reach(_KEEPERS), issues_badges=True
    ).order_by("name")
    return [_group(one) for one in issuers]


def program_sheet(who: Actor, where: UUID, about: UUID | None = None) -> ProgramSheet:
    """One of them.

    Raises:
        NoSuchRecordError: If the organization does not issue or is not the actor's to settle, or
            the micro-credential is not in its catalog.
    """
    issuer = organization.Organization.objects.filter(pk=where, issues_badges=True).first()
    if issuer is None or where not in who.reach(_KEEPERS):
        raise NoSuchRecordError
    group = _group(issuer)
    if about is None:
        return group.shared
    for one in group.each:
        if one.microcredential == about:
            return one
    raise NoSuchRecordError


def _group(issuer: organization.Organization) -> ProgramGroup:
    kept: dict[UUID | None, gate.ReviewProgram] = {}
    for row in gate.ReviewProgram.objects.filter(organization=issuer).select_related("kept_by"):
        kept.setdefault(row.microcredential_id, row)  # the latest comes first
    shared = kept.get(None)
    titles = microcredential.Version.objects.filter(
        microcredential__issuer=issuer, state=microcredential.VersionState.PUBLISHED
    ).order_by("title")
    return ProgramGroup(
        _sheet(issuer, None, "", shared, shared),
        tuple(
            _sheet(issuer, about, title, kept.get(about), shared)
            for about, title in titles.values_list("microcredential", "title")
        ),
    )


def _sheet(
    issuer: organization.Organization,
    about: UUID | None,
    title: str,
    last: gate.ReviewProgram | None,
    shared: gate.ReviewProgram | None,
) -> ProgramSheet:
    is_own = last is not None and not last.is_shared
    holds = last if is_own else shared
    return ProgramSheet(
        organization=issuer.pk,
        organization_name=issuer.name,
        microcredential=about,
        title=title,
        program=as_program(holds, issuer.review_days),
        number=last.pk if last else 0,
        is_own=is_own,
        kept_by=last.kept_by.name if last else "",
        kept_at=last.kept_at if last else None,
    )
