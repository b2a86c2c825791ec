"""Telling educators of the awards that a file gave them, after the awards are made."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from longleaf.actions.notice import notify_addresses
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.records.models import bulk as rows
from longleaf.records.models import notice as notices

TELL_TASK: Final = "longleaf.jobs.bulk_award.tell"
_KIND: Final = "award.granted"


def queue_telling(*, file: UUID, first: int, last: int) -> None:
    """Have the educators of these rows told, in the caller's transaction: if it succeeds."""
    app.configure_task(TELL_TASK, queue="mail", lock=f"tell:{file}").defer(
        file=str(file), first=first, last=last
    )


def tell_awarded(*, by: Actor, file: UUID, first: int, last: int, now: datetime) -> int:
    """Tell the educators of these rows, each once; gives how many were told now.

    Args:
        by: The system.
        file: Which.
        first: Number of the first row.
        last: Number of the last row.
        now: The present moment.
    """
    authorize(by, "tell_awarded")
    with transaction.atomic():
        # Locked, so that a second worker finds what the first has told.
        held = (
            rows.AwardFile.objects.select_for_update(of=("self",), no_key=True)
            .select_related("version", "organization")
            .get(pk=file)
        )
        made = rows.AwardFileResult.objects.filter(
            row__file=held, row__number__gte=first, row__number__lte=last, award__isnull=False
        ).select_related("award__educator")
        paths = {f"/my-badges/{one.award_id}": one for one in made}
        told = set(
            notices.Notice.objects.filter(
                kind=_KIND,
                person__in=[one.award.educator_id for one in paths.values() if one.award],
                path__in=paths,
            ).values_list("path", flat=True)
        )
        letters = [
            notices.Notice(
                person_id=one.award.educator_id,
                email=one.award.educator.email,
                kind=_KIND,
                subject=f"You earned a micro-credential: {held.version.title}",
                body=f"{held.organization.name} awarded you “{held.version.title}”. "
                f"{held.assessor} decided that you earned it. Your badge is ready: you choose "
                "whether strangers see it.",
                path=path,
                made_at=now,
            )
            for path, one in paths.items()
            if path not in told and one.award is not None
        ]
        if letters:
            notify_addresses(letters)
    return len(letters)
