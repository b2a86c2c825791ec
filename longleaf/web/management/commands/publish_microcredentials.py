"""publish_microcredentials: a jurisdiction's ready-made definitions, issued by one organization."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from longleaf.actions.pack import publish_pack_microcredentials
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.operator import person_with
from longleaf.records.queries.organization import actor


class Command(BaseCommand):
    help = (
        "Publish the pack's micro-credentials under an organization that issues, in the names of"
        " its author and of a second person who publishes. Safe to repeat: what reads the same is"
        " left alone, what differs becomes the next version."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("issuer", help="The slug of the organization that issues them.")
        parser.add_argument("--author", required=True, metavar="EMAIL", help="An author there.")
        parser.add_argument("--publisher", required=True, metavar="EMAIL", help="Another one.")
        parser.add_argument("--pack", default="north_carolina", help="Whose; north_carolina.")
        parser.add_argument(
            "--only", nargs="+", metavar="SLUG", help="Only these; all if not said."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = ports().clock.now()
        try:
            author, publisher = (
                actor(person_with(options[which]), on=now.date())
                for which in ("author", "publisher")
            )
            done = publish_pack_microcredentials(
                name=options["pack"],
                issuer=options["issuer"],
                author=author,
                publisher=publisher,
                only=options["only"],
                now=now,
            )
        except NoSuchRecordError as error:
            message = "There is no such organization that issues, or no such person."
            raise CommandError(message) from error
        except NotPermittedError as error:
            message = "The author and the publisher must be two authors of the issuer."
            raise CommandError(message) from error
        except ProblemsError as error:
            raise CommandError(str(error)) from error
        for line in done.lines():
            self.stdout.write(line)
