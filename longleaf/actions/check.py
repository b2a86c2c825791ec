"""Checking a badge that somebody hands us: what this site knows of issuers and status lists."""

import json
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.status_list import address_of, edition_to_serve
from longleaf.basis.ports import KeyVault
from longleaf.credential.bake import credential_in
from longleaf.credential.document import JsonObject
from longleaf.credential.ports import RecognizedIssuers
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.report import CheckResult, Outcome, Report
from longleaf.credential.verify import verify
from longleaf.records.queries.badge import issuer_names, published_document


class OwnStatusLists:
    """The lists that this site publishes; nothing is fetched for others."""

    def __init__(self, *, vault: KeyVault, base_url: str, now: datetime) -> None:
        self._vault = vault
        self._base_url = base_url
        self._now = now

    def status_list(self, url: str) -> JsonObject | bytes | None:
        """See `StatusPort.status_list`."""
        try:
            identifier = UUID(url.rpartition("/")[2])
            if url != address_of(identifier, base_url=self._base_url):
                return None
            edition, _ = edition_to_serve(
                status_list=identifier, vault=self._vault, base_url=self._base_url, now=self._now
            )
        except (ValueError, NoSuchRecordError):
            return None
        return edition.encode()


def check_badge(file: bytes, *, vault: KeyVault, base_url: str, now: datetime) -> Report:
    """Check a badge as it was handed in: JSON, or a baked PNG or SVG.

    Never raises for bad input. The issuers known here are those whose keys this site keeps.
    """
    try:
        credential = credential_in(file)
    except RefusedError as error:
        outcome = Outcome.COULD_NOT_CHECK if isinstance(error, CannotCheckError) else Outcome.FAILED
        return Report((CheckResult("readable", outcome, error.reason, error.sentence, error.fix),))
    return verify(
        credential,
        trust=RecognizedIssuers(issuer_names(), by=f"this site, {urlsplit(base_url).netloc}"),
        status=OwnStatusLists(vault=vault, base_url=base_url, now=now),
        now=now,
    )


def badge_at(address: str, *, base_url: str) -> bytes | None:
    """The published badge at an address of this site; None for any other address.

    Addresses elsewhere are not fetched: whoever holds such a badge can hand in its file.
    """
    prefix = f"{base_url}/badges/"
    if not address.startswith(prefix):
        return None
    try:
        document = published_document(UUID(address.removeprefix(prefix).partition(".")[0]))
    except ValueError:
        return None
    return None if document is None else document.encode()


def claims_of(file: bytes) -> JsonObject | None:
    """What the badge says of itself, unchecked, to show beside the report; None if unreadable."""
    try:
        found = json.loads(credential_in(file))
    except (RefusedError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
