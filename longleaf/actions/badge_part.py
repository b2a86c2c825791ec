"""Verbs on parts of a badge: sign what parts are shown from, show one, end them with the award."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.badge import Shown, badge_facts, own_award
from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.key import key_in_use, signer_for
from longleaf.actions.status_list import allocate_entries
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.credential.disclosure import add_base_proof, derive, issuer_signature
from longleaf.credential.document import JsonObject
from longleaf.credential.open_badges import is_awarded_to
from longleaf.domain.badge.part import (
    Choice,
    always_shown,
    choices_in,
    compose_for_parts,
    pointers_of,
    says_the_same,
)
from longleaf.domain.evidence.consent import Purpose
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.consent import reasons_for
from longleaf.records.models import award as awards
from longleaf.records.models import badge as rows
from longleaf.records.models import evidence as evidences


@transaction.atomic
def parts_offered(*, by: Actor, award: UUID, base_url: str, now: datetime) -> list[Choice]:
    """What the educator may show of their award beside what everybody sees; nothing is signed.

    Raises:
        NoSuchRecordError: If the award is not theirs.
        AlreadyDoneError: If it is not in force.
    """
    held = _in_force(by, award)
    present = held.badges.select_related("key", "revocation_entry__status_list").get(
        replaced_at__isnull=True
    )
    return choices_in(_composed(held, present.key, present.revocation_entry, base_url, now))


@transaction.atomic
def show_part(
    *,
    by: Actor,
    award: UUID,
    chosen: Collection[str],
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> str:
    """A credential that shows what the educator chose of their award, as JSON text.

    The organization signs once, on first use; then the same choice gives the same file. What was
    chosen is nobody else's business and is not kept.

    Args:
        by: The educator.
        award: Theirs, in force.
        chosen: Keys of `parts_offered`.
        vault: Where the signing key lies, and under which the signed base is sealed.
        base_url: The site's address.
        now: When it is signed, if it is.

    Raises:
        NoSuchRecordError: If the award is not theirs.
        AlreadyDoneError: If it is not in force.
        ProblemsError: If something was chosen that is not offered.
    """
    held = _in_force(by, award)
    base = _base(by, held, vault=vault, base_url=base_url, now=now)
    try:
        pointers = pointers_of(choices_in(base), chosen)
    except KeyError as error:
        reason = "This is not something that your badge can show."
        raise ProblemsError([Problem("part", reason, "Choose from the list.")]) from error
    shown = derive(base, pointers=[*always_shown(base), *pointers])
    _note("badge.part_shown", by, held, now)
    return json.dumps(shown, ensure_ascii=False)


def end_bases(*, awards: Collection[UUID], now: datetime) -> list[tuple[UUID, int]]:
    """Give up what parts of these awards are shown from, in the caller's transaction.

    Returns:
        The places on status lists of all parts that were ever shown, for the caller to set.
    """
    bases = rows.BadgeBase.objects.filter(award__in=awards)
    bases.filter(replaced_at__isnull=True).update(replaced_at=now)
    return list(
        bases.order_by("pk").values_list(
            "revocation_entry__status_list_id", "revocation_entry__index"
        )
    )


def _in_force(by: Actor, award: UUID) -> awards.Award:
    held = own_award(by, award, "show_badge_part")
    if held.state != awards.AwardState.ACTIVE:
        raise AlreadyDoneError(f"The award is {held.state}, so no part of it can be shown.")
    return held


def _base(
    by: Actor, award: awards.Award, *, vault: KeyVault, base_url: str, now: datetime
) -> JsonObject:
    """The signed document that parts are derived from: the present one, or a new one.

    A new one if there is none, it cannot be opened, its key is distrusted, it names a former
    address of the educator's, or something else could be shown today than when it was signed.
    """
    present = (
        award.bases.select_for_update(of=("self",))
        .select_related("key", "revocation_entry__status_list")
        .filter(replaced_at__isnull=True)
        .first()
    )
    if present is None:
        return _sign(by, award, vault=vault, base_url=base_url, now=now)
    opened = _opened(present, vault)
    today = _composed(award, present.key, present.revocation_entry, base_url, now)
    if (
        opened is not None
        and present.key.distrusted_since is None
        and is_awarded_to(opened, email=award.educator.email)
        and says_the_same(opened, today)
    ):
        return opened
    present.replaced_at = now
    present.save(update_fields=["replaced_at"])
    return _sign(by, award, vault=vault, base_url=base_url, now=now)


def _opened(base: rows.BadgeBase, vault: KeyVault) -> JsonObject | None:
    """What was signed; None if it was sealed under a secret that this site has lost."""
    try:
        text = vault.open(bytes(base.sealed_document), context=_context(base.pk))
    except ValueError:
        return None
    document: JsonObject = json.loads(text)
    return document


def _sign(
    by: Actor, award: awards.Award, *, vault: KeyVault, base_url: str, now: datetime
) -> JsonObject:
    key = key_in_use(
        by=by,
        organization=award.issuer_id,
        use=rows.KeyUse.PARTS,
        vault=vault,
        base_url=base_url,
        now=now,
    )
    [entry] = allocate_entries(awards=[award.pk], key=key, base_url=base_url, now=now)
    unsigned = _composed(award, key, entry, base_url, now)
    signed = add_base_proof(unsigned, signer=signer_for(key, vault=vault), now=now)
    proof = issuer_signature(signed)
    assert proof is not None  # noqa: S101 - it was just signed
    identifier = uuid4()
    rows.BadgeBase.objects.create(
        pk=identifier,
        award=award,
        key=key,
        revocation_entry=entry,
        sealed_document=vault.seal(json.dumps(signed).encode(), context=_context(identifier)),
        signature=proof[1].hex(),
        signed_at=now,
    )
    _note("badge.base_signed", by, award, now)
    return signed


def _composed(
    award: awards.Award,
    key: rows.SigningKey,
    entry: rows.StatusEntry,
    base_url: str,
    now: datetime,
) -> JsonObject:
    """All that could be shown of an award, under names that are made for this document."""
    offered = (
        evidences.Artifact.objects.filter(
            uses__attempt__submission__award=award, state=evidences.ArtifactState.READY
        )
        .distinct()
        .order_by("title", "pk")
    )
    reasons = reasons_for(offered, Purpose.BADGE, on=legal_day(now))
    shown = Shown([artifact for artifact in offered if reasons[artifact.pk].allows], True)
    facts = badge_facts(award, key, entry, shown, base_url=base_url, now=now)
    return compose_for_parts(facts, identifier=uuid4().urn, earner=uuid4().urn)


def _context(base: UUID) -> str:
    return f"base of badge parts {base}"


def _note(verb: str, by: Actor, award: awards.Award, now: datetime) -> None:
    record_event(verb, by=by, subject=("award", award.pk), organization=award.issuer_id, now=now)
