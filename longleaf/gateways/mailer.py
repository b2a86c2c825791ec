"""Mail through Django's backends: to files by default, by SMTP in production."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from longleaf.basis.ports import Mail


class DjangoMailer:
    """Sends with the backend of the settings."""

    def send(self, mail: Mail) -> None:
        """Hand the message over; a fault of the line is raised as OSError."""
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        headers = {"Message-ID": f"<{mail.key}@{host}>"} if mail.key else {}
        EmailMessage(subject=mail.subject, body=mail.body, to=[mail.to], headers=headers).send()
