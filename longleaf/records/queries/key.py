"""Reads of signing keys, for those who answer for them and for whoever asks who an issuer is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import badge as rows
from longleaf.records.models import organization as people


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A signing key, without its secret.

    Attributes:
        is_for_parts: Whether it signs badges of which educators show parts, not whole ones.
        badges: How many documents it signed.
        to_sign_anew: How many awards in force have one of them as their present badge.
    """

    id: UUID
    kind: str
    is_for_parts: bool
    controller: str
    verification_method: str
    in_hardware: bool
    made_at: datetime
    retired_at: datetime | None
    distrusted_since: datetime | None
    distrust_reason: str
    badges: int
    to_sign_anew: int


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing organization that the actor administers, with its keys, the one in use first."""

    id: UUID
    name: str
    slug: str
    method: str
    keys: tuple[KeyLine, ...]


@dataclass(frozen=True, slots=True)
class HeldKey:
    """One key and whose it is."""

    key: KeyLine
    organization: UUID
    name: str
    slug: str


_SIGNED = Count("badges", distinct=True) + Count("bases", distinct=True)
_TO_SIGN_ANEW = Count(
    "badges",
    filter=Q(badges__replaced_at__isnull=True, badges__award__state="active"),
    distinct=True,
)


def issuers_of(who: Actor) -> list[Issuer]:
    """The issuing organizations that the actor administers, and their keys."""
    organizations = people.Organization.objects.filter(
        pk__in=who.reach([RoleKind.ADMINISTRATOR]), issues_badges=True
    )
    found = rows.SigningKey.objects.filter(organization__in=organizations)
    keys = list(
        found.annotate(signed=_SIGNED, left=_TO_SIGN_ANEW)
        .defer("sealed_private_key")
        .order_by("-made_at")
    )
    return [
        Issuer(
            one.pk,
            one.name,
            one.slug,
            one.issuer_method,
            tuple(_line(key) for key in keys if key.organization_id == one.pk),
        )
        for one in organizations
    ]


def key_of(who: Actor, key: UUID) -> HeldKey:
    """One key of an organization that the actor administers.

    Raises:
        NoSuchRecordError: If there is none in reach.
    """
    found = (
        rows.SigningKey.objects.filter(pk=key, organization__in=who.reach([RoleKind.ADMINISTRATOR]))
        .select_related("organization")
        .annotate(signed=_SIGNED, left=_TO_SIGN_ANEW)
        .defer("sealed_private_key")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    held = found.organization
    return HeldKey(_line(found), held.pk, held.name, held.slug)


def key_named(verification_method: str) -> UUID:
    """The key of this identifier, for the operator.

    Raises:
        NoSuchRecordError: If this site has no such key.
    """
    found = rows.SigningKey.objects.filter(verification_method=verification_method).first()
    if found is None:
        raise NoSuchRecordError
    return found.pk


def left_to_sign_anew(key: UUID) -> int:
    """How many awards in force have a document of this key as their present badge."""
    return rows.Badge.objects.filter(
        key=key, replaced_at__isnull=True, award__state="active"
    ).count()


def public_keys_of(slug: str) -> list[KeyLine]:
    """An organization's keys as everyone may see them, the one in use first."""
    return [
        _line(key)
        for key in rows.SigningKey.objects.filter(organization__slug=slug)
        .annotate(signed=_SIGNED, left=_TO_SIGN_ANEW)
        .defer("sealed_private_key")
        .order_by("-made_at")
    ]


def _line(key: rows.SigningKey) -> KeyLine:
    return KeyLine(
        key.pk,
        key.kind,
        key.use == rows.KeyUse.PARTS,
        key.controller,
        key.verification_method,
        bool(key.module_reference),
        key.made_at,
        key.retired_at,
        key.distrusted_since,
        key.distrust_reason,
        key.signed,  # type: ignore[attr-defined]  # annotated
        key.left,  # type: ignore[attr-defined]  # annotated
    )
