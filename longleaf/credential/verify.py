"""Verifying: a credential in, a report out, check by check. Nothing is fetched or raised."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from longleaf.credential.clr_check import reports_within
from longleaf.credential.document import (
    JsonObject,
    as_list,
    identifier_of,
    limited,
    read_document,
)
from longleaf.credential.endorsement_check import check_endorsements
from longleaf.credential.instants import parse_instant, show_day
from longleaf.credential.keys import VerificationKey
from longleaf.credential.ports import (
    DidKeys,
    KeyPort,
    NoRegistry,
    NoStatusLists,
    StatusPort,
    TrustPort,
)
from longleaf.credential.proof_check import CLOCK_TOLERANCE, check_proof_dates, check_proofs
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.report import CheckResult, Outcome, Report, Within
from longleaf.credential.schema import serious_problems_of
from longleaf.credential.status_check import check_status
from longleaf.credential.suites.claims import Claims
from longleaf.credential.trust_check import check_trust

_VC_1_1 = "https://www.w3.org/2018/credentials/v1"
_MAX_PROBLEMS_SAID = 3
_MAX_DEPTH = 2  # a badge in a learner record, with its endorsements
_Result = TypeVar("_Result")


def verify(
    document: bytes | str | JsonObject,
    *,
    trust: TrustPort,
    status: StatusPort,
    now: datetime,
    keys: KeyPort | None = None,
) -> Report:
    """Check a credential, in the order of `report.CHECKS`.

    Never raises for bad input of any kind. A check that depends on one that did not pass is not
    made, and is not reported as passed.

    Args:
        document: The credential as it came, or already parsed.
        trust: Knows who recognizes which issuer.
        status: Gets status lists.
        now: The moment for which the credential is checked.
        keys: Finds keys; None for did:key alone, which needs no network.
    """
    return _Verification(trust=trust, status=status, now=now, keys=keys or DidKeys()).run(document)


class _Stop(Exception):  # noqa: N818 - ends the checks; it is not an error
    """A check did not pass, and the later ones would mean nothing."""


class _Verification:
    def __init__(
        self, *, trust: TrustPort, status: StatusPort, now: datetime, keys: KeyPort, depth: int = 0
    ) -> None:
        self._trust = trust
        self._status = status
        self._now = now
        self._keys = keys
        self._depth = depth
        self._results: list[CheckResult] = []
        self._within: tuple[Within, ...] = ()
        self._document: JsonObject | None = None

    def run(self, document: bytes | str | JsonObject) -> Report:
        with suppress(_Stop):
            self._check_all(document)
        return Report(tuple(self._results), self._within)

    def _check_all(self, given: bytes | str | JsonObject) -> None:
        document = self._document = self._attempt("readable", lambda: _read(given))
        self._pass("readable", "readable", "The file is a whole JSON document.")

        claims = Claims(document)
        self._attempt("contexts", lambda: _check_contexts(claims))
        self._pass(
            "contexts",
            "contexts_known",
            "Every term in it is defined by published vocabularies that are kept here.",
        )
        is_complete = self._check_schema(document)
        signers = self._attempt("proof", lambda: check_proofs(document, claims, keys=self._keys))
        self._pass("proof", "signature_holds", "It has not been changed since it was signed.")
        if not is_complete:
            raise _Stop
        self._check_issuer(document, signers)
        self._check_dates(document)
        self._results.append(
            check_status(document, status=self._status, verify=self._verify_status_list)
        )
        self._results.append(check_trust(document, trust=self._trust))
        self._results.append(check_endorsements(document, verify=self._verify_within))
        self._within = tuple(reports_within(document, verify=self._verify_within))

    def _check_schema(self, document: JsonObject) -> bool:
        if _VC_1_1 in as_list(document.get("@context"))[:1]:
            error = CannotCheckError(
                "older_standard", "It follows version 1.1 of the standard; 2.0 is checked here."
            )
            self._fail("schema", error)
            return False
        problems = serious_problems_of(document)
        if not problems:
            sentence = "It has all that the standard asks for."
            self._pass("schema", "complete", sentence)
            return True
        said = "; ".join(str(problem) for problem in problems[:_MAX_PROBLEMS_SAID])
        more = len(problems) - _MAX_PROBLEMS_SAID
        rest = f" (and {more} more)" if more > 0 else ""
        self._fail("schema", RefusedError("not_as_the_standard_asks", f"{said}{rest}"))
        return False

    def _check_issuer(self, document: JsonObject, signers: list[VerificationKey]) -> None:
        issuer = identifier_of(document["issuer"]) or ""
        unknown: CannotCheckError | None = None
        for key in signers:
            try:
                authorized = self._keys.may_assert_for(issuer, key)
            except CannotCheckError as error:
                unknown = error
                continue
            if not authorized:
                wrong = RefusedError(
                    "not_signed_by_issuer",
                    f"It names {issuer[:120]} as its issuer, but somebody else signed it.",
                    "Do not rely on it.",
                )
                self._fail("issuer", wrong)
                raise _Stop
        if unknown is not None:
            self._fail("issuer", unknown)
        else:
            self._pass("issuer", "signed_by_issuer", f"It was signed by its issuer, {issuer}.")

    def _check_dates(self, document: JsonObject) -> None:
        try:
            sentence = _check_period(document, self._now)
            check_proof_dates(as_list(document.get("proof")), self._now)
        except RefusedError as error:
            self._fail("dates", error)
        else:
            self._pass("dates", "in_its_period", sentence)

    def _verify_within(self, given: JsonObject | str) -> tuple[Report, JsonObject | None]:
        """Verify a credential inside this one, and read what it says."""
        if self._depth >= _MAX_DEPTH:
            error = CannotCheckError(
                "nested_too_deep", "Credentials inside credentials inside credentials are not read."
            )
            return Report((_result("readable", error),)), None
        inner = _Verification(
            trust=self._trust,
            status=self._status,
            now=self._now,
            keys=self._keys,
            depth=self._depth + 1,
        )
        return inner.run(given), inner._document

    def _verify_status_list(self, credential: JsonObject) -> Report:
        return verify(
            credential,
            trust=NoRegistry(),
            status=NoStatusLists(),
            now=self._now,
            keys=self._keys,
        )

    def _attempt(self, name: str, check: Callable[[], _Result]) -> _Result:
        try:
            return check()
        except RefusedError as error:
            self._fail(name, error)
            raise _Stop from error

    def _pass(self, name: str, reason: str, sentence: str) -> None:
        self._results.append(CheckResult(name, Outcome.PASSED, reason, sentence))

    def _fail(self, name: str, error: RefusedError) -> None:
        self._results.append(_result(name, error))


def _result(name: str, error: RefusedError) -> CheckResult:
    outcome = Outcome.COULD_NOT_CHECK if isinstance(error, CannotCheckError) else Outcome.FAILED
    return CheckResult(name, outcome, error.reason, error.sentence, error.fix)


def _read(given: bytes | str | JsonObject) -> JsonObject:
    return read_document(given) if isinstance(given, bytes | str) else limited(given)


def _check_contexts(claims: Claims) -> None:
    if not as_list(claims.document.get("@context")):
        raise RefusedError("no_context", "It is a JSON document, but not a badge or credential.")
    _ = claims.nquads


def _check_period(document: JsonObject, now: datetime) -> str:
    said = []
    if "validFrom" in document:
        first = parse_instant(document["validFrom"])
        if first > now + CLOCK_TOLERANCE:
            message = f"It is valid only from {show_day(first)}."
            raise RefusedError("not_yet_valid", message, "Check it again after that.")
        said.append(f"valid since {show_day(first)}")
    if "validUntil" in document:
        last = parse_instant(document["validUntil"])
        if last < now:
            message = f"It expired on {show_day(last)}."
            raise RefusedError("expired", message, "Ask the holder for a renewed one.")
        said.append(f"valid until {show_day(last)}")
    else:
        said.append("it does not expire")
    return f"Today lies in its period: {', '.join(said)}."
