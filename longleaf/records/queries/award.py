"""Reads of awards, as those who answer for them may see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from longleaf.domain.award.reason import public_words
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
from longleaf.records.models import bulk
from longleaf.records.models import credit as credits

OVERSIGHT = (RoleKind.ADMINISTRATOR, RoleKind.DEPARTMENT_STAFF)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an award's history; `public` is what strangers read of the reason."""

    kind: str
    at: datetime
    by: str
    reason: str
    public: str


@dataclass(frozen=True, slots=True)
class AwardRecord:
    """An award with everything that hangs on it.

    Attributes:
        assessor: Who decided outside; "" if it was reviewed here.
        file: The file of awards that it came from, if any.
    """

    id: UUID
    title: str
    slug: str
    version: int
    earner: str
    issuer: str
    state: str
    granted_at: datetime
    submission: str
    verification_method: str
    credit: str
    assessor: str
    file: UUID | None
    changes: tuple[Change, ...]


def awards_in_reach(who: Actor, *, text: str = "", state: str = "") -> QuerySet[rows.Award, Any]:
    """Awards of the organizations the actor answers for, newest first, as values for a list."""
    found = rows.Award.objects.filter(issuer__in=who.reach(OVERSIGHT))
    if text:
        found = found.filter(
            Q(version__title__icontains=text)
            | Q(educator__name__icontains=text)
            | Q(submission__number__iexact=text)
        )
    if state:
        found = found.filter(state=state)
    return found.order_by("-granted_at", "pk").values(
        "id",
        "state",
        "granted_at",
        "version__title",
        "educator__name",
        "issuer__name",
        "submission__number",
    )


def award_record(award: UUID, *, who: Actor) -> AwardRecord:
    """One award of an organization the actor answers for.

    Raises:
        NoSuchRecordError: If there is none in reach.
    """
    held = (
        rows.Award.objects.filter(pk=award, issuer__in=who.reach(OVERSIGHT))
        .select_related("version", "microcredential", "educator", "issuer", "submission")
        .first()
    )
    if held is None:
        raise NoSuchRecordError
    badge = badges.Badge.objects.select_related("key").get(award=held, replaced_at__isnull=True)
    line = credits.CreditEntry.objects.filter(award=held, kind="award").first()
    source = bulk.AwardFileResult.objects.select_related("row__file").filter(award=held).first()
    return AwardRecord(
        id=held.pk,
        title=held.version.title,
        slug=held.microcredential.slug,
        version=held.version.number,
        earner=held.educator.name,
        issuer=held.issuer.name,
        state=held.state,
        granted_at=held.granted_at,
        submission=held.submission.number if held.submission else "",
        verification_method=badge.key.verification_method,
        credit=line.credit if line else "",
        assessor=source.row.file.assessor if source else "",
        file=source.row.file_id if source else None,
        changes=tuple(
            Change(kind, at, by or "", reason, public_words(category))
            for kind, at, by, reason, category in rows.AwardEvent.objects.filter(
                award=held
            ).values_list("kind", "at", "by__name", "reason", "category")
        ),
    )
