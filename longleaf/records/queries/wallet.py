"""Reads of wallets: who holds a token, what is connected, and the badges a wallet is given."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.idp.oidc.models import Client, Token
from django.db.models import QuerySet

from longleaf.credential.document import looks_like_jws
from longleaf.domain.badge.elsewhere import Form
from longleaf.domain.badge.wallet import OFFLINE_ACCESS, SCOPE_WORDS
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import backpack as backpacks
from longleaf.records.models import badge as badges
from longleaf.records.models import wallet as rows
from longleaf.records.queries.organization import actor, hash_token


@dataclass(frozen=True, slots=True)
class WalletAccess:
    """What came with a token: for whom, through which connection, and to do what."""

    actor: Actor
    connection: UUID
    scopes: frozenset[str]


def access_with(token: str, *, now: datetime) -> WalletAccess | None:
    """Whom a wallet's access token speaks for, or None if it does not hold.

    It never allows more than the educator's latest consent to this wallet.
    """
    found = (
        Token.objects.filter(
            type=Token.Type.ACCESS_TOKEN,
            hash=hash_token(token),
            expires_at__gt=now,
            user__is_active=True,
        )
        .only("client_id", "user_id", "scopes")
        .first()
    )
    if found is None:
        return None
    connection = rows.WalletConnection.objects.filter(
        person=found.user_id, client=found.client_id, ended_at__isnull=True
    ).first()
    if connection is None:
        return None
    return WalletAccess(
        actor=actor(found.user_id, on=now.date()),
        connection=connection.pk,
        scopes=frozenset(found.get_scopes()) & frozenset(connection.scopes),
    )


@dataclass(frozen=True, slots=True)
class Wallet:
    """A wallet as it described itself; nobody has checked it."""

    id: str
    name: str
    redirect_uris: tuple[str, ...]
    told: Mapping[str, object]


def wallet_registered(client: str) -> Wallet | None:
    """The wallet with this identifier."""
    # PostgreSQL's text knows no NUL.
    found = None if "\x00" in client else Client.objects.filter(pk=client).first()
    return _wallet(found) if found else None


def _wallet(client: Client) -> Wallet:
    told = (client.data or {}).get("client_metadata", {})
    return Wallet(client.pk, client.name, tuple(client.get_redirect_uris()), told)


@dataclass(frozen=True, slots=True)
class ConnectedWallet:
    """A wallet that an educator let in, and what it may do, in words."""

    id: UUID
    name: str
    address: str
    may: tuple[str, ...]
    connected_at: datetime
    used_at: datetime | None


def wallets_of(who: Actor) -> list[ConnectedWallet]:
    """The wallets that the actor has connected, newest first."""
    return [
        ConnectedWallet(
            id=one.pk,
            name=one.client.name,
            address=str(_wallet(one.client).told.get("client_uri", "")),
            may=tuple(
                words
                for scope, words in SCOPE_WORDS.items()
                if scope in one.scopes and scope != OFFLINE_ACCESS
            ),
            connected_at=one.connected_at,
            used_at=one.used_at,
        )
        for one in rows.WalletConnection.objects.filter(
            person=who.person, ended_at__isnull=True
        ).select_related("client")
    ]


@dataclass(frozen=True, slots=True)
class HeldBadge:
    """A badge that an educator holds: the signed document, and whether it is a compact JWS."""

    document: str
    is_compact_jws: bool


@dataclass(frozen=True, slots=True)
class HeldBadges:
    """One page of the badges that an educator holds, newest first.

    Attributes:
        total: How many there are on all pages.
    """

    badges: tuple[HeldBadge, ...]
    total: int


def badges_held_by(
    who: Actor, *, since: datetime | None = None, offset: int = 0, limit: int = 100
) -> HeldBadges:
    """The actor's own badges, published or not, and those they keep from elsewhere.

    Those of revoked awards are no longer theirs. Of those from elsewhere, only Open Badges 3.0
    have a place in this list; they count from the day they came here, so that whoever asks for
    what is new since the last time misses none.

    Args:
        who: The educator.
        since: Only badges issued, or brought, after this moment; None for all.
        offset: How many to leave out first.
        limit: How many to give at most.
    """
    own, brought = _own(who), _brought(who)
    if since is not None:
        own, brought = own.filter(issued_at__gt=since), brought.filter(kept_at__gt=since)
    found = sorted(
        [*own.values_list("issued_at", "pk"), *brought.values_list("kept_at", "pk")], reverse=True
    )
    page = [pk for _, pk in found[offset : offset + limit]]
    documents = dict(own.filter(pk__in=page).values_list("pk", "document"))
    for pk, credential in brought.filter(pk__in=page).values_list("pk", "credential"):
        documents[pk] = bytes(credential).decode("utf-8-sig").strip()
    return HeldBadges(
        badges=tuple(HeldBadge(documents[pk], looks_like_jws(documents[pk])) for pk in page),
        total=len(found),
    )


def titles_held_by(who: Actor) -> list[str]:
    """The titles of the badges that `badges_held_by` gives, newest first."""
    found = [
        *_own(who).values_list("issued_at", "pk", "award__version__title"),
        *_brought(who).values_list("kept_at", "pk", "name"),
    ]
    return [title for *_, title in sorted(found, reverse=True)]


def is_own_badge(who: Actor, identifier: str) -> bool:
    """Whether a badge with this identifier is one of the actor's own awards'."""
    award = identifier.rpartition("/")[2]
    with suppress(ValueError):
        return _own(who).filter(award=UUID(award), document__contains=identifier).exists()
    return False


def _own(who: Actor) -> QuerySet[badges.Badge]:
    current = badges.Badge.objects.filter(award__educator=who.person, replaced_at__isnull=True)
    return current.exclude(award__state="revoked")


def _brought(who: Actor) -> QuerySet[backpacks.BackpackBadge]:
    return backpacks.BackpackBadge.objects.filter(
        owner=who.person, kept_at__isnull=False, removed_at=None, form=Form.OPEN_BADGES_3
    )
