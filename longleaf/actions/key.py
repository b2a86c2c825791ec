"""Verbs on signing keys: made when first needed, rotated, never thrown away."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.basis.ports import KeyVault
from longleaf.credential.signer import Ed25519Signer
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.records.models import badge as rows
from longleaf.records.models import organization as people

_SEED_BYTES = 32


def key_in_use(*, by: Actor, organization: UUID, vault: KeyVault, now: datetime) -> rows.SigningKey:
    """The key an organization signs with today; made on first use."""
    # The organization's row is the lock: two first awards at once make one key.
    people.Organization.objects.select_for_update().only("id").get(pk=organization)
    found = rows.SigningKey.objects.filter(
        organization=organization, retired_at__isnull=True
    ).first()
    return found or _make(by=by, organization=organization, vault=vault, now=now)


@transaction.atomic
def rotate_key(*, by: Actor, organization: UUID, vault: KeyVault, now: datetime) -> UUID:
    """Retire the key in use and make a new one; what was signed before stays checkable."""
    authorize(by, "manage_signing_key", organization=organization)
    found = people.Organization.objects.select_for_update().filter(
        pk=organization, issues_badges=True
    )
    if not found.exists():
        raise NoSuchRecordError
    rows.SigningKey.objects.filter(organization=organization, retired_at__isnull=True).update(
        retired_at=now
    )
    return _make(by=by, organization=organization, vault=vault, now=now).pk


def signer_for(key: rows.SigningKey, *, vault: KeyVault) -> Ed25519Signer:
    """The signer that holds this key, opened from the vault."""
    return Ed25519Signer(
        vault.open(bytes(key.sealed_private_key), context=_context(key.verification_method))
    )


def _make(*, by: Actor, organization: UUID, vault: KeyVault, now: datetime) -> rows.SigningKey:
    seed = secrets.token_bytes(_SEED_BYTES)
    signer = Ed25519Signer(seed)
    key = rows.SigningKey.objects.create(
        organization_id=organization,
        controller=signer.controller,
        verification_method=signer.verification_method,
        public_key_multibase=signer.verification_method.partition("#")[2],
        sealed_private_key=vault.seal(seed, context=_context(signer.verification_method)),
        made_at=now,
    )
    record_event(
        "signing_key.made",
        by=by,
        subject=("signing_key", key.pk),
        organization=organization,
        details={"verification_method": key.verification_method},
        now=now,
    )
    return key


def _context(verification_method: str) -> str:
    return f"signing key {verification_method}"
