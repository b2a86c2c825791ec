"""The audit event that every act writes, in the act's own transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from longleaf.domain.organization.actor import Actor
from longleaf.records.models import audit as rows


def record_event(
    verb: str,
    *,
    by: Actor,
    subject: tuple[str, object],
    organization: UUID | None = None,
    details: Mapping[str, object] | None = None,
    now: datetime,
) -> None:
    """Write that `by` did `verb` (as in "award.granted") to a subject such as ("award", id).

    Details name things by identifier and never carry what people wrote, nor secrets.
    """
    kind, identifier = subject
    rows.AuditEvent.objects.create(
        at=now,
        actor_id=by.person,
        agent=by.agent,
        organization_id=organization,
        verb=verb,
        subject_kind=kind,
        subject_id=str(identifier),
        details=dict(details or {}),
    )


def record_events(
    verb: str,
    *,
    by: Actor,
    kind: str,
    subjects: Iterable[tuple[object, Mapping[str, object]]],
    organization: UUID | None = None,
    now: datetime,
) -> None:
    """As `record_event`, for many subjects of one kind at once, each with its details."""
    rows.AuditEvent.objects.bulk_create(
        [
            rows.AuditEvent(
                at=now,
                actor_id=by.person,
                agent=by.agent,
                organization_id=organization,
                verb=verb,
                subject_kind=kind,
                subject_id=str(identifier),
                details=dict(details),
            )
            for identifier, details in subjects
        ],
        batch_size=1000,
    )
