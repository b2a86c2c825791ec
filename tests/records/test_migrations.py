"""Data that were there before a migration: each newest version of the tables still knows them.

The database begins empty at migration 0002, gets an early site's data (`early_data`), and is
brought up to date. A migration that moves data adds its own look at the end of the story here.
"""

import json
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.apps.registry import Apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql
from pytest_django import DjangoDbBlocker

from longleaf.actions.award import reinstate_award, revoke_award, suspend_award
from longleaf.actions.check import check_badge
from longleaf.actions.key import key_in_use
from longleaf.actions.status_list import edition_to_serve
from longleaf.credential.report import Overall
from longleaf.domain.organization.actor import Actor, system
from longleaf.gateways.vault import FileVault
from longleaf.records.models import award as awards
from longleaf.records.models import badge as badges
from longleaf.records.queries.organization import actor
from tests.conftest import administer
from tests.people import NOW, TODAY
from tests.records.early_data import BASE, MOVED, EarlySite

LATER = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("migrated")


@pytest.fixture(scope="module")
def migrated(
    folder: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[EarlySite]:
    """The early site in a database of its own, migrated to the newest tables."""
    name = f"longleaf_migrated_{secrets.token_hex(4)}"
    with administer() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    usual = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = name
        try:
            early = EarlySite(_at("0002_guards"), FileVault(folder / "vault.key"))
            with transaction.atomic():
                early.write()
            _newest()
            yield early
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
            with administer() as server:
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                server.execute(drop.format(sql.Identifier(name)))


@pytest.fixture
def site(migrated: EarlySite) -> Iterator[EarlySite]:
    """The migrated site; what a test does to it is undone."""
    with transaction.atomic():
        yield migrated
        transaction.set_rollback(True)


def _at(migration: str) -> Apps:
    executor = MigrationExecutor(connection)
    target = [("records", migration)]
    executor.migrate(target)
    return executor.loader.project_state(target).apps


def _newest() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def found(site: EarlySite, name: str, *, base_url: str = BASE) -> tuple[Overall, str]:
    report = check_badge(
        site.documents[name].encode(), vault=site.vault, base_url=base_url, now=LATER
    )
    status = report.result("status")
    return report.overall, status.reason if status else str(report.as_json())


def ada(site: EarlySite) -> Actor:
    return actor(site.administrator, on=TODAY)


@pytest.mark.parametrize("base_url", [BASE, MOVED, "https://somewhere.example"])
def test_badges_of_before_are_found_to_be_what_they_are_wherever_the_site_is(
    site: EarlySite, base_url: str
) -> None:
    said = {name: found(site, name, base_url=base_url) for name in site.documents}
    assert said == {
        "active": (Overall.GOOD, "in_force"),
        "suspended": (Overall.BAD, "suspended"),
        "revoked": (Overall.BAD, "revoked"),
        "moved": (Overall.GOOD, "in_force"),
        "moved and revoked": (Overall.BAD, "revoked"),
        "of one place": (Overall.GOOD, "in_force"),
    }


def test_a_list_that_was_named_by_two_addresses_is_served_at_both(site: EarlySite) -> None:
    kept = badges.StatusList.objects.filter(purpose="revocation")
    assert kept.count() == 2
    for listed in kept:
        base_url, _, identifier = listed.address.rpartition("/status-lists/")
        document, _ = edition_to_serve(
            status_list=UUID(identifier), base_url=base_url, vault=site.vault, now=LATER
        )
        assert json.loads(document)["id"] == listed.address


def test_a_suspension_of_before_is_lifted_and_the_same_document_holds_again(
    site: EarlySite,
) -> None:
    reinstate_award(
        by=ada(site),
        award=site.awards["suspended"],
        reason="All is well.",
        vault=site.vault,
        base_url=BASE,
        now=LATER,
    )
    assert found(site, "suspended") == (Overall.GOOD, "in_force")
    assert badges.Badge.objects.filter(award=site.awards["suspended"]).count() == 1


@pytest.mark.parametrize("name", ["active", "moved", "of one place"])
def test_a_badge_of_before_can_be_suspended_reinstated_and_revoked(
    site: EarlySite, name: str
) -> None:
    told = {"by": ada(site), "award": site.awards[name], "reason": "Looked into."}
    told |= {"vault": site.vault, "base_url": BASE, "now": LATER}
    suspend_award(**told)  # type: ignore[arg-type]  # mixed values
    assert found(site, name) == (Overall.BAD, "suspended")
    reinstate_award(**told)  # type: ignore[arg-type]  # as above
    present = badges.Badge.objects.get(award=site.awards[name], replaced_at__isnull=True)
    site.documents[f"{name} now"] = present.document
    assert found(site, f"{name} now") == (Overall.GOOD, "in_force")
    del site.documents[f"{name} now"]
    revoke_award(**told)  # type: ignore[arg-type]  # as above
    assert found(site, name) == (Overall.BAD, "revoked")


def test_the_key_of_before_is_still_the_one_in_use(site: EarlySite) -> None:
    [key] = badges.SigningKey.objects.all()
    assert key.kind == "Ed25519"
    used = key_in_use(
        by=system("review"),
        organization=key.organization_id,
        vault=site.vault,
        base_url=BASE,
        now=LATER,
    )
    assert used == key


def test_nothing_of_before_was_lost(site: EarlySite) -> None:
    assert awards.Award.objects.count() == badges.Badge.objects.count() == 6
    kept = badges.Badge.objects.values_list("document", flat=True)
    assert set(kept) == set(site.documents.values())
