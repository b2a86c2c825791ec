"""Status lists with the database: a million bits in one pass, places for many, many revoked."""

from datetime import UTC, datetime
from time import perf_counter

from django.conf import settings
from django.db import connection, transaction

from benchmarks.measure import heading
from longleaf.actions.award import revoke_awards
from longleaf.actions.key import key_in_use
from longleaf.actions.status_list import allocate_entries, edition_at, set_bits
from longleaf.credential.status_list import StatusList
from longleaf.domain.organization.actor import Actor, RoleHeld, RoleKind, system
from longleaf.gateways.wiring import ports
from longleaf.records.models import award as awards
from longleaf.records.models import badge as rows

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LISTS, ON_EACH = 16, 62_500
PLACES = 10_000


def run() -> None:
    """Print the figures; what was written is undone."""
    heading("Status lists, database included")
    with transaction.atomic():
        _million()
        transaction.set_rollback(True)
    with transaction.atomic():
        _many_awards()
        transaction.set_rollback(True)


def _key() -> tuple[awards.Award, rows.SigningKey]:
    award = awards.Award.objects.exclude(state="revoked").earliest("granted_at")
    key = key_in_use(
        by=system("bench"),
        organization=award.issuer_id,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=NOW,
    )
    return award, key


def _million() -> None:
    award, key = _key()
    empty = StatusList.empty()
    made = rows.StatusList.objects.bulk_create(
        rows.StatusList(
            key=key,
            address=f"https://bench.example/status-lists/{number}",
            purpose="revocation",
            length=len(empty),
            bits=empty.to_bytes(),
            changed_at=NOW,
        )
        for number in range(LISTS)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_statusentry (award_id, purpose, status_list_id, index)"
            " SELECT %s, 'revocation', l.id, i FROM records_statuslist l,"
            " generate_series(0, %s) i WHERE l.address LIKE 'https://bench.example/%%'",
            [award.pk, ON_EACH - 1],
        )
    entries = rows.StatusEntry.objects.filter(status_list__in=made)
    places = entries.values_list("status_list_id", "index").iterator(10_000)
    began = perf_counter()
    lists = set_bits(places=places, to=True, vault=ports().vault, now=NOW)
    took = perf_counter() - began
    document, _ = edition_at(address=made[-1].address, vault=ports().vault, now=NOW)
    print(f"{LISTS * ON_EACH:,} entries revoked in one pass    {took:6.2f} s, {lists} lists signed")
    print(f"a list of {len(empty):,} entries, as served {len(document) / 1000:6.1f} kB")
    began = perf_counter()
    allocate_entries(awards=[award.pk] * PLACES, key=key, base_url="https://bench.example", now=NOW)
    print(f"{PLACES:,} random places                   {perf_counter() - began:6.2f} s")


def _many_awards() -> None:
    award, _ = _key()
    wanted = list(
        awards.Award.objects.filter(issuer=award.issuer_id)
        .exclude(state="revoked")
        .values_list("pk", flat=True)
    )
    role = RoleHeld(RoleKind.ADMINISTRATOR, award.issuer_id, frozenset({award.issuer_id}))
    by = Actor(person=award.educator_id, roles=(role,))
    began = perf_counter()
    done = revoke_awards(
        by=by,
        awards=wanted,
        reason="Measured, and undone.",
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=NOW,
    )
    took = perf_counter() - began
    print(f"{done:,} awards revoked, with notices      {took:6.2f} s, {done / took:,.0f} a second")
