"""The writing down of many awards at once: each with its badge, place, credit and event."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from longleaf.domain.award.outside import RowDecision
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import bulk as rows


@dataclass(slots=True)
class Made:
    """An award that is ready to be written down.

    Attributes:
        document: The signed badge.
        credit: What it is worth, as the ledger has it; "" where no number is set.
    """

    row: rows.AwardFileRow
    person: UUID
    award: UUID
    badge: UUID
    key: UUID
    status_list: UUID
    index: int
    document: str
    granted_at: datetime
    expires_at: datetime | None
    credit: str
    policy_version: str
    policy_hash: str


class BulkRows:
    """Writes what belongs to the awards of one batch, by COPY, in the caller's transaction.

    COPY passes by the models, so each table's columns are named here in full; a test compares
    what it writes with what a single award writes.
    """

    def __init__(self, *, by: Actor, file: rows.AwardFile, now: datetime) -> None:
        """Take who approved the file, the file, and the present moment."""
        self.by, self.file, self.now = by, file, now

    def awards(self, made: Sequence[Made]) -> None:
        """Write awards, with events, places, badges, credit and lines of the audit trail."""
        if not made:
            return
        now, file, by = self.now, self.file, self.by
        version = file.version
        _copy(
            "records_award (id, educator_id, microcredential_id, version_id, issuer_id, state,"
            " granted_at, expires_at)",
            (
                (
                    one.award,
                    one.person,
                    version.microcredential_id,
                    version.pk,
                    file.organization_id,
                    "active",
                    one.granted_at,
                    one.expires_at,
                )
                for one in made
            ),
        )
        _copy(
            "records_awardevent (award_id, kind, at, by_id, reason, category)",
            ((one.award, "granted", now, by.person, "", "") for one in made),
        )
        entries = _new_ids("records_statusentry", len(made))
        _copy(
            "records_statusentry (id, award_id, purpose, status_list_id, index)",
            (
                (entry, one.award, "revocation", one.status_list, one.index)
                for entry, one in zip(entries, made, strict=True)
            ),
        )
        _copy(
            "records_badge (id, award_id, number, key_id, revocation_entry_id, document,"
            " shown_artifacts, issued_at)",
            (
                (one.badge, one.award, 1, one.key, entry, one.document, [], now)
                for entry, one in zip(entries, made, strict=True)
            ),
            types=("uuid", "uuid", "int2", "uuid", "int8", "text", "uuid[]", "timestamptz"),
        )
        _copy(
            "records_creditentry (person_id, kind, award_id, credit, categories, earned_on,"
            " posted_at, posted_by_id, policy_version, policy_hash, reason)",
            (
                (
                    one.person,
                    "award",
                    one.award,
                    one.credit,
                    version.renewal_categories,
                    one.row.earned_on,
                    now,
                    by.person,
                    one.policy_version,
                    one.policy_hash,
                    "",
                )
                for one in made
            ),
        )
        self._events(made)

    def _events(self, made: Sequence[Made]) -> None:
        """One event for each award; it names the file, whose own event says who approved it."""
        same = {
            "file": str(self.file.pk),
            "version": str(self.file.version_id),
            "decided": "outside",
        }
        _copy(
            "records_auditevent (at, actor_id, agent, organization_id, verb, subject_kind,"
            " subject_id, details, transaction)",
            (
                (
                    self.now,
                    self.by.person,
                    self.by.agent,
                    self.file.organization_id,
                    "award.granted",
                    "award",
                    str(one.award),
                    json.dumps(same | {"row": one.row.number, "credit": one.credit}),
                    0,
                )
                for one in made
            ),
        )

    def results(
        self,
        decided: Sequence[tuple[rows.AwardFileRow, RowDecision]],
        awards: Mapping[int, UUID],
    ) -> None:
        """Write what came of each row."""
        _copy(
            "records_awardfileresult (row_id, kind, award_id, reason, at)",
            (
                (
                    row.pk,
                    decision.fate.value,
                    awards.get(row.pk),
                    decision.reason,
                    self.now,
                )
                for row, decision in decided
            ),
        )


def _copy(table: str, lines: Iterable[Sequence[Any]], *, types: Sequence[str] = ()) -> None:
    """Write lines by COPY; with types, in its binary form, which spares escaping long texts."""
    form = " WITH (FORMAT BINARY)" if types else ""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN{form}") as copy:
        if types:
            copy.set_types(types)
        for line in lines:
            copy.write_row(line)


def _new_ids(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [number for (number,) in cursor.fetchall()]
