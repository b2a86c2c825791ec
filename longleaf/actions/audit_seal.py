"""Sealing the audit trail: batches of events chained by digests, so that tampering shows."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from longleaf.credential.canonical.jcs import canonical_json
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.records.models import audit as rows

MOST_AT_ONCE = 50_000
# No act takes this long. Transaction numbers begin anew when a database is restored elsewhere;
# events this old are sealed whatever their number says.
SURELY_OVER = timedelta(hours=1)
_FIELDS = (
    "id",
    "at",
    "actor_id",
    "agent",
    "organization_id",
    "verb",
    "subject_kind",
    "subject_id",
    "details",
)
_LOCK = 0x6C6C_7365  # "llse": any fixed number; one sealer at a time


def seal_events(*, by: Actor, now: datetime) -> int:
    """Seal all events that can no longer be joined by an earlier one; gives how many.

    An event's row gets its number when it is written but appears when its transaction commits, so
    only events of transactions older than every one still under way are sealed.
    """
    authorize(by, "seal_audit_trail")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        [oldest] = cursor.fetchone()
        waiting = rows.AuditEvent.objects.filter(sealed=None)
        over = waiting.filter(transaction__lt=oldest) | waiting.filter(at__lt=now - SURELY_OVER)
        events = list(over.order_by("id").values(*_FIELDS)[:MOST_AT_ONCE])
        if not events:
            return 0
        last = rows.AuditSeal.objects.order_by("-id").values_list("digest", flat=True).first()
        seal = rows.AuditSeal.objects.create(
            sealed_at=now,
            event_count=len(events),
            previous_digest=last or "",
            digest=chain_digest(last or "", events),
        )
        rows.SealedEvent.objects.bulk_create(
            [rows.SealedEvent(event_id=event["id"], seal=seal) for event in events],
            batch_size=5000,
        )
    return len(events)


def chain_digest(previous: str, events: Iterable[Mapping[str, object]]) -> str:
    """SHA-256, in hex, over the digest before and the canonical JSON (RFC 8785) of each event."""
    digest = hashlib.sha256(previous.encode())
    for event in events:
        digest.update(b"\n")
        digest.update(canonical_json({key: _plain(value) for key, value in event.items()}))
    return digest.hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, (str, int, dict)) else str(value)


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was found when the chain was checked from its beginning.

    Attributes:
        fault: What does not hold, as a sentence; "" if all does.
        newest: The last digest: written down elsewhere, it also shows a chain cut off at its end.
    """

    seals: int
    events: int
    waiting: int
    newest: str
    fault: str

    @property
    def holds(self) -> bool:
        """Whether no seal was found broken."""
        return not self.fault


def verify_chain() -> ChainReport:
    """Compute every digest anew and compare; stops at the first that does not hold.

    A seal and its events appear together and never change, so one made meanwhile does no harm.
    """
    previous, fault, seals, events = "", "", 0, 0
    for seal in rows.AuditSeal.objects.order_by("id").iterator():
        held = list(
            rows.AuditEvent.objects.filter(sealed__seal=seal).order_by("id").values(*_FIELDS)
        )
        fault = _fault_of(seal, held, previous)
        if fault:
            break
        previous, seals, events = seal.digest, seals + 1, events + len(held)
    waiting = rows.AuditEvent.objects.filter(sealed=None).count()
    return ChainReport(seals, events, waiting, previous, fault)


def _fault_of(seal: rows.AuditSeal, held: list[dict[str, object]], previous: str) -> str:
    if seal.previous_digest != previous:
        return f"Seal {seal.pk} does not follow the one before it: a seal was changed or removed."
    if len(held) != seal.event_count:
        return f"Seal {seal.pk} was made over {seal.event_count} events; {len(held)} are there."
    if chain_digest(previous, held) != seal.digest:
        return f"Seal {seal.pk} does not hold: one of its {len(held)} events was changed."
    return ""
