"""`longleaf verify`: whether a badge holds, offline and without a database."""

import json
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

import click

from longleaf.basis.day import day_in
from longleaf.basis.problem import ProblemsError
from longleaf.credential.bake import MAX_FILE_BYTES, credential_in
from longleaf.credential.document import members, read_document
from longleaf.credential.opened import opened
from longleaf.credential.ports import (
    GivenDocuments,
    GivenStatusLists,
    NoRegistry,
    RecognizedIssuers,
    TrustPort,
    published_at,
)
from longleaf.credential.presentation import verify_presentation
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.registry import RegistryTrust
from longleaf.credential.registry_file import MOST_BYTES, read_registry
from longleaf.credential.report import CheckResult, Outcome, Overall, Report
from longleaf.credential.verify import IS_PRESENTATION
from longleaf.credential.verify import verify as verify_credential
from longleaf.gateways.clock import SystemClock

_EXIT_CODES = {Overall.GOOD: 0, Overall.BAD: 1, Overall.COULD_NOT_CHECK: 2}
_MARKS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "FAILED",
    Outcome.COULD_NOT_CHECK: "could not check",
}
_VERDICTS = {
    Overall.GOOD: "The badge holds.",
    Overall.BAD: "The badge does not hold.",
    Overall.COULD_NOT_CHECK: "Nothing wrong was found, but not everything could be checked.",
}


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--status",
    "status_files",
    type=click.File("rb"),
    multiple=True,
    help="A status list that the badge names, saved from its address. May be repeated.",
)
@click.option(
    "--trust",
    "trust_file",
    type=click.File("rb"),
    help="Known issuers, as JSON: "
    '{"by": "who says so", "recognized": {"did:…": "name"}, "distrusted": ["did:…"]}.',
)
@click.option(
    "--registry",
    "registry_file",
    type=click.File("rb"),
    help="A registry of issuers: a site's /recognized-issuers/registry.json, saved, or a list of "
    "known DIDs in the form of the Digital Credentials Consortium.",
)
@click.option(
    "--issuer",
    "issuer_files",
    type=click.File("rb"),
    multiple=True,
    help="What an issuer publishes of its keys, saved from its address: the did.json of a did:web, "
    "or the profile at an https address. May be repeated.",
)
@click.option("--challenge", help="What whoever presents badges was asked to sign.")
@click.option("--domain", help="Whom a presentation must be meant for.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def verify(
    *,
    file: BinaryIO,
    status_files: tuple[BinaryIO, ...],
    trust_file: BinaryIO | None,
    registry_file: BinaryIO | None,
    issuer_files: tuple[BinaryIO, ...],
    challenge: str | None,
    domain: str | None,
    as_json: bool,
) -> None:
    """Check the badge in FILE: JSON, a JSON Web Token, or a baked PNG or SVG; - for standard input.

    A presentation of several is checked as well, with a report on each badge in it.

    Nothing is fetched and nothing is sent. Exit status: 0 the badge holds, 1 it does not, 2
    something could not be checked. A badge that names status lists needs them given with --status;
    without them, whether it was revoked could not be checked, and the exit status is 2.

    That nobody in --trust or --registry knows an issuer is said, but does not change the exit
    status: the signature shows who issued the badge, and you judge them. An issuer listed as
    distrusted makes it 1; so does an achievement that a registry shows to be somebody else's.
    """
    now = SystemClock().now()
    status = GivenStatusLists(dict(_status_list(given) for given in status_files))
    if trust_file and registry_file:
        message = "Give one of them: a registry says all that a list of issuers can."
        raise click.BadParameter(message, param_hint="--trust, --registry")
    trust: TrustPort = NoRegistry()
    if trust_file:
        trust = _trust(trust_file)
    elif registry_file:
        trust = _registry(registry_file, now)
    try:
        credential = credential_in(file.read(MAX_FILE_BYTES + 1))
    except RefusedError as error:
        report = _unreadable(error)
    else:
        asked = _Asked(trust, status, GivenDocuments(dict(map(_of_issuer, issuer_files))), now)
        report = _report(credential, asked, challenge=challenge, domain=domain)
    click.echo(json.dumps(report.as_json(), indent=2) if as_json else _in_words(report))
    sys.exit(_EXIT_CODES[report.overall])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the check may ask, and when."""

    trust: TrustPort
    status: GivenStatusLists
    documents: GivenDocuments
    now: datetime


def _report(
    credential: bytes, asked: _Asked, *, challenge: str | None, domain: str | None
) -> Report:
    report = verify_credential(
        credential,
        trust=asked.trust,
        status=asked.status,
        documents=asked.documents,
        now=asked.now,
    )
    if any(result.reason == IS_PRESENTATION for result in report):
        return verify_presentation(
            credential,
            trust=asked.trust,
            status=asked.status,
            documents=asked.documents,
            now=asked.now,
            challenge=challenge,
            domain=domain,
        )
    if challenge is not None or domain is not None:
        message = "Only a presentation answers a challenge; this is a badge alone."
        raise click.BadParameter(message, param_hint="--challenge, --domain")
    return report


def _in_words(report: Report) -> str:
    width = max(len(mark) for mark in _MARKS.values())
    first = max(len(name) for name in report.checks)
    lines = [
        f"{result.name:<{first}} {_MARKS[result.outcome]:<{width}}  {result.sentence} {result.fix}"
        for result in report
    ]
    lines += [
        f"{name:<{first}} {'not checked':<{width}}  An earlier check comes first."
        for name in report.not_made
    ]
    for inner in report.within:
        lines += ["", f"Within it: {inner.name or inner.id}", *_in_words(inner.report).split("\n")]
    return "\n".join([*(line.rstrip() for line in lines), "", _VERDICTS[report.overall]])


def _unreadable(error: RefusedError) -> Report:
    outcome = Outcome.COULD_NOT_CHECK if isinstance(error, CannotCheckError) else Outcome.FAILED
    result = CheckResult("readable", outcome, error.reason, error.sentence, error.fix)
    return Report((result,))


def _status_list(given: BinaryIO) -> tuple[str, bytes]:
    """The list and the address it says it is published at; `verify` checks that it may say so."""
    try:
        raw = given.read(MAX_FILE_BYTES + 1)
        address = opened(raw).get("id")
    except RefusedError as error:
        message = f"{given.name}: {error.sentence}"
        raise click.BadParameter(message, param_hint="--status") from error
    if not isinstance(address, str):
        message = f"{given.name} does not say which list it is; it has no id."
        raise click.BadParameter(message, param_hint="--status")
    return address, raw


def _of_issuer(given: BinaryIO) -> tuple[str, bytes]:
    """An issuer's document and the address that its id says it is published at."""
    try:
        raw = given.read(MAX_FILE_BYTES + 1)
        return published_at(str(read_document(raw).get("id"))), raw
    except RefusedError as error:
        message = f"{given.name}: {error.sentence}"
        raise click.BadParameter(message, param_hint="--issuer") from error


