"""Checking a badge that somebody hands us: what this site knows of issuers and status lists."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict
from urllib.parse import urlsplit
from uuid import UUID

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.own_issuer import KeysSeen, OwnDocuments, TrustInOwnKeys
from longleaf.actions.status_list import edition_at
from longleaf.basis.day import day_in
from longleaf.basis.ports import KeyVault, Outside
from longleaf.credential.bake import credential_in
from longleaf.credential.document import JsonObject, as_list, members
from longleaf.credential.opened import opened
from longleaf.credential.ports import (
    DocumentKeys,
    DocumentPort,
    KeyPort,
    StatusPort,
    TrustPort,
)
from longleaf.credential.presentation import verify_presentation
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.registry import RegistryTrust
from longleaf.credential.report import CheckResult, Outcome, Report
from longleaf.credential.verify import verify
from longleaf.records.queries.badge import award_state_at, published_document
from longleaf.records.queries.registry import ZONE, RecordedRegistry


class KnownStatusLists:
    """The lists that this site publishes, from the records; those of others, from outside."""

    def __init__(self, *, vault: KeyVault, outside: Outside | None, now: datetime) -> None:
        self._vault = vault
        self._outside = outside
        self._now = now

    def status_list(self, url: str) -> JsonObject | bytes | None:
        """See `StatusPort.status_list`."""
        try:
            edition, _ = edition_at(address=url, vault=self._vault, now=self._now)
        except (NoSuchRecordError, ValueError):  # no text for the database, as with a NUL in it
            return None if self._outside is None else self._outside.status_list(url)
        return edition.encode()


def check_badge(
    file: bytes,
    *,
    vault: KeyVault,
    base_url: str,
    outside: Outside | None = None,
    now: datetime,
) -> Report:
    """Check a badge as it was handed in: JSON, a token, or a baked PNG or SVG.

    Never raises for bad input. The issuers known here are those of the registry, and those whose
    keys this site keeps.

    Args:
        file: As it came.
        vault: For lists of our own.
        base_url: The site's own address.
        outside: Gets what the badge keeps elsewhere; None to ask nobody.
        now: The moment for which it is checked.
    """
    try:
        credential = credential_in(file)
    except RefusedError as error:
        outcome = Outcome.COULD_NOT_CHECK if isinstance(error, CannotCheckError) else Outcome.FAILED
        return Report((CheckResult("readable", outcome, error.reason, error.sentence, error.fix),))
    known = _what_is_known(vault=vault, base_url=base_url, outside=outside, now=now)
    report = verify(credential, **known)
    return as_we_know_it(report, document_in(file))


def check_presentation(
    presentation: bytes | str | JsonObject,
    *,
    challenge: str | None,
    domain: str | None,
    vault: KeyVault,
    base_url: str,
    outside: Outside | None = None,
    now: datetime,
) -> Report:
    """Check a presentation and each credential in it, knowing what `check_badge` knows."""
    known = _what_is_known(vault=vault, base_url=base_url, outside=outside, now=now)
    return verify_presentation(presentation, challenge=challenge, domain=domain, **known)


class _Known(TypedDict):
    trust: TrustPort
    status: StatusPort
    now: datetime
    keys: KeyPort
    documents: DocumentPort


def _what_is_known(
    *, vault: KeyVault, base_url: str, outside: Outside | None, now: datetime
) -> _Known:
    site = f"this site, {urlsplit(base_url).netloc}"
    registry = RegistryTrust(RecordedRegistry(base_url=base_url), on=day_in(ZONE, now), zone=ZONE)
    outside = None if outside is None else outside.for_one_check()
    documents = OwnDocuments(outside)
    keys = KeysSeen(DocumentKeys(documents))
    return _Known(
        trust=TrustInOwnKeys(registry, seen=keys, by=site),
        status=KnownStatusLists(vault=vault, outside=outside, now=now),
        now=now,
        keys=keys,
        documents=documents,
    )


_OF_OWN = {
    "suspended": (
        "suspended",
        "The issuer has suspended this badge for now.",
        "Ask the issuer, or check again later.",
    ),
    "active": (
        "replaced",
        "This copy was withdrawn while its award was suspended. The award holds again, "
        "with a newer badge.",
        "Ask whoever showed you this for the badge as it is now.",
    ),
}


def as_we_know_it(report: Report, document: JsonObject | None) -> Report:
    """The report, saying of an award of this site what a list cannot: it is only suspended.

    The published schema gives a badge one place on one list, and other verifiers look for
    "revocation" there. So that list ends a copy whatever the reason; here we know the award.
    """
    status = report.result("status")
    if status is None or status.reason != "revoked" or document is None:
        return report
    places = [members(entry) for entry in as_list(document.get("credentialStatus"))]
    said = _OF_OWN.get(
        award_state_at(
            [(entry.get("statusListCredential"), entry.get("statusListIndex")) for entry in places]
        )
    )
    if said is None:
        return report
    ours = replace(status, reason=said[0], sentence=said[1], fix=said[2])
    return Report(tuple(ours if result is status else result for result in report))


def badge_at(address: str, *, base_url: str, on: date) -> bytes | None:
    """The published badge at an address of this site; None for any other address.

    An address that the site had before will do, if that is how the badge names itself.
    """
    try:
        badge = UUID(address.rpartition("/badges/")[2].partition(".")[0])
    except ValueError:
        return None
    document = published_document(badge, on=on)
    if document is None:
        return None
    here = f"{base_url}/badges/{badge}"
    own = json.loads(document).get("id")
    named = address.removesuffix(".json").removesuffix(".png").removesuffix(".svg")
    return document.encode() if named in (here, own) else None


def document_in(file: bytes) -> JsonObject | None:
    """The credential in a file, unchecked; None if it cannot be read."""
    try:
        return opened(credential_in(file))
    except RefusedError:
        return None
