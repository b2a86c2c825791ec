"""appoint_administrator: whoever looks after a site, named by its operator."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from longleaf.actions.organization import appoint_administrator
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.operator import only_department, organization_named


class Command(BaseCommand):
    help = (
        "Make somebody an administrator: the first one of a new site, or when none is left. They"
        " set their password with “Forgot your password?” on the sign-in page. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="Their e-mail address.")
        parser.add_argument("name", help="First and last name, in quotation marks.")
        parser.add_argument(
            "--at", metavar="SLUG", help="The organization; the Department if not given."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = ports().clock.now()
        try:
            where = organization_named(options["at"]) if options["at"] else only_department()
            appoint_administrator(
                by=system("appoint_administrator"),
                organization=where.id,
                email=options["email"],
                name=options["name"],
                on=legal_day(now),
                now=now,
            )
        except NoSuchRecordError as error:
            message = "There is no such organization. Its slug ends the address of its page."
            raise CommandError(message) from error
        except ProblemsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['name']} is an administrator of {where.name}.")
        self.stdout.write(f"They set their password at {settings.BASE_URL}/account/password/reset/")
