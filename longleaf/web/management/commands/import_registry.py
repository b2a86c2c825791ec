"""import_registry: take over a registry of issuers that others keep, from its file."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.registry import Origin, apply_registry, read_registry
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.operator import only_department, organization_named, person_with
from longleaf.records.queries.other_registry import edition_summary


class Command(BaseCommand):
    help = (
        "Take over a registry of issuers that others keep: a list of known DIDs (JSON, as the"
        " Digital Credentials Consortium publishes) or a CSV file with the columns identifier,"
        " name, website and location. Nothing is listed until --apply is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", required=True, help="The registry's name.")
        parser.add_argument(
            "--answers",
            required=True,
            metavar="EMAIL",
            help="Who in the Department answers for taking it over.",
        )
        parser.add_argument("--address", default="", help="Where the file was had.")
        parser.add_argument(
            "--obtained-on", metavar="DAY", help="When, as 2026-06-30; today if not given."
        )
        parser.add_argument("--at", metavar="SLUG", help="Which department, if there are several.")
        parser.add_argument("--apply", action="store_true", help="List the good entries.")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = ports().clock.now()
        on = legal_day(now)
        by = system("import_registry")
        try:
            where = organization_named(options["at"]) if options["at"] else only_department()
            obtained = options["obtained_on"]
            edition = read_registry(
                by=by,
                department=where.id,
                origin=Origin(
                    options["name"],
                    date.fromisoformat(obtained) if obtained else on,
                    options["address"],
                ),
                content=options["file"].read_bytes(),
                answered_by=person_with(options["answers"]),
                on=on,
                now=now,
            )
            listed = (
                apply_registry(by=by, edition=edition, only_if_all_good=False, now=now)
                if options["apply"]
                else None
            )
        except NoSuchRecordError as error:
            message = "There is no such department, or nobody with that e-mail address."
            raise CommandError(message) from error
        except (OSError, ValueError, AlreadyDoneError) as error:
            said = str(error) if not isinstance(error, ProblemsError) else f"\n{error}"
            raise CommandError(said) from error
        digest, good, problems = edition_summary(edition)
        for problem in problems:
            self.stderr.write(
                f"Row {problem['row']}, {problem['column']}: {problem['reason']} {problem['fix']}"
            )
        self.stdout.write(f"Read {good} good entries, {len(problems)} problems. SHA-256 {digest}")
        if listed is None:
            self.stdout.write("Nothing is listed yet. Look at it, then give --apply.")
        else:
            self.stdout.write(f"{listed} issuers are listed in {options['name']}.")
