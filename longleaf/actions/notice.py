"""Telling people: a notice in their inbox and a mail, both only if the act itself succeeds."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from longleaf.actions.errors import NoSuchRecordError
from longleaf.basis.ports import Mail, Mailer
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.records.models import notice as rows
from longleaf.records.models import organization as people
from longleaf.records.queries.language import told

MAIL_TASK = "longleaf.jobs.mail.send_notice"


def notify(
    person: UUID, *, kind: str, subject: str, body: str, path: str = "", now: datetime
) -> None:
    """Put a notice into a person's inbox and queue its mail, in the caller's transaction.

    It says the words of the common language; what people wrote stands in quotation marks or after
    a colon, and stays.
    """
    email = people.Person.objects.values_list("email", flat=True).get(pk=person)
    subject, body = told(person, subject, body)
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
    subject, body = told(None, subject, body)
    _queue(
        rows.Notice.objects.create(
            email=email, kind=kind, subject=subject, body=body, path=path, made_at=now
        )
    )


def notify_addresses(notices: Sequence[rows.Notice]) -> None:
    """Queue many mails at once; their words are those of everybody."""
    texts = iter(told(None, *(text for one in notices for text in (one.subject, one.body))))
    for one in notices:
        one.subject, one.body = next(texts), next(texts)
    rows.Notice.objects.bulk_create(notices)
    jobs: list[dict[str, JSONValue]] = [{"notice": str(notice.pk)} for notice in notices]
    app.configure_task(MAIL_TASK, queue="mail").batch_defer(*jobs)


def _queue(notice: rows.Notice) -> None:
    app.configure_task(MAIL_TASK, queue="mail", lock=f"mail:{notice.pk}").defer(
        notice=str(notice.pk)
    )


def open_notice(*, by: Actor, notice: UUID, now: datetime) -> str:
    """Mark one's own notice as read, once; gives the path it leads to, or "".

    No audit event: reading one's own mail is nobody else's business.
    """
    with transaction.atomic():
        found = rows.Notice.objects.select_for_update().filter(pk=notice).first()
        if found is None or found.person_id is None or found.person_id != by.person:
            raise NoSuchRecordError
        authorize(by, "open_notice", owner=found.person_id)
        if found.read_at is None:
            found.read_at = now
            found.save(update_fields=["read_at"])
        return found.path


def mail_notice(*, by: Actor, notice: UUID, mailer: Mailer, base_url: str, now: datetime) -> bool:
    """Send a notice's mail unless it went out already; whether it went out now.

    The row stays locked while the mail server takes the message, so two workers never send it
    both. A worker killed between the server's yes and our note of it sends it again, under the
    same Message-ID. A link that is a secret is forgotten as soon as it was sent.

    Raises:
        OSError: If the mail cannot be handed over now; the fault is on record, to try again.
    """
    authorize(by, "mail_notice")
    fault: OSError | None = None
    with transaction.atomic():
        found = rows.Notice.objects.select_for_update().filter(pk=notice).first()
        if found is None or found.mailed_at is not None:
            return False
        found.tries += 1
        try:
            mailer.send(_mail(found, base_url))
        except OSError as error:
            # What servers answer may repeat the address; the kind of fault is enough to act on.
            found.fault, fault = type(error).__name__, error
        else:
            found.mailed_at, found.fault = now, ""
            if found.person_id is None:
                found.path = ""
        found.save(update_fields=["tries", "fault", "mailed_at", "path"])
    if fault is not None:
        raise fault
    return True


def _mail(notice: rows.Notice, base_url: str) -> Mail:
    link = f"\n\n{base_url}{notice.path}" if notice.path else ""
    return Mail(
        to=notice.email,
        subject=notice.subject,
        body=f"{notice.body}{link}\n\nLongleaf · {base_url}\n",
        key=str(notice.pk),
    )
