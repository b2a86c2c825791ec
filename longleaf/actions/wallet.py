"""Verbs on wallets: let one in, end a connection, notice a stolen secret, sweep what is unused."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.idp.oidc.models import Client, Token
from django.db import connection as database
from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.records.models import wallet as rows
from longleaf.records.queries.organization import hash_token

AGENT = "wallets"
# A wallet that nobody let in for so long will not be missed: it can register again.
UNUSED = timedelta(days=7)
# As long as a refresh token can live.
REMEMBERED = timedelta(days=180)
# Reading should not write each time.
NOTED_EVERY = timedelta(hours=1)


def note_registration(*, client: str, now: datetime) -> None:
    """Write that a wallet registered; allauth makes its row."""
    record_event("wallet.registered", by=system(AGENT), subject=("wallet", client), now=now)


@transaction.atomic
def connect_wallet(*, by: Actor, client: str, scopes: Iterable[str], now: datetime) -> UUID:
    """Let a wallet in, to do what these scopes name and no more; again only changes the scopes.

    Raises:
        NoSuchRecordError: If no such wallet has registered.
    """
    me = person_acting(by)
    authorize(by, "connect_wallet", owner=me)
    wallet = Client.objects.select_for_update().filter(pk=client).first()
    if wallet is None:
        raise NoSuchRecordError
    allowed = sorted(scopes)
    found, is_new = rows.WalletConnection.objects.select_for_update().get_or_create(
        person_id=me,
        client=wallet,
        ended_at=None,
        defaults={"scopes": allowed, "connected_at": now},
    )
    if not is_new and found.scopes == allowed:
        return found.pk
    found.scopes = allowed
    found.save(update_fields=["scopes"])
    record_event(
        "wallet.connected",
        by=by,
        subject=("wallet", wallet.pk),
        details={"scopes": allowed},
        now=now,
    )
    if is_new:
        notify(
            me,
            kind="wallet_connected",
            subject="A wallet was connected to your badges",
            body=(
                f"You let {wallet.name} use your badges. If that was not you, disconnect it and "
                "change your password."
            ),
            path="/my/account/wallets",
            now=now,
        )
    return found.pk


@transaction.atomic
def disconnect_wallet(*, by: Actor, connection: UUID, now: datetime) -> None:
    """End one of one's own connections: none of the wallet's tokens works any more."""
    found = rows.WalletConnection.objects.select_for_update().filter(pk=connection).first()
    if found is None or found.person_id != by.person:
        raise NoSuchRecordError
    authorize(by, "connect_wallet", owner=found.person_id)
    _end(found, by=by, how=rows.ConnectionEnd.EDUCATOR, now=now)


@transaction.atomic
def revoke_token(*, client: str, token: str, now: datetime) -> None:
    """End the connection that a wallet's own token speaks for, all its tokens with it (RFC 7009).

    An access token ends alone: the wallet may go on with another. A token of another wallet's, or
    of nobody's, changes nothing.
    """
    found = Token.objects.select_for_update().filter(
        client=client,
        hash=hash_token(token),
        type__in=[Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN],
    )
    one = found.first()
    if one is None:
        return
    if one.type == Token.Type.ACCESS_TOKEN:
        found.delete()
        return
    living = rows.WalletConnection.objects.select_for_update().filter(
        person=one.user_id, client=client, ended_at__isnull=True
    )
    found.delete()
    for connection in living:
        _end(connection, by=system(AGENT), how=rows.ConnectionEnd.WALLET, now=now)


def hold_secret(secret: str) -> None:
    """Make whoever brings the same code or refresh token wait for this transaction's end.

    Two at once would both find it unspent.
    """
    key = int.from_bytes(bytes.fromhex(hash_token(secret))[:8], signed=True)
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


@transaction.atomic
def spend_secret(*, secret: str, issued: str, now: datetime) -> bool:
    """Note that a secret was exchanged for the access token `issued`.

    Returns:
        False if the educator ended the connection meanwhile; then the new tokens are gone.
    """
    token = Token.objects.get(type=Token.Type.ACCESS_TOKEN, hash=hash_token(issued))
    living = rows.WalletConnection.objects.select_for_update().filter(
        person=token.user_id, client=token.client_id, ended_at__isnull=True
    )
    connection = living.first()
    if connection is None:
        Token.objects.filter(user=token.user_id, client=token.client_id).delete()
        return False
    rows.SpentSecret.objects.create(hash=hash_token(secret), connection=connection, spent_at=now)
    return True


@transaction.atomic
def notice_replay(*, secret: str, now: datetime) -> bool:
    """End the connection whose secret came a second time: somebody else has it too.

    RFC 6749 §4.1.2 and Open Badges 3.0 for codes, RFC 9700 §4.14.2 for refresh tokens.
    """
    spent = rows.SpentSecret.objects.filter(hash=hash_token(secret)).first()
    if spent is None:
        return False
    found = rows.WalletConnection.objects.select_for_update().get(pk=spent.connection_id)
    _end(found, by=system(AGENT), how=rows.ConnectionEnd.REPLAY, now=now)
    return True


def note_use(*, connection: UUID, now: datetime) -> None:
    """Keep when a wallet last came, to the hour. No audit event: reading changes nothing."""
    rows.WalletConnection.objects.filter(pk=connection).exclude(
        used_at__gt=now - NOTED_EVERY
    ).update(used_at=now)


@transaction.atomic
def sweep_wallets(*, by: Actor, now: datetime) -> int:
    """Remove wallets that registered and were never let in, and what has run out.

    Returns:
        How many wallets went.
    """
    authorize(by, "sweep_wallets")
    Token.objects.filter(expires_at__lte=now).delete()
    rows.SpentSecret.objects.filter(spent_at__lt=now - REMEMBERED).delete()
    unused = Client.objects.filter(
        connections__isnull=True, owner__isnull=True, created_at__lt=now - UNUSED
    )
    count = int(unused.count())
    if count:
        unused.delete()
        record_event(
            "wallet.swept", by=by, subject=("wallet", ""), details={"count": count}, now=now
        )
    return count


def _end(
    found: rows.WalletConnection, *, by: Actor, how: rows.ConnectionEnd, now: datetime
) -> None:
    """End a connection and every token of it; one that has ended stays as it ended."""
    if found.ended_at is not None:
        return
    Token.objects.filter(user=found.person_id, client=found.client_id).delete()
    found.ended_at, found.ended_by = now, how
    found.save(update_fields=["ended_at", "ended_by"])
    record_event(
        "wallet.disconnected",
        by=by,
        subject=("wallet", found.client_id),
        details={"person": str(found.person_id), "how": str(how)},
        now=now,
    )
    if how == rows.ConnectionEnd.REPLAY:
        notify(
            found.person_id,
            kind="wallet_disconnected",
            subject="A wallet was disconnected from your badges",
            body=(
                f"A secret of {found.client.name} came a second time, as if somebody had copied "
                "it. We disconnected it to be safe; you can connect it again."
            ),
            path="/my/account/wallets",
            now=now,
        )
