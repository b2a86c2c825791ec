"""`longleaf audit verify`, on the database of the tests."""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from longleaf.actions.audit import record_event
from longleaf.actions.audit_seal import seal_events
from longleaf.cli.audit import audit
from longleaf.domain.organization.actor import NOBODY, system
from tests.people import NOW

Verify = Callable[[], Result]


@pytest.fixture
def verified(db: None, monkeypatch: pytest.MonkeyPatch) -> Verify:
    record_event("award.granted", by=NOBODY, subject=("award", "a"), now=NOW)
    seal_events(by=system("audit"), now=NOW + timedelta(hours=2))
    for name in ("LONGLEAF_VAR", "DJANGO_SETTINGS_MODULE"):  # the command settles them anew
        monkeypatch.setenv(name, os.environ[name])
    return lambda: CliRunner().invoke(audit, ["verify"])


def test_a_trail_that_holds_is_said_to_and_its_newest_digest_is_given(verified: Verify) -> None:
    answer = verified()
    assert answer.exit_code == 0, answer.output
    assert "The trail holds: 1 seals over 1 events" in answer.output
    assert "Newest digest: " in answer.output


def test_a_trail_that_was_changed_ends_the_command_with_one(verified: Verify) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE records_auditevent DISABLE TRIGGER append_only")
        cursor.execute("UPDATE records_auditevent SET subject_id = 'b'")
    answer = verified()
    assert answer.exit_code == 1
    assert "does not hold" in answer.output
