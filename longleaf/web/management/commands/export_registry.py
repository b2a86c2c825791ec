"""export_registry: the registry of issuers as a file, for checking elsewhere and offline."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from longleaf.credential.registry_file import write_known_dids, write_registry
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries.registry import whole_registry
from longleaf.records.queries.trust_export import known_today


class Command(BaseCommand):
    help = (
        "Write the registry of issuers to a file: whole, for longleaf verify --registry, or as a"
        " list of known DIDs, which verifiers of the Digital Credentials Consortium read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Where to write it; - for standard output.")
        parser.add_argument(
            "--known-dids", action="store_true", help="Only who is recognized today, by name."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = ports().clock.now()
        base_url = settings.BASE_URL
        if options["known_dids"]:
            known = known_today(base_url=base_url, on=legal_day(now))
            found = write_known_dids(known, made_at=now)
        else:
            found = write_registry(whole_registry(base_url=base_url), made_at=now)
        text = json.dumps(found, indent=1, ensure_ascii=False)
        if str(options["file"]) == "-":
            self.stdout.write(text)
        else:
            options["file"].write_text(f"{text}\n", encoding="utf-8")
            self.stdout.write(f"The registry is in {options['file']}.")
