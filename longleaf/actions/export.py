"""Taking records out: who took what, and when."""

from datetime import datetime

from longleaf.actions.audit import record_event
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize


def note_export(*, by: Actor, what: str, now: datetime) -> None:
    """Write into the audit trail that a coordinator took a list of their LEA out.

    Args:
        by: The coordinator.
        what: The list: people, ledger, awards or activities.
        now: The moment.

    Raises:
        NotPermittedError: If the actor coordinates nothing.
    """
    home = by.home([RoleKind.COORDINATOR])
    authorize(by, "export_records", organization=home)
    record_event("records.exported", by=by, subject=("export", what), organization=home, now=now)
