import hashlib
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from longleaf.actions.audit import record_event
from longleaf.actions.audit_seal import chain_digest, seal_events, verify_chain
from longleaf.domain.organization.actor import NOBODY, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit as rows
from tests.people import NOW

SEALER = system("audit")
LATER = NOW + timedelta(hours=2)  # an event this old is sealed though its transaction still runs


def write(number: int = 1, **details: object) -> None:
    for _ in range(number):
        record_event("award.granted", by=NOBODY, subject=("award", "a"), details=details, now=NOW)


def tamper(statement: str) -> None:
    """As somebody with the database's own keys could: around the triggers."""
    guarded = ("records_auditevent", "records_auditseal", "records_sealedevent")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        cursor.execute(statement)


def sealed_twice() -> None:
    write(2)
    seal_events(by=SEALER, now=LATER)
    write(3)
    seal_events(by=SEALER, now=LATER)


def test_an_empty_trail_holds(db: None) -> None:
    report = verify_chain()
    assert (report.holds, report.seals, report.events, report.waiting) == (True, 0, 0, 0)


def test_every_event_is_sealed_once(db: None) -> None:
    sealed_twice()
    assert seal_events(by=SEALER, now=LATER) == 0
    report = verify_chain()
    assert (report.holds, report.seals, report.events) == (True, 2, 5)


def test_a_young_event_of_a_transaction_under_way_waits(db: None) -> None:
    write()  # this test's own transaction has not ended
    assert seal_events(by=SEALER, now=NOW) == 0
    assert verify_chain().waiting == 1


def test_only_the_system_seals(db: None) -> None:
    with pytest.raises(NotPermittedError):
        seal_events(by=NOBODY, now=LATER)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_auditevent SET verb = 'award.revoked'"
        " WHERE id = (SELECT min(id) FROM records_auditevent)",
        "UPDATE records_auditevent SET details = '{\"a\": 1}'"
        " WHERE id = (SELECT max(id) FROM records_auditevent)",
        "UPDATE records_auditevent SET at = at + interval '1 microsecond'",
        "DELETE FROM records_sealedevent WHERE event_id = (SELECT max(id) FROM records_auditevent)",
        "DELETE FROM records_sealedevent WHERE seal_id = (SELECT min(id) FROM records_auditseal);"
        "DELETE FROM records_auditseal WHERE id = (SELECT min(id) FROM records_auditseal)",
        "UPDATE records_auditseal SET digest = repeat('0', 64)",
    ],
)
def test_whatever_is_changed_behind_our_back_shows(db: None, statement: str) -> None:
    sealed_twice()
    tamper(statement)
    assert not verify_chain().holds


def test_a_digest_is_that_of_the_written_rule() -> None:
    """The digest before, a line break, and the event in RFC 8785."""
    event = {"id": 1, "at": NOW, "verb": "award.granted", "details": {"b": 1, "a": None}}
    text = (
        '{"at":"2026-02-03T20:55:00.000000+00:00","details":{"a":null,"b":1},'
        '"id":1,"verb":"award.granted"}'
    )
    expected = hashlib.sha256(b"before\n" + text.encode()).hexdigest()
    assert chain_digest("before", [event]) == expected


def sealed_at_last(events: int) -> bool:
    """Sealing waits for every transaction of the server, those of other tests' databases too."""
    pause = threading.Event()
    return any(seal_events(by=SEALER, now=NOW) == events or pause.wait(0.1) for _ in range(200))


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_sealed_later_and_never_left_out() -> None:
    written, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write()
            written.set()
            may_end.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    try:
        assert written.wait(10)
        write()  # a higher number, committed first
        assert seal_events(by=SEALER, now=NOW) == 0
    finally:
        may_end.set()
        thread.join()
    assert sealed_at_last(2)
    assert verify_chain().holds
    assert rows.AuditSeal.objects.get().event_count == 2
