"""Verbs on wallets: who may, what is kept, what is swept, and that nothing happens twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Client, Token
from django.db import OperationalError, transaction
from django.db import connection as database

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.wallet import (
    connect_wallet,
    disconnect_wallet,
    hold_secret,
    note_use,
    sweep_wallets,
)
from longleaf.domain.badge.wallet import WalletScope
from longleaf.domain.organization.actor import NOBODY, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit
from longleaf.records.models import wallet as rows
from tests.people import NOW, Cast

READ = [WalletScope.READ_CREDENTIALS]


@pytest.fixture
def client_of_a_wallet(db: None) -> Client:
    return Client.objects.create(id="satchel", name="Satchel", created_at=NOW)


@pytest.fixture
def connection(client_of_a_wallet: Client, cast: Cast) -> rows.WalletConnection:
    made = connect_wallet(by=cast.acting(cast.amina), client="satchel", scopes=READ, now=NOW)
    for kind in (Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN):
        Token.objects.create(
            type=kind,
            hash=f"{kind}",
            client=client_of_a_wallet,
            user=cast.amina,
            expires_at=NOW + timedelta(days=1),
        )
    return rows.WalletConnection.objects.get(pk=made)


def events(verb: str) -> int:
    return audit.AuditEvent.objects.filter(verb=verb).count()


def test_connecting_needs_a_person_and_a_wallet(client_of_a_wallet: Client, cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        connect_wallet(by=NOBODY, client="satchel", scopes=READ, now=NOW)
    with pytest.raises(NotPermittedError):
        connect_wallet(by=system("job"), client="satchel", scopes=READ, now=NOW)
    with pytest.raises(NoSuchRecordError):
        connect_wallet(by=cast.acting(cast.amina), client="none", scopes=READ, now=NOW)
    assert not rows.WalletConnection.objects.exists()


def test_other_scopes_change_the_connection_and_are_written(
    connection: rows.WalletConnection, cast: Cast
) -> None:
    again = connect_wallet(
        by=cast.acting(cast.amina), client="satchel", scopes=[WalletScope.READ_PROFILE], now=NOW
    )
    connection.refresh_from_db()
    assert (again, connection.scopes) == (connection.pk, [WalletScope.READ_PROFILE])
    assert events("wallet.connected") == 2


def test_disconnecting_ends_every_token_once(connection: rows.WalletConnection, cast: Cast) -> None:
    for _ in range(2):
        disconnect_wallet(by=cast.acting(cast.amina), connection=connection.pk, now=NOW)
    assert not Token.objects.exists()
    assert events("wallet.disconnected") == 1
    connection.refresh_from_db()
    assert (connection.ended_at, connection.ended_by) == (NOW, "educator")


@pytest.mark.parametrize("who", ["ezra", "ada", "dev", "chloe"])
def test_nobody_else_s_connection_exists(
    connection: rows.WalletConnection, cast: Cast, who: str
) -> None:
    with pytest.raises(NoSuchRecordError):
        disconnect_wallet(by=cast.acting(getattr(cast, who)), connection=connection.pk, now=NOW)
    assert Token.objects.count() == 2


def test_disconnecting_leaves_other_people_s_tokens(
    connection: rows.WalletConnection, cast: Cast
) -> None:
    Token.objects.create(type="at", hash="ezra's", client_id="satchel", user=cast.ezra)
    disconnect_wallet(by=cast.acting(cast.amina), connection=connection.pk, now=NOW)
    assert list(Token.objects.values_list("hash", flat=True)) == ["ezra's"]


def test_a_wallet_disconnected_can_be_connected_again(
    connection: rows.WalletConnection, cast: Cast
) -> None:
    disconnect_wallet(by=cast.acting(cast.amina), connection=connection.pk, now=NOW)
    again = connect_wallet(by=cast.acting(cast.amina), client="satchel", scopes=READ, now=NOW)
    assert again != connection.pk
    assert rows.WalletConnection.objects.count() == 2


def test_use_is_kept_again_after_an_hour(connection: rows.WalletConnection) -> None:
    for minutes in (0, 59, 60):
        note_use(connection=connection.pk, now=NOW + timedelta(minutes=minutes))
    connection.refresh_from_db()
    assert connection.used_at == NOW + timedelta(minutes=60)


def test_only_a_job_sweeps(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        sweep_wallets(by=cast.acting(cast.ada), now=NOW)


def test_a_wallet_nobody_let_in_is_swept_after_exactly_seven_days(
    client_of_a_wallet: Client,
) -> None:
    week = NOW + timedelta(days=7)
    assert sweep_wallets(by=system("wallets"), now=week) == 0
    assert sweep_wallets(by=system("wallets"), now=week + timedelta(seconds=1)) == 1
    assert not Client.objects.exists()
    assert events("wallet.swept") == 1


def test_a_sweep_that_finds_nothing_writes_nothing(cast: Cast) -> None:
    assert sweep_wallets(by=system("wallets"), now=NOW) == 0
    assert events("wallet.swept") == 0


def test_a_wallet_that_was_ever_let_in_stays(connection: rows.WalletConnection, cast: Cast) -> None:
    disconnect_wallet(by=cast.acting(cast.amina), connection=connection.pk, now=NOW)
    assert sweep_wallets(by=system("wallets"), now=NOW + timedelta(days=400)) == 0


def test_what_has_run_out_is_swept(connection: rows.WalletConnection) -> None:
    rows.SpentSecret.objects.create(hash="a", connection=connection, spent_at=NOW)
    sweep_wallets(by=system("wallets"), now=NOW + timedelta(days=180))
    assert not Token.objects.exists()
    assert rows.SpentSecret.objects.count() == 1
    sweep_wallets(by=system("wallets"), now=NOW + timedelta(days=181))
    assert not rows.SpentSecret.objects.exists()


def test_whoever_brings_a_secret_waits_for_the_one_before(transactional_db: None) -> None:
    """In another connection, which would otherwise find the code unspent too."""

    def bring(secret: str) -> str:
        try:
            with transaction.atomic():
                with database.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '100ms'")
                hold_secret(secret)
        except OperationalError:
            return "waits"
        finally:
            database.close()
        return "goes on"

    with transaction.atomic(), ThreadPoolExecutor(1) as elsewhere:
        hold_secret("a code")
        assert elsewhere.submit(bring, "a code").result() == "waits"
        assert elsewhere.submit(bring, "another code").result() == "goes on"
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(bring, "a code").result() == "goes on"
