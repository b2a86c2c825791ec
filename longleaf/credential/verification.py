"""What the checks of every form of credential share: results in order, and the checks themselves.

A form (Data Integrity, a JSON Web Token, a hosted badge …) finds out what was signed and by whom;
from there on all are held to the same.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn, TypeVar

from longleaf.credential.clr_check import reports_within
from longleaf.credential.document import JsonObject, as_list, identifier_of
from longleaf.credential.endorsement_check import check_endorsements
from longleaf.credential.instants import parse_instant, show_day
from longleaf.credential.ports import (
    DocumentPort,
    KeyPort,
    NoRegistry,
    NoStatusLists,
    StatusPort,
    TrustPort,
)
from longleaf.credential.proof_check import CLOCK_TOLERANCE, Signature, check_proof_dates
from longleaf.credential.refusal import CannotCheckError, RefusedError
from longleaf.credential.related_resource import check_related_contexts
from longleaf.credential.report import CHECKS, CheckResult, Outcome, Report, Within
from longleaf.credential.schema.of_shapes import serious_problems_in
from longleaf.credential.status_check import check_status
from longleaf.credential.suites.claims import Claims
from longleaf.credential.trust_check import check_trust

_CONTEXTS_KNOWN = CheckResult(
    "contexts",
    Outcome.PASSED,
    "contexts_known",
    "Every term in it is defined by published vocabularies that are kept here.",
)
_COMPLETE = CheckResult(
    "schema", Outcome.PASSED, "complete", "It has all that the standard asks for."
)
_SIGNATURE_HOLDS = CheckResult(
    "proof", Outcome.PASSED, "signature_holds", "It has not been changed since it was signed."
)
_MAX_PROBLEMS_SAID = 3
_MAX_DEPTH = 3  # an endorsement of a badge in a learner record in a presentation
_FIRST_DAYS = ("validFrom", "issuanceDate")  # VC 2.0, VC 1.1
_LAST_DAYS = ("validUntil", "expirationDate")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a check of a credential may ask, and when it is made.

    Attributes:
        trust: Knows who recognizes which issuer.
        status: Gets status lists.
        now: The moment for which the credential is checked.
        keys: Finds keys.
        documents: Gets what others publish; None if nothing may be fetched.
        verify: Checks a credential of any form that this one names or holds.
        depth: How many credentials the one being checked stands inside of.
    """

    trust: TrustPort
    status: StatusPort
    now: datetime
    keys: KeyPort
    documents: DocumentPort | None
    verify: Callable[[bytes | str | JsonObject, "Circumstances"], Report]
    depth: int = 0

    def verify_within(self, credential: JsonObject | str) -> Report:
        """Check a credential that stands inside the one being checked."""
        if self.depth >= _MAX_DEPTH:
            sentence = "Credentials inside credentials inside credentials are not read."
            deep = CheckResult("readable", Outcome.COULD_NOT_CHECK, "nested_too_deep", sentence)
            return Report((deep,))
        return self.verify(credential, replace(self, depth=self.depth + 1))

    def for_status_lists(self) -> "Circumstances":
        """The same for a status list's own credential, which has no list and no standing itself."""
        return replace(self, trust=NoRegistry(), status=NoStatusLists())


class Stop(Exception):  # noqa: N818 - ends the checks; it is not an error
    """A check did not pass, and the later ones would mean nothing."""


