"""Verbs on micro-credentials: some write, another publishes, and then nothing changes."""

from longleaf.actions.microcredential.draft import (
    StaleDraftError,
    begin_next_version,
    draft_microcredential,
    save_draft,
)
from longleaf.actions.microcredential.publish import (
    propose_version,
    publish_version,
    return_version,
    withdraw_version,
)

__all__ = [
    "StaleDraftError",
    "begin_next_version",
    "draft_microcredential",
    "propose_version",
    "publish_version",
    "return_version",
    "save_draft",
    "withdraw_version",
]
