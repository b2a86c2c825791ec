"""Reads of awards and badges, as their educator or a stranger may see them."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from longleaf.domain.award.reason import public_words
from longleaf.domain.badge.results import evidence_in, levels_in, shows_levels
from longleaf.domain.evidence.consent import Purpose
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.organization.actor import Actor
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.badge import levels_of_award
from longleaf.records.facts.consent import reasons_for
from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
from longleaf.records.models import evidence as evidences

_INDEX = re.compile(r"[0-9]{1,9}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award in its educator's list."""

    id: UUID
    title: str
    slug: str
    version: int
    issuer: str
    state: str
    granted_at: datetime
    is_published: bool


@dataclass(frozen=True, slots=True)
class AwardChangeLine:
    """One line of an award's history."""

    kind: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ShowableArtifact:
    """An artifact of the submission that a badge may or may not name."""

    id: UUID
    title: str
    kind: str
    barred: str  # why a badge may not name it; "" if it may
    is_shown: bool


@dataclass(frozen=True, slots=True)
class BadgePage:
    """A badge with all that its page says.

    Attributes:
        earner: The educator's name, shown because they published the badge (or are looking).
        document: The signed document, exactly.
        changed_at: When it was last suspended, reinstated or revoked; None if it never was.
        public_reason: What everyone may read of why; "" if nothing was made public.
        status_list: The path's identifier of the list that its present document names.
        levels: The level reached by criterion title, if the educator shows it.
        evidence: The titles of the evidence that the educator lets the badge name.
    """

    award: UUID
    earner: str
    title: str
    summary: str
    competency: str
    slug: str
    version: int
    issuer: str
    issuer_slug: str
    issuer_is_demo: bool
    state: str
    granted_at: datetime
    version_year: int
    is_published: bool
    is_own: bool
    number: int
    document: str
    submission: UUID | None
    criteria: tuple[tuple[str, str], ...]
    changed_at: datetime | None = None
    public_reason: str = ""
    status_list: UUID | None = None
    levels: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()


def awards_of(who: Actor) -> list[AwardLine]:
    """The actor's own awards, newest first."""
    return [
        AwardLine(
            id=award.pk,
            title=award.version.title,
            slug=award.microcredential.slug,
            version=award.version.number,
            issuer=award.issuer.name,
            state=award.state,
            granted_at=award.granted_at,
            is_published=hasattr(award, "publication"),
        )
        for award in rows.Award.objects.filter(educator=who.person)
        .select_related("version", "microcredential", "issuer", "publication")
        .defer("version__definition", "version__search_text")
    ]


def badge_page(award: UUID, *, who: Actor, on: date) -> BadgePage:
    """A badge's page: for its educator, and for everyone once published.

    Raises:
        NoSuchRecordError: If there is none, or it is private and not the actor's own; and for
            strangers while it names something that may be shown no longer, until it is signed anew.
    """
    visible = Q(publication__isnull=False)
    if who.person is not None:
        visible |= Q(educator=who.person)
    held = (
        rows.Award.objects.filter(visible, pk=award)
        .select_related("version", "microcredential", "issuer", "publication", "educator")
        .first()
    )
    if held is None:
        raise NoSuchRecordError
    badge = badges.Badge.objects.select_related("revocation_entry").get(
        award=held, replaced_at__isnull=True
    )
    if held.educator_id != who.person and _names_barred(badge, on):
        raise NoSuchRecordError
    change = rows.AwardEvent.objects.filter(award=held).exclude(kind="granted").last()
    definition = held.version.definition
    rubric = definition["rubric"]
    signed = json.loads(badge.document)
    return BadgePage(
        award=held.pk,
        earner=held.educator.name,
        title=held.version.title,
        summary=held.version.summary,
        competency=definition["competency"],
        slug=held.microcredential.slug,
        version=held.version.number,
        issuer=held.issuer.name,
        issuer_slug=held.issuer.slug,
        issuer_is_demo=held.issuer.is_demo,
        state=held.state,
        granted_at=held.granted_at,
        version_year=(held.version.published_at or held.granted_at).year,
        is_published=hasattr(held, "publication"),
        is_own=held.educator_id == who.person,
        number=badge.number,
        document=badge.document,
        submission=held.submission_id,
        criteria=tuple(
            (criterion["title"], criterion["descriptions"][rubric["passing_level"]])
            for criterion in rubric["criteria"]
        ),
        changed_at=change.at if change else None,
        public_reason=public_words(change.category) if change else "",
        status_list=badge.revocation_entry.status_list_id,
        levels=levels_in(signed),
        evidence=tuple(evidence_in(signed)),
    )


