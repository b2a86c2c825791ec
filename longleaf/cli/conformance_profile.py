"""What the conformance profile answers: every way of securing a credential, in memory."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, unquote

from longleaf.basis.problem import ProblemsError
from longleaf.credential.did.resolution import resolve_did
from longleaf.credential.document import JsonObject, as_list, identifier_of, read_document
from longleaf.credential.envelope import envelope
from longleaf.credential.instants import show_instant
from longleaf.credential.issue import issue
from longleaf.credential.jose.credential import issue_jwt
from longleaf.credential.keys import VerificationKey
from longleaf.credential.ports import DidKeys, NoRegistry
from longleaf.credential.presentation import verify_presentation
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Report
from longleaf.credential.schema import serious_problems_of
from longleaf.credential.schema.verifiable_credential_1_1 import CREDENTIALS_V1, is_of_1_1
from longleaf.credential.signer import SoftwareSigner, new_secret, signer_from
from longleaf.credential.status_list import (
    PURPOSES,
    StatusList,
    status_entry,
    status_list_credential,
)
from longleaf.credential.suites import Cryptosuite, cryptosuite
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.ecdsa_sd_2023 import EcdsaSd2023
from longleaf.credential.vc_api import (
    BAD_REQUEST,
    OK,
    Answer,
    Secured,
    bad_request,
    derive_answer,
    issue_answer,
    status_answer,
    verify_answer,
    verify_presentation_answer,
)
from longleaf.credential.verify import verify

_DATA_INTEGRITY: Final = "https://w3id.org/security/data-integrity/v2"
_ISSUE: Final = "/credentials/issue"
_IDENTIFIERS: Final = "/1.0/identifiers/"
_NOT_FOUND: Final = 404


@dataclass(frozen=True, slots=True)
class Way:
    """One way of securing a credential.

    Attributes:
        kind: The kind of key.
        suite: The cryptosuite; "jose" for a JSON Web Token in an envelope.
        purpose: The status list that each credential gets an entry in; "" for none.
    """

    kind: str
    suite: str
    purpose: str = ""


WAYS: Final[Mapping[str, Way]] = {
    "eddsa-rdfc-2022": Way("Ed25519", "eddsa-rdfc-2022"),
    "eddsa-jcs-2022": Way("Ed25519", "eddsa-jcs-2022"),
    "ecdsa-rdfc-2019": Way("P-256", "ecdsa-rdfc-2019"),
    "ecdsa-rdfc-2019-p384": Way("P-384", "ecdsa-rdfc-2019"),
    "ecdsa-jcs-2019": Way("P-256", "ecdsa-jcs-2019"),
    "ecdsa-jcs-2019-p384": Way("P-384", "ecdsa-jcs-2019"),
    "ecdsa-sd-2023": Way("P-256", "ecdsa-sd-2023"),
    "jose-eddsa": Way("Ed25519", "jose"),
    "jose-es256": Way("P-256", "jose"),
    "jose-es384": Way("P-384", "jose"),
    "revocation": Way("Ed25519", "eddsa-rdfc-2022", "revocation"),
    "suspension": Way("Ed25519", "eddsa-rdfc-2022", "suspension"),
}


class Profile:
    """The answers, by path; safe to ask from several threads."""

    def __init__(self, base: str, *, now: Callable[[], datetime]) -> None:
        """Make the keys.

        Args:
            base: Where it is served, such as "http://127.0.0.1:4000".
            now: Tells the time.
        """
        self._base = base
        self._now = now
        kinds = {way.kind for way in WAYS.values()}
        self._signers = {kind: signer_from(kind, new_secret(kind)) for kind in kinds}
        self._lists = _Lists(base, self._signers["Ed25519"], now)
        self._posts: dict[str, Callable[[object], Answer]] = {
            "/credentials/verify": lambda body: verify_answer(body, check=self._check),
            "/credentials/derive": derive_answer,
            "/credentials/status": lambda body: status_answer(body, change=self._lists.change),
            "/presentations/verify": lambda body: verify_presentation_answer(
                body, check=self._check_presentation
            ),
            _ISSUE: self._issuing(WAYS["eddsa-rdfc-2022"]),
            **{f"/{name}{_ISSUE}": self._issuing(way) for name, way in WAYS.items()},
        }

    def issuers(self) -> dict[str, str]:
        """The identifier of the issuer behind each address that issues."""
        found = {_ISSUE: self._signers["Ed25519"].controller}
        return found | {
            f"/{name}{_ISSUE}": self._signers[way.kind].controller for name, way in WAYS.items()
        }

    def get(self, path: str) -> Answer:
        """Answer a GET: what there is, or a status list."""
        if path == "/":
            return Answer(OK, {"profile": "conformance", "issuers": dict(self.issuers())})
        if path.startswith(_IDENTIFIERS):
            return _resolved(path)
        found = self._lists.status_list(self._base + path)
        return _unknown(path) if found is None else Answer(OK, found)

    def post(self, path: str, body: bytes) -> Answer:
        """Answer a POST."""
        if path.endswith("/publish") and self._lists.status_list(
            self._base + path.removesuffix("/publish")
        ):
            return Answer(204, {})  # lists are always up to date
        answer = self._posts.get(path)
        if answer is None:
            return _unknown(path)
        try:
            return answer(read_document(body))
        except RefusedError as error:
            return bad_request(error.sentence)

    def _issuing(self, way: Way) -> Callable[[object], Answer]:
        return lambda body: issue_answer(
            body, issue=lambda credential, options: self._issue(way, credential, options)
        )

    def _issue(self, way: Way, credential: JsonObject, options: JsonObject) -> JsonObject:
        signer, now = self._signers[way.kind], self._now()
        document = _with_terms_of_proofs(credential) if way.suite != "jose" else credential
        if way.purpose:
            document = document | {"credentialStatus": self._lists.entry(document, way.purpose)}
        if way.suite == "jose":
            return envelope(issue_jwt(document, signer=signer, now=now))
        suite = cryptosuite(way.suite)
        if isinstance(suite, EcdsaSd2023):
            pointers = options.get("mandatoryPointers")
            suite = EcdsaSd2023(
                [str(one) for one in as_list(pointers)] if pointers is not None else None
            )
        secure = _issue_1_1 if is_of_1_1(document) else issue
        return secure(document, signer=signer, now=now, suite=suite)

    def _check(self, credential: Secured) -> Report:
        return verify(
            credential,
            trust=NoRegistry(),
            status=self._lists,
            now=self._now(),
            keys=_WithIssuersOfVectors(),
        )

    def _check_presentation(
        self, presentation: Secured, challenge: str | None, domain: str | None
    ) -> Report:
        return verify_presentation(
            presentation,
            trust=NoRegistry(),
            status=self._lists,
            now=self._now(),
            keys=_WithIssuersOfVectors(),
            challenge=challenge,
            domain=domain,
        )


class _Lists:
    """A revocation list and a suspension list, kept in memory."""

    def __init__(self, base: str, signer: SoftwareSigner, now: Callable[[], datetime]) -> None:
        self._base, self._signer, self._now = base, signer, now
        self._bits = {purpose: StatusList.empty() for purpose in PURPOSES}
        self._places: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def entry(self, document: JsonObject, purpose: str) -> JsonObject:
        credential = document.get("id")
        if not isinstance(credential, str):
            message = "A credential that can be revoked needs an id."
            raise RefusedError("no_id", message)
        with self._lock:
            place = self._places.setdefault((credential, purpose), len(self._places))
        return status_entry(address=self._address(purpose), index=place, purpose=purpose)

    def change(self, credential: str, purpose: str, to: bool) -> None:
        with self._lock:
            place = self._places.get((credential, purpose))
            if place is None:
                message = f"No credential {credential[:120]} with a {purpose[:40]} entry is known."
                raise RefusedError("unknown_credential", message)
            self._bits[purpose].set([place], to=to)

    def status_list(self, url: str) -> JsonObject | None:
        """See `StatusPort.status_list`."""
        purpose = next((one for one in PURPOSES if url == self._address(one)), None)
        if purpose is None:
            return None
        now = self._now()
        with self._lock:
            unsigned = status_list_credential(
                self._bits[purpose],
                address=url,
                issuer=self._signer.controller,
                purpose=purpose,
                valid_from=now,
            )
        return issue(unsigned, signer=self._signer, now=now)

    def _address(self, purpose: str) -> str:
        return f"{self._base}/status-lists/{purpose}"


class _WithIssuersOfVectors(DidKeys):
    """Knows did:key, and which keys sign for the issuers that W3C's test vectors name.

    Those issuers are addresses under a name that nobody can own (RFC 2606), so their keys can be
    looked up nowhere; the vectors themselves, printed in the standards, are all there is.
    """

    def may_assert_for(self, issuer: str, key: VerificationKey) -> bool:
        """See `KeyPort.may_assert_for`."""
        if issuer in _ISSUERS_OF_VECTORS:
            return key.controller in _ISSUERS_OF_VECTORS[issuer]
        return super().may_assert_for(issuer, key)


# VC-DI-EDDSA 1.0, appendix B, and VC-DI-ECDSA 1.0, appendix A.
_ISSUERS_OF_VECTORS: Final[Mapping[str, frozenset[str]]] = {
    "https://vc.example/issuers/5678": frozenset(
        {
            "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            "did:key:zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",
            "did:key:z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ",
        }
    ),
    "https://vc.example/windsurf/racecommittee": frozenset(
        {"did:key:zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"}
    ),
}


def _with_terms_of_proofs(credential: JsonObject) -> JsonObject:
    """The credential with a context that defines Data Integrity proofs, which 1.1 does not."""
    contexts = as_list(credential.get("@context"))
    if contexts[:1] != [CREDENTIALS_V1] or _DATA_INTEGRITY in contexts:
        return credential
    return credential | {"@context": [*contexts, _DATA_INTEGRITY]}


def _issue_1_1(
    document: JsonObject, *, signer: SoftwareSigner, now: datetime, suite: Cryptosuite
) -> JsonObject:
    """Sign by version 1.1 of the data model, which nobody but test suites should ask for."""
    problems = serious_problems_of(document)
    if problems:
        raise ProblemsError(problems)
    if identifier_of(document.get("issuer")) != signer.controller:
        raise RefusedError("wrong_issuer", f"The issuer here is {signer.controller}.")
    options: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite.name,
        "created": show_instant(now),
        "verificationMethod": signer.verification_method,
        "proofPurpose": "assertionMethod",
    }
    claims = Claims(document)
    _ = claims.nquads  # whatever the suite signs, a term that no vocabulary defines is refused
    proof = suite.sign(claims, options=options, signer=signer)
    return {**document, "proof": proof}


def _resolved(path: str) -> Answer:
    """What a DID resolver answers (DID Resolution, HTTP binding)."""
    place, _, query = path.partition("?")
    asked = parse_qs(query).get("publicKeyFormat", ["Multikey"])
    found = resolve_did(unquote(place.removeprefix(_IDENTIFIERS)), public_key_format=asked[-1])
    return Answer(BAD_REQUEST if found.error else OK, found.body)


def _unknown(path: str) -> Answer:
    known = f"{_ISSUE}, /credentials/verify, /credentials/derive, /credentials/status"
    detail = f"There is nothing at {path[:120]}; there is {known} and /presentations/verify."
    return Answer(_NOT_FOUND, {"errors": [detail]})
