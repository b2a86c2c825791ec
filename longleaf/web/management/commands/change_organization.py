"""change_organization: what an organization does on this site, said by its operator."""

from argparse import BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from longleaf.actions.organization import change_organization
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.operator import organization_named


class Command(BaseCommand):
    help = (
        "Say that an organization issues micro-credentials, which local renewal rules hold there,"
        " and in how many working days reviewers answer. What is not said stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The end of the address of the organization's page.")
        parser.add_argument(
            "--issues-badges",
            action=BooleanOptionalAction,
            default=None,
            help="Whether it writes and issues micro-credentials.",
        )
        parser.add_argument(
            "--local-policy", metavar="NAME", help='Its file of local rules; "" for none.'
        )
        parser.add_argument("--review-days", type=int, metavar="DAYS", help="Working days.")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = ports().clock.now()
        try:
            where = organization_named(options["slug"])
            change_organization(
                by=system("change_organization"),
                organization=where.id,
                issues_badges=options["issues_badges"],
                local_policy=options["local_policy"],
                review_days=options["review_days"],
                on=legal_day(now),
                now=now,
            )
            where = organization_named(options["slug"])
        except NoSuchRecordError as error:
            message = "There is no such organization. Its slug ends the address of its page."
            raise CommandError(message) from error
        except ProblemsError as error:
            raise CommandError(str(error)) from error
        issues = "issues micro-credentials" if where.issues_badges else "issues none"
        local = where.local_policy or "none"
        self.stdout.write(
            f"{where.name}: {issues}; local rules: {local}; answers in {where.review_days} days."
        )