def _trust(given: BinaryIO) -> TrustPort:
    try:
        document = read_document(given.read(MAX_FILE_BYTES + 1))
    except RefusedError as error:
        message = f"{given.name}: {error.sentence}"
        raise click.BadParameter(message, param_hint="--trust") from error
    unknown = document.keys() - {"by", "recognized", "distrusted"}
    distrusted = document.get("distrusted", [])
    if (
        unknown
        or not isinstance(distrusted, list)
        or not isinstance(document.get("recognized", {}), dict)
    ):
        message = f'{given.name} may hold "recognized" (names by id), "distrusted" (ids) and "by".'
        raise click.BadParameter(message, param_hint="--trust")
    return RecognizedIssuers(
        {issuer: str(name) for issuer, name in members(document.get("recognized")).items()},
        distrusted=[str(issuer) for issuer in distrusted],
        by=str(document.get("by", "")),
    )


def _registry(given: BinaryIO, now: datetime) -> TrustPort:
    try:
        held = read_registry(given.read(MOST_BYTES + 1), name=given.name)
    except ProblemsError as error:
        message = f"{given.name}: {error}"
        raise click.BadParameter(message, param_hint="--registry") from error
    try:
        on = day_in(held.zone, now)
    except (KeyError, ValueError) as error:
        message = f"{given.name}: there is no time zone {held.zone}."
        raise click.BadParameter(message, param_hint="--registry") from error
    return RegistryTrust(held, on=on, zone=held.zone)
