"""Good documents with Data Integrity proofs, and some that were signed in bad faith."""

from longleaf.credential.did.document import did_document
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.keys import VerificationKey
from longleaf.credential.presentation import present
from longleaf.credential.signer import EcdsaSigner, Ed25519Signer, SoftwareSigner
from longleaf.credential.suites import cryptosuite, usual_suite
from longleaf.credential.suites.claims import Claims
from tests.credential.examples import NOW, SIGNER, STRANGER, badge, signed
from tests.credential.negative.builder import STARTS
from tests.credential.test_verify_1_1 import credential as credential_of_1_1
from tests.credential.test_verify_1_1 import signed_2020

P256 = EcdsaSigner(bytes(range(32)))
P384 = EcdsaSigner(bytes(range(48)), kind="P-384")
DID = "did:web:badges.northfield.example:issuers:northfield"
WEB = Ed25519Signer(bytes(range(32)), DID, f"{DID}#key-1")
WEB_OTHER = Ed25519Signer(bytes(range(1, 33)), DID, f"{DID}#key-2")
DOCUMENT_OF_WEB = did_document(
    DID,
    [VerificationKey(WEB.verification_method, DID, "Ed25519", WEB.public)],
    withdrawn=[
        VerificationKey(
            WEB_OTHER.verification_method, DID, "Ed25519", WEB_OTHER.public, revoked=NOW
        )
    ],
)
SUITES: dict[str, tuple[SoftwareSigner, str]] = {
    "eddsa-rdfc-2022": (SIGNER, "eddsa-rdfc-2022"),
    "eddsa-jcs-2022": (SIGNER, "eddsa-jcs-2022"),
    "ecdsa-rdfc-2019": (P256, "ecdsa-rdfc-2019"),
    "ecdsa-jcs-2019": (P256, "ecdsa-jcs-2019"),
    "ecdsa-rdfc-2019 P-384": (P384, "ecdsa-rdfc-2019"),
    "ecdsa-jcs-2019 P-384": (P384, "ecdsa-jcs-2019"),
}


def proof_over(
    document: JsonObject,
    signer: SoftwareSigner,
    *,
    previous: tuple[JsonObject, ...] = (),
    **options: object,
) -> JsonObject:
    """A proof made without looking at what is signed."""
    suite = str(options.pop("cryptosuite", usual_suite(signer.kind)))
    full: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2025-08-01T12:00:00Z",
        "verificationMethod": signer.verification_method,
        "proofPurpose": "assertionMethod",
        **options,
    }
    return cryptosuite(suite).sign(Claims(document, previous=previous), options=full, signer=signer)


def of_suite(name: str) -> JsonObject:
    signer, suite = SUITES[name]
    document = badge(issuer=signer.controller, status=False)
    return issue(document, signer=signer, now=NOW, suite=suite)


def other_of_suite(name: str) -> JsonObject:
    """Another badge of the same issuer, to take parts from."""
    signer, suite = SUITES[name]
    document = {**badge(issuer=signer.controller, status=False), "name": "Another badge"}
    return issue(document, signer=signer, now=NOW, suite=suite)


def chain() -> JsonObject:
    document = badge(status=False)
    first = proof_over(document, SIGNER, id="urn:uuid:1")
    second = proof_over(document, P256, id="urn:uuid:2")
    third = proof_over(
        document,
        SIGNER,
        previous=(first, second),
        id="urn:uuid:3",
        previousProof=["urn:uuid:1", "urn:uuid:2"],
    )
    return {**document, "proof": [first, second, third]}


def proofs_alone() -> JsonObject:
    """Two proofs of the chain's document, neither over the other."""
    document = badge(status=False)
    first = proof_over(document, SIGNER, id="urn:uuid:1")
    return {**document, "proof": [first, proof_over(document, SIGNER, id="urn:uuid:3")]}


def badly_signed(signer: SoftwareSigner = SIGNER, **members: object) -> JsonObject:
    """A badge with odd members, signed by an issuer who does not check."""
    document = {**badge(status=False), **members}
    return {**document, "proof": [proof_over(document, signer)]}


def presented() -> JsonObject:
    return present(
        [signed()], holder=P256, challenge="once", domain="https://asks.example", now=NOW
    )


def presented_before() -> JsonObject:
    return present(
        [signed()], holder=P256, challenge="before", domain="https://asks.example", now=NOW
    )


STARTS.update({name: lambda name=name: of_suite(name) for name in SUITES})  # type: ignore[misc]  # a default binds the name
STARTS.update({f"another {name}": lambda name=name: other_of_suite(name) for name in SUITES})  # type: ignore[misc]  # as above
STARTS.update(
    {
        "status": signed,
        "chain": chain,
        "proofs alone": proofs_alone,
        "1.1": lambda: signed_2020(credential_of_1_1()),
        "did:web": lambda: issue(badge(issuer=DID, status=False), signer=WEB, now=NOW),
        "did:web, withdrawn key": lambda: issue(
            badge(issuer=DID, status=False), signer=WEB_OTHER, now=NOW
        ),
        "signed by a stranger": lambda: badly_signed(STRANGER),
        "signed to authenticate": lambda: {
            **badge(status=False),
            "proof": [proof_over(badge(status=False), SIGNER, proofPurpose="authentication")],
        },
        "signed for a time": lambda: {
            **badge(status=False),
            "proof": [proof_over(badge(status=False), SIGNER, expires="2025-08-02T00:00:00Z")],
        },
        "unsigned": lambda: badge(status=False),
        "presentation": presented,
        "presented before": presented_before,
    }
)
