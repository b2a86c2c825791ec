"""load_pack: a jurisdiction's organizations and frameworks, into the database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from longleaf.actions.pack import load_pack
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports


class Command(BaseCommand):
    help = "Load a jurisdiction's department, LEAs, partners and frameworks. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="The pack's name, such as north_carolina.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            done = load_pack(by=system("load_pack"), name=options["name"], now=ports().clock.now())
        except ProblemsError as error:
            raise CommandError(str(error)) from error
        for line in done.lines():
            self.stdout.write(line)