def published_document(award: UUID, *, on: date) -> str | None:
    """The document of a published badge, for a check by its address; None if there is none."""
    found = badges.Badge.objects.filter(
        award=award, award__publication__isnull=False, replaced_at__isnull=True
    ).first()
    return None if found is None or _names_barred(found, on) else found.document


def _names_barred(badge: badges.Badge, on: date) -> bool:
    """Whether it names an artifact that a badge may name no longer."""
    named = evidences.Artifact.objects.filter(pk__in=badge.shown_artifacts)
    if not badge.shown_artifacts:
        return False
    reasons = reasons_for(named, Purpose.BADGE, on=on)
    return any(not reason.allows for reason in reasons.values())


def history_of(award: UUID, *, who: Actor) -> list[AwardChangeLine]:
    """What happened to the actor's own award, oldest first."""
    return [
        AwardChangeLine(*line)
        for line in rows.AwardEvent.objects.filter(
            award=award, award__educator=who.person
        ).values_list("kind", "at", "reason")
    ]


def showable_artifacts(award: UUID, *, who: Actor, on: date) -> list[ShowableArtifact]:
    """The artifacts of the submission behind the actor's own award, and which the badge names."""
    badge = badges.Badge.objects.filter(
        award=award, award__educator=who.person, replaced_at__isnull=True
    ).first()
    if badge is None:
        raise NoSuchRecordError
    offered = (
        evidences.Artifact.objects.filter(
            uses__attempt__submission__award=award, state=evidences.ArtifactState.READY
        )
        .distinct()
        .order_by("title")
    )
    reasons = reasons_for(offered, Purpose.BADGE, on=on)
    return [
        ShowableArtifact(
            artifact.pk,
            artifact.title,
            artifact.kind,
            reasons[artifact.pk].sentence,
            artifact.pk in badge.shown_artifacts,
        )
        for artifact in offered
    ]


@dataclass(frozen=True, slots=True)
class ShowableLevels:
    """The level that the review came to on each criterion, and whether the badge says so."""

    levels: tuple[tuple[str, str], ...]
    are_shown: bool


def showable_levels(award: UUID, *, who: Actor) -> ShowableLevels:
    """What the actor's own badge may say of each criterion: its title, and the level's."""
    badge = (
        badges.Badge.objects.filter(
            award=award, award__educator=who.person, replaced_at__isnull=True
        )
        .select_related("award__version")
        .first()
    )
    if badge is None:
        raise NoSuchRecordError
    rubric = parse_definition(badge.award.version.definition).rubric
    titles = {level.key: level.title for level in rubric.levels}
    found = levels_of_award(badge.award, rubric)
    return ShowableLevels(
        tuple((rubric.criterion(key).title, titles[level]) for key, level in found.items()),
        shows_levels(json.loads(badge.document)),
    )


def issuer_names() -> dict[str, str]:
    """The organizations that issue here, by the identifier their keys speak for."""
    return dict(badges.SigningKey.objects.values_list("controller", "organization__name"))


def award_state_at(places: Iterable[tuple[object, object]]) -> str:
    """The state of the award with one of these places, each a list's address and an index.

    "" if none of them is a place on a list of this site.
    """
    for address, index in places:
        if isinstance(address, str) and isinstance(index, str) and _INDEX.match(index):
            entry = badges.StatusEntry.objects.filter(
                status_list__address=address, index=int(index)
            )
            found = entry.values_list("award__state", flat=True).first()
            if found is not None:
                return str(found)
    return ""
