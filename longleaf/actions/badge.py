"""Verbs on badges: sign one for an award, publish it, choose what it shows."""

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.key import key_in_use, signer_for, suite_of
from longleaf.actions.status_list import allocate_entries
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.credential.issue import issue
from longleaf.credential.jose.credential import sign_credential
from longleaf.domain.badge.document import (
    AlignedElement,
    BadgeFacts,
    Issuer,
    ShownArtifact,
    StatusPlace,
    compose,
)
from longleaf.domain.badge.results import shows_levels
from longleaf.domain.evidence.consent import Purpose
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.kinds import artifact_kind
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.badge import earlier_versions, levels_of_award, outside_of
from longleaf.records.facts.consent import reasons_for
from longleaf.records.models import award as awards
from longleaf.records.models import badge as rows
from longleaf.records.models import evidence as evidences
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import organization as people

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """What a badge is to show beside the award itself."""

    artifacts: Sequence[evidences.Artifact] = ()
    levels: bool = False


def sign_first_badge(
    *, by: Actor, award: awards.Award, vault: KeyVault, base_url: str, now: datetime
) -> rows.Badge:
    """Make a new award's badge and its place on a status list, in the caller's transaction."""
    return _sign(by, award, number=1, shown=Shown(), vault=vault, base_url=base_url, now=now)


def sign_badge_anew(
    *, by: Actor, award: awards.Award, vault: KeyVault, base_url: str, now: datetime
) -> rows.Badge:
    """Sign an award's badge anew with the key in use, in the caller's transaction.

    It says what the present one says, and has a place of its own on a status list.
    """
    current = award.badges.select_for_update().get(replaced_at__isnull=True)
    named = evidences.Artifact.objects.in_bulk(current.shown_artifacts)
    reasons = reasons_for(named.values(), Purpose.BADGE, on=legal_day(now))
    # What may no longer be shown is left out, without asking.
    kept = [named[pk] for pk in current.shown_artifacts if pk in named and reasons[pk].allows]
    shown = Shown(kept, _shows_levels(current))
    return _replace(by, award, current, shown, vault=vault, base_url=base_url, now=now)


@transaction.atomic
def publish_badge(*, by: Actor, award: UUID, now: datetime) -> None:
    """Let strangers see the badge's page and documents."""
    held = own_award(by, award, "publish_badge")
    _, is_new = rows.Publication.objects.get_or_create(award=held, defaults={"published_at": now})
    if is_new:
        _note(by, "badge.published", held, now)


@transaction.atomic
def unpublish_badge(*, by: Actor, award: UUID, now: datetime) -> None:
    """Take the page back; copies that were given away stay checkable."""
    held = own_award(by, award, "publish_badge")
    removed, _ = rows.Publication.objects.filter(award=held).delete()
    if removed:
        _note(by, "badge.unpublished", held, now)


