"""distrust_key: a signing key that somebody else may have, said by the site's operator."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from longleaf.actions.key import distrust_key
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.key import key_named, left_to_sign_anew


class Command(BaseCommand):
    help = (
        "Say that somebody else may have had a signing key since a moment. It is retired, and what"
        " it signed since, or what is not on record here, is not to be trusted. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="The key's identifier, as the page of keys shows it.")
        parser.add_argument(
            "--since",
            required=True,
            metavar="MOMENT",
            help='Such as "2026-02-03T14:00Z"; without a zone it is in UTC.',
        )
        parser.add_argument("--reason", required=True, help="What happened, for the record.")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = ports().clock.now()
        try:
            since = datetime.fromisoformat(options["since"])
        except ValueError as error:
            message = f"“{options['since']}” is not a moment such as 2026-02-03T14:00Z."
            raise CommandError(message) from error
        try:
            key = key_named(options["key"])
            distrust_key(
                by=system("distrust_key"),
                key=key,
                since=since if since.tzinfo else since.replace(tzinfo=UTC),
                reason=options["reason"],
                vault=ports().vault,
                base_url=settings.BASE_URL,
                now=now,
            )
        except NoSuchRecordError as error:
            message = "This site has no such key. The page of keys shows each one’s identifier."
            raise CommandError(message) from error
        except ProblemsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("This key is not trusted any more, and new badges have another one.")
        if left := left_to_sign_anew(key):
            self.stdout.write(
                f"{left:,} badges in force are signed with it. Sign them anew: "
                f"longleaf manage sign_anew {options['key']}"
            )
