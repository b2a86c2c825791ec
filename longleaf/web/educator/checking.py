"""Small files are looked into while the sender waits; large ones by a job that the verb queued."""

from typing import Final
from uuid import UUID

from longleaf.actions.evidence.check_file import check_artifact
from longleaf.domain.organization.actor import system
from longleaf.gateways.media import ContentExaminer
from longleaf.gateways.wiring import ports

_SMALL: Final = 8_000_000


def check_if_small(artifact: UUID, length: int) -> None:
    """Look into it now, if that is quick; the job then finds nothing to do."""
    if length <= _SMALL:
        check_artifact(
            by=system("evidence"),
            artifact=artifact,
            files=ports().files,
            examiner=ContentExaminer(),
            now=ports().clock.now(),
        )