@transaction.atomic
def choose_shown(
    *,
    by: Actor,
    award: UUID,
    artifacts: Collection[UUID],
    levels: bool,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> None:
    """Sign the badge anew, with just what the educator wants it to show.

    The old document stays valid and checkable: it said something true.

    Args:
        by: The educator.
        award: Theirs.
        artifacts: Of the submission, to be named by title and kind.
        levels: Whether to say which level the review came to on each criterion.
        vault: Where the signing key lies.
        base_url: The site's address.
        now: When the badge is signed.

    Raises:
        ProblemsError: If an artifact is not of this submission, or shows students who can be
            identified.
    """
    held = own_award(by, award, "choose_shown_evidence")
    current = held.badges.select_for_update().get(replaced_at__isnull=True)
    if set(current.shown_artifacts) == set(artifacts) and _shows_levels(current) == levels:
        return
    if held.state != awards.AwardState.ACTIVE:
        raise AlreadyDoneError(f"The award is {held.state}, so no new badge can be made for it.")
    shown = Shown(_showable(held, artifacts, legal_day(now)), levels)
    _replace(by, held, current, shown, vault=vault, base_url=base_url, now=now)


def badge_token(*, award: UUID, vault: KeyVault) -> str | None:
    """An award's present badge as a JSON Web Token of the same key; None if that is distrusted.

    It is signed when it is asked for and dated as the document is, so that it says nothing new:
    the same badge gives the same token, as far as the kind of key allows.
    """
    badge = rows.Badge.objects.select_related("key").get(award=award, replaced_at__isnull=True)
    if badge.key.distrusted_since is not None:
        return None
    claims = json.loads(badge.document)
    del claims["proof"]
    return sign_credential(claims, signer=signer_for(badge.key, vault=vault), now=badge.issued_at)


def _shows_levels(badge: rows.Badge) -> bool:
    return shows_levels(json.loads(badge.document))


def _showable(held: awards.Award, wanted: Collection[UUID], on: date) -> list[evidences.Artifact]:
    offered = {
        artifact.pk: artifact
        for artifact in evidences.Artifact.objects.filter(
            uses__attempt__submission=held.submission, state=evidences.ArtifactState.READY
        ).distinct()
    }
    problems = [
        Problem(str(pk), "This artifact is not part of the submission.", "Choose from the list.")
        for pk in wanted
        if pk not in offered
    ]
    reasons = reasons_for(offered.values(), Purpose.BADGE, on=on)
    problems += [
        Problem(
            str(pk),
            f"“{offered[pk].title}” cannot be named on a badge. {reasons[pk].sentence}",
            "Leave it out, or change that in your locker.",
        )
        for pk in wanted
        if pk in offered and not reasons[pk].allows
    ]
    if problems:
        raise ProblemsError(problems)
    return [offered[pk] for pk in wanted]


def _replace(
    by: Actor,
    award: awards.Award,
    current: rows.Badge,
    shown: Shown,
    *,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> rows.Badge:
    current.replaced_at = now
    current.save(update_fields=["replaced_at"])
    return _sign(
        by,
        award,
        number=current.number + 1,
        shown=shown,
        vault=vault,
        base_url=base_url,
        now=now,
    )


def _sign(
    by: Actor,
    award: awards.Award,
    *,
    number: int,
    shown: Shown,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> rows.Badge:
    key = key_in_use(by=by, organization=award.issuer_id, vault=vault, base_url=base_url, now=now)
    [entry] = allocate_entries(awards=[award.pk], key=key, base_url=base_url, now=now)
    facts = badge_facts(award, key, entry, shown, base_url=base_url, now=now)
    signer = signer_for(key, vault=vault)
    signed = issue(compose(facts), signer=signer, now=now, suite=suite_of(key))
    badge = rows.Badge.objects.create(
        award=award,
        number=number,
        key=key,
        revocation_entry=entry,
        document=json.dumps(signed, ensure_ascii=False),
        shown_artifacts=[artifact.pk for artifact in shown.artifacts],
        issued_at=now,
    )
    _note(by, "badge.signed", award, now, number=badge.number)
    return badge


def badge_facts(
    award: awards.Award,
    key: rows.SigningKey,
    entry: rows.StatusEntry,
    shown: Shown,
    *,
    base_url: str,
    now: datetime,
) -> BadgeFacts:
    """What a badge of an award is made from, with a place on a list and the key that signs it."""
    version = award.version
    definition = parse_definition(version.definition)
    outside = outside_of(award)
    return BadgeFacts(
        base_url=base_url,
        award=str(award.pk),
        issuer=issuer_on(key, award.issuer),
        slug=version.microcredential.slug,
        version_number=version.number,
        definition=definition,
        elements=elements_of(version),
        recipient_email=award.educator.email,
        salt=new_salt(),
        granted_at=award.granted_at,
        issued_at=now,
        expires_at=award.expires_at,
        status=StatusPlace(entry.purpose, entry.status_list.address, entry.index),
        shown=[
            *(outside.evidence if outside else ()),
            *(
                ShownArtifact(artifact.title, artifact_kind(artifact.kind).title, "")
                for artifact in shown.artifacts
            ),
        ],
        earlier_versions=earlier_versions(version),
        source=outside.source if outside else None,
        narrative=outside.narrative if outside else "",
        levels=levels_of_award(award, definition.rubric) if shown.levels else {},
    )


def issuer_on(key: rows.SigningKey, organization: people.Organization) -> Issuer:
    """The organization as its badges name it."""
    return Issuer(
        key.controller,
        organization.name,
        organization.slug,
        organization.website,
        organization.contact_email,
    )


def elements_of(version: definitions.Version) -> list[AlignedElement]:
    """What a version is aligned with, as its badges say."""
    return [
        AlignedElement(
            element.framework.title,
            element.code,
            element.statement,
            f"/frameworks/{element.framework.slug}/{element.code}",
        )
        for element in version.elements.select_related("framework")
    ]


def new_salt() -> str:
    """What is hashed with a recipient's address, anew for each badge."""
    return secrets.token_hex(_SALT_BYTES)


def own_award(by: Actor, award: UUID, verb: str) -> awards.Award:
    """The actor's own award, locked."""
    held = (
        awards.Award.objects.select_for_update(of=("self",))
        .select_related("issuer", "version__microcredential", "educator", "submission")
        .filter(pk=award)
        .first()
    )
    if held is None or held.educator_id != by.person:
        raise NoSuchRecordError
    authorize(by, verb, owner=held.educator_id)
    return held


def _note(by: Actor, verb: str, award: awards.Award, now: datetime, **details: object) -> None:
    record_event(
        verb,
        by=by,
        subject=("award", award.pk),
        organization=award.issuer_id,
        details=details,
        now=now,
    )
