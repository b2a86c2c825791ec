"""load_demo: an invented year, into a database that says of itself that it is a demonstration."""

import logging
import sys
from textwrap import fill
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from longleaf.actions.demo import NotADemoError, load_demo
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports

_INDENT = " " * 30


class Command(BaseCommand):
    help = (
        "Load an invented year of three LEAs: people, evidence, reviews, awards, credit. Safe to"
        " repeat. Says on its output who can sign in, and on the error output how far it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--size", type=float, default=1.0, help="How large; 1, the default, is the whole year."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        held = ports()
        # Hundreds of mails are asked for, long ago in the year that is invented; none is sent.
        logging.getLogger("procrastinate.jobs").setLevel(logging.WARNING)
        try:
            loaded = load_demo(
                by=system("load_demo"),
                password=settings.DEMO_PASSWORD,
                vault=held.vault,
                files=held.files,
                base_url=settings.BASE_URL,
                say=lambda line: print(f"    {line}", file=sys.stderr, flush=True),  # noqa: T201 - progress, for whoever waits
                size=options["size"],
                now=held.clock.now(),
            )
        except NotADemoError as error:
            message = (
                "Set LONGLEAF_DEMO=1: only then does every page say that the data are invented."
            )
            raise CommandError(message) from error
        except ProblemsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("You can sign in as any of these invented people.")
        self.stdout.write(f"Everyone's password: {settings.DEMO_PASSWORD}\n\n")
        for one in loaded.sign_ins:
            self.stdout.write(f"  {one.email:<28}{one.name}\n")
            note = fill(one.note, 96, initial_indent=_INDENT, subsequent_indent=_INDENT)
            self.stdout.write(f"{note}\n")
