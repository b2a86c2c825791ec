"""sign_anew: the badges of a former key get a document of the key in use."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.reissue import sign_badges_anew
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.key import key_named


class Command(BaseCommand):
    help = (
        "Sign every badge in force of a former key anew with the key in use, and tell its educator"
        " to download it again. Stopped half way, it goes on with what is left when begun again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="The former key's identifier.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            done = sign_badges_anew(
                by=system("sign_anew"),
                key=key_named(options["key"]),
                tell=lambda count: self.stdout.write(f"  {count:,} signed …"),
                vault=ports().vault,
                base_url=settings.BASE_URL,
                clock=ports().clock,
            )
        except NoSuchRecordError as error:
            message = "This site has no such key. The page of keys shows each one’s identifier."
            raise CommandError(message) from error
        except AlreadyDoneError as error:
            raise CommandError(error.what) from error
        self.stdout.write(f"Signed anew: {done:,}.")
