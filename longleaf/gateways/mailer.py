"""Mail through Django's backends: to files by default, by SMTP in production."""

from django.core.mail import EmailMessage

from longleaf.basis.ports import Mail


class DjangoMailer:
    """Sends with the backend of the settings."""

    def send(self, mail: Mail) -> None:
        """Hand the message over; a fault of the line is raised as OSError."""
        EmailMessage(subject=mail.subject, body=mail.body, to=[mail.to]).send()
