"""What decides whether artifacts may be shown, and how long they are kept; asked on every path."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q

from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.consent import (
    Audience,
    Covering,
    Guarded,
    Purpose,
    Reason,
    Scope,
    decide,
)
from longleaf.domain.evidence.keeping import KeepingClass, Kept, class_of
from longleaf.domain.evidence.media import family_of
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.models import evidence, locker

_OPEN = (
    evidence.AttemptState.DRAFT,
    evidence.AttemptState.SUBMITTED,
    evidence.AttemptState.IN_REVIEW,
)


def reasons_for(
    artifacts: Iterable[evidence.Artifact], purpose: Purpose, *, on: date
) -> dict[UUID, Reason]:
    """Whether each may be shown for a purpose on a day; one query at most."""
    found = {one.pk: one for one in artifacts}
    coverings = coverings_of(
        [pk for pk, one in found.items() if one.students == Students.IDENTIFIABLE]
    )
    return {
        pk: decide(guarded(one, coverings.get(pk, ())), purpose, on=on) for pk, one in found.items()
    }


def may_show(artifact: evidence.Artifact, purpose: Purpose, *, on: date) -> bool:
    """Whether one may be shown for a purpose on a day."""
    return reasons_for([artifact], purpose, on=on)[artifact.pk].allows


def guarded(artifact: evidence.Artifact, coverings: tuple[Covering, ...]) -> Guarded:
    return Guarded(
        is_there=artifact.state == evidence.ArtifactState.READY
        and artifact.removal_asked_at is None,
        kind=artifact.kind,
        students=Students(artifact.students),
        audience=Audience(artifact.audience),
        seen_until=artifact.seen_until,
        coverings=coverings,
    )


def coverings_of(artifacts: Iterable[UUID]) -> dict[UUID, tuple[Covering, ...]]:
    """The consents that cover each."""
    wanted = list(artifacts)
    found: dict[UUID, list[Covering]] = defaultdict(list)
    if wanted:
        covers = locker.ConsentCover.objects.filter(artifact__in=wanted).select_related("consent")
        for cover in covers.order_by("pk"):
            found[cover.artifact_id].append(covering(cover.consent))
    return {pk: tuple(some) for pk, some in found.items()}


def covering(consent: locker.Consent) -> Covering:
    return Covering(
        scopes=frozenset(Scope(one) for one in consent.scopes),
        given_on=consent.given_on,
        last_on=consent.last_on,
        withdrawn_on=consent.withdrawn_on,
    )


def is_held(owner: UUID) -> bool:
    """Whether nothing of a person's may be destroyed for now."""
    return locker.LegalHold.objects.filter(person=owner, lifted_at=None).exists()


def keeping_class_of(artifact: evidence.Artifact) -> KeepingClass:
    recording = family_of(artifact.media_type) in ("image", "audio", "video")
    return class_of(Students(artifact.students), artifact.kind, recording=recording)


def kept(artifact: evidence.Artifact, *, held: bool, now: datetime) -> Kept:
    """What keeping it depends on."""
    decided = artifact.uses.aggregate(last=Max("attempt__decided_at"))["last"]
    in_force = Q(withdrawn_on=None) & (Q(last_on=None) | Q(last_on__gte=legal_day(now)))
    return Kept(
        keeping_class=keeping_class_of(artifact),
        added_on=legal_day(artifact.made_at),
        decided_on=legal_day(decided) if decided else None,
        is_in_use=artifact.uses.filter(attempt__state__in=_OPEN).exists()
        or artifact.proves.filter(in_force).exists(),
        is_held=held,
    )
