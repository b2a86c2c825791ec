"""Telling people: a notice in their inbox and a mail, both only if the act itself succeeds."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from longleaf.records.models import notice as rows
from longleaf.records.models import organization as people

MAIL_TASK = "longleaf.jobs.mail.send_notice"


def notify(
    person: UUID, *, kind: str, subject: str, body: str, path: str = "", now: datetime
) -> None:
    """Put a notice into a person's inbox and queue its mail, in the caller's transaction."""
    email = people.Person.objects.values_list("email", flat=True).get(pk=person)
    _queue(
        rows.Notice.objects.create(
            person_id=person,
            email=email,
            kind=kind,
            subject=subject,
            body=body,
            path=path,
            made_at=now,
        )
    )


def notify_address(
    email: str, *, kind: str, subject: str, body: str, path: str = "", now: datetime
) -> None:
    """Queue a mail to someone who has no account yet."""
    _queue(
        rows.Notice.objects.create(
            email=email, kind=kind, subject=subject, body=body, path=path, made_at=now
        )
    )


def _queue(notice: rows.Notice) -> None:
    app.configure_task(MAIL_TASK, queue="mail", lock=f"mail:{notice.pk}").defer(
        notice=str(notice.pk)
    )