class Verification:
    """The checks of one document, made in order."""

    def __init__(self, circumstances: Circumstances, checks: tuple[str, ...] = CHECKS) -> None:
        """Take what may be asked, and the names of the checks there are to make."""
        self.circumstances = circumstances
        self._checks = checks
        self._results: list[CheckResult] = []
        self.within: list[Within] = []

    def report(self, make: Callable[[], None]) -> Report:
        """Make the checks; `Stop` ends them."""
        with suppress(Stop):
            make()
        return Report(tuple(self._results), self._checks, tuple(self.within))

    def attempt(self, name: str, check: Callable[[], _Result]) -> _Result:
        """What a check returns; if it raises, that is its result and the end.

        Raises:
            Stop: If it did.
        """
        try:
            return check()
        except RefusedError as error:
            self.stop(name, error)

    def passed(self, name: str, reason: str, sentence: str) -> None:
        """Note that a check passed."""
        self.add(CheckResult(name, Outcome.PASSED, reason, sentence))

    def refused(self, name: str, error: RefusedError) -> None:
        """Note that a check failed or could not be made, and go on."""
        self.add(_result(name, error))

    def stop(self, name: str, error: RefusedError) -> NoReturn:
        """Note that a check failed or could not be made, and make no more.

        Raises:
            Stop: Always.
        """
        self.refused(name, error)
        raise Stop from error

    def add(self, result: CheckResult) -> None:
        """Note a result."""
        self._results.append(result)

    def check_claims(
        self,
        document: JsonObject,
        *,
        claims: Claims,
        prove: Callable[[], Sequence[Signature]],
        proofs: Sequence[object] = (),
    ) -> None:
        """Make all checks of a readable credential: contexts, schema, proof, and what follows.

        Args:
            document: What the credential says.
            claims: The same, for its canonical bytes.
            prove: Returns the signatures that hold, or raises.
            proofs: Data Integrity proofs, for their own dates.

        Raises:
            Stop: If a check ends them.
        """
        self.check_contexts(document, claims)
        is_complete = self.check_schema(document, claims)
        signatures = self.attempt("proof", prove)
        self.add(_SIGNATURE_HOLDS)
        if not is_complete:
            raise Stop
        self.check_issuer(document, signatures)
        self.check_dates(document, proofs)
        self.check_status(document)
        self.check_trust(document)
        self.check_endorsements(document)
        self.check_within(document)

    def check_contexts(self, document: JsonObject, claims: Claims) -> None:
        """Every term defined by vocabularies kept here, in the edition the issuer used."""
        self.attempt("contexts", lambda: _check_contexts(document, claims))
        self.add(_CONTEXTS_KNOWN)

    def check_schema(self, document: JsonObject, claims: Claims | None = None) -> bool:
        """All that the standards ask for; False if not, so that later checks can be left out."""
        recognized = None if claims is None else claims.recognized
        problems = serious_problems_in(document, recognized)
        if not problems:
            self.add(_COMPLETE)
            return True
        said = "; ".join(str(problem) for problem in problems[:_MAX_PROBLEMS_SAID])
        more = len(problems) - _MAX_PROBLEMS_SAID
        rest = f" (and {more} more)" if more > 0 else ""
        self.refused("schema", RefusedError("not_as_the_standard_asks", f"{said}{rest}"))
        return False

    def check_issuer(self, document: JsonObject, signatures: Sequence[Signature]) -> None:
        """One of the signatures is the issuer's own, by a key that it lets assert."""
        issuer = identifier_of(document.get("issuer")) or ""
        others = []
        unknown: CannotCheckError | None = None
        refused: RefusedError | None = None
        own = 0
        for signature in signatures:
            try:
                if self.circumstances.keys.may_assert_for(issuer, signature.key):
                    self.check_key_in_use(signature)
                    own += 1
                else:
                    others.append(signature.key.controller)
            except CannotCheckError as error:
                unknown = unknown or error
            except RefusedError as error:
                refused = refused or error
        if refused is not None:
            self.stop("issuer", refused)
        if own:
            also = f" Also signed by {_listed(others)}." if others else ""
            sentence = f"It was signed by its issuer, {issuer}.{also}"
            self.passed("issuer", "signed_by_issuer", sentence)
        elif unknown is not None:
            self.refused("issuer", unknown)
        else:
            self.stop("issuer", _by_somebody_else(issuer))

    def check_key_in_use(self, signature: Signature) -> None:
        """Return if the owner has not withdrawn the key, nor ceased to use it before it signed.

        Raises:
            RefusedError: If so.
        """
        key, now = signature.key, self.circumstances.now
        if key.revoked is not None and key.revoked <= now:
            raise RefusedError(
                "key_withdrawn",
                f"Its owner withdrew the key it was signed with on {show_day(key.revoked)}; "
                "somebody else may have signed with it.",
                "Ask the issuer whether it is theirs, and for one signed anew.",
            )
        if key.expires is not None and (signature.created or now) > key.expires:
            raise RefusedError(
                "key_expired",
                f"It was signed with a key that its owner used until {show_day(key.expires)}.",
                "Ask the issuer whether it is theirs.",
            )

    def check_dates(self, document: JsonObject, proofs: Sequence[object] = ()) -> None:
        """Today lies in its period and in those of its proofs."""
        now = self.circumstances.now
        try:
            sentence = _check_period(document, now)
            check_proof_dates(proofs, now)
        except RefusedError as error:
            self.refused("dates", error)
        else:
            self.passed("dates", "in_its_period", sentence)

    def check_status(self, document: JsonObject) -> None:
        """Not revoked or suspended by the lists that it names."""

        def verify_list(credential: JsonObject | bytes) -> Report:
            listed = self.circumstances.for_status_lists()
            return listed.verify(credential, listed)

        self.add(check_status(document, status=self.circumstances.status, verify=verify_list))

    def check_trust(self, document: JsonObject) -> None:
        """Who stands behind the issuer."""
        is_shown = any(
            result.name == "issuer" and result.outcome is Outcome.PASSED for result in self._results
        )
        self.add(check_trust(document, trust=self.circumstances.trust, is_issuer_shown=is_shown))

    def check_endorsements(self, document: JsonObject) -> None:
        """What others say of it is theirs."""
        self.add(check_endorsements(document, verify=self.circumstances.verify_within))

    def check_within(self, document: JsonObject) -> None:
        """Each credential in a learner record, with a report of its own."""
        self.within += reports_within(document, verify=self.circumstances.verify_within)


def _result(name: str, error: RefusedError) -> CheckResult:
    outcome = Outcome.COULD_NOT_CHECK if isinstance(error, CannotCheckError) else Outcome.FAILED
    return CheckResult(name, outcome, error.reason, error.sentence, error.fix)


def _check_contexts(document: JsonObject, claims: Claims) -> None:
    if not as_list(document.get("@context")):
        raise RefusedError("no_context", "It is a JSON document, but not a badge or credential.")
    _ = claims.nquads
    check_related_contexts(document)


def _by_somebody_else(issuer: str) -> RefusedError:
    return RefusedError(
        "not_signed_by_issuer",
        f"It names {issuer[:120]} as its issuer, but somebody else signed it.",
        "Do not rely on it.",
    )


def _check_period(document: JsonObject, now: datetime) -> str:
    said = []
    for name in _FIRST_DAYS:
        if name in document:
            first = parse_instant(document[name])
            if first > now + CLOCK_TOLERANCE:
                message = f"It is valid only from {show_day(first)}."
                raise RefusedError("not_yet_valid", message, "Check it again after that.")
            said.append(f"valid since {show_day(first)}")
    for name in _LAST_DAYS:
        if name in document:
            last = parse_instant(document[name])
            if last < now:
                message = f"It expired on {show_day(last)}."
                raise RefusedError("expired", message, "Ask the holder for a renewed one.")
            said.append(f"valid until {show_day(last)}")
    if document.keys().isdisjoint(_LAST_DAYS):
        said.append("it does not expire")
    return f"Today lies in its period: {', '.join(said)}."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(name[:120] for name in dict.fromkeys(names))
