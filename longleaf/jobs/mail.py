"""Sends the mail that acts have queued."""

from uuid import UUID

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from longleaf.actions.notice import MAIL_TASK, mail_notice
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports

# Tried again after 4, 16 and 64 seconds, 4, 17 and 68 minutes, and 4½ hours.
RETRY = RetryStrategy(max_attempts=7, exponential_wait=4, retry_exceptions={OSError})


@app.task(name=MAIL_TASK, queue="mail", retry=RETRY)
def send_notice(notice: str) -> None:
    mail_notice(
        by=system("mail"),
        notice=UUID(notice),
        mailer=ports().mailer,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
