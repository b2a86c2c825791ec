"""Fictional badges of Open Badges 2.0 and 1.x, and the sites that publish them."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from longleaf.credential.open_badges import HashedIdentity
from longleaf.credential.open_badges_2 import Alignment, Assertion, BadgeClass, Evidence, Issuer
from longleaf.credential.ports import NoRegistry, NoStatusLists, TrustPort
from longleaf.credential.report import Report
from longleaf.credential.verify import verify
from tests.credential.examples import NOW

SITE = "https://badges.northfield.example"
OTHER = "https://elsewhere.example"
ASSERTION, BADGE, ISSUER = f"{SITE}/assertions/1", f"{SITE}/badges/1", f"{SITE}/issuer"
KEY, REVOCATIONS = f"{SITE}/key", f"{SITE}/revoked"

Json = dict[str, Any]


class Published:
    """A `DocumentPort` of what fictional sites publish; it notes what it was asked for."""

    def __init__(self, documents: Mapping[str, Any]) -> None:
        self.documents = {
            address: value if isinstance(value, bytes) else json.dumps(value).encode()
            for address, value in documents.items()
        }
        self.asked: list[str] = []

    def document(self, address: str) -> bytes | None:
        self.asked.append(address)
        return self.documents.get(address)


def assertion() -> Json:
    """A hosted assertion with everything in it."""
    return Assertion(
        id=ASSERTION,
        badge=BADGE,
        recipient=HashedIdentity.of_email("amina@northfield.example", salt="a-salt"),
        issued_on=NOW - timedelta(days=2),
        expires=NOW + timedelta(days=365),
        image=f"{SITE}/assertions/1.png",
        narrative="Two reviewers agreed.",
        evidence=[Evidence("A lesson", "Lesson plan", "What was tried.")],
    ).document()


def badge_class() -> Json:
    return BadgeClass(
        id=BADGE,
        name="Questions that make thinking visible",
        description="Plans and asks questions that show how learners think.",
        image=f"{SITE}/badges/1.png",
        criteria_narrative="Reach *Proficient* on every criterion.",
        criteria_id=f"{SITE}/criteria/1",
        issuer=ISSUER,
        alignment=[Alignment("A standard", f"{SITE}/frameworks/1", "1.a", "Standards")],
        tags=["questioning"],
        related=[f"{SITE}/badges/0"],
    ).document()


def issuer() -> Json:
    return Issuer(
        ISSUER,
        "Northfield Schools (fictional)",
        f"{SITE}/",
        "pd@northfield.example",
        description="A school district that does not exist.",
    ).document()


def site(**changes: Any) -> dict[str, Any]:
    """What the issuer publishes: assertion, badge, issuer; `changes` are members of each."""
    return {
        ASSERTION: {**assertion(), **changes.get("assertion", {})},
        BADGE: {**badge_class(), **changes.get("badge", {})},
        ISSUER: {**issuer(), **changes.get("issuer", {})},
    }


@cache
def rsa_key(number: int = 1) -> rsa.RSAPrivateKey:
    """A key for tests; each number has its own."""
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(number: int = 1) -> str:
    public = rsa_key(number).public_key()
    return public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def key_document(number: int = 1, **members: Any) -> Json:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "CryptographicKey",
        "id": KEY,
        "owner": ISSUER,
        "publicKeyPem": pem(number),
        **members,
    }


def signed_site(**changes: Any) -> dict[str, Any]:
    """What an issuer of signed badges publishes."""
    return {
        BADGE: {**badge_class(), **changes.get("badge", {})},
        ISSUER: {
            **issuer(),
            "publicKey": KEY,
            "revocationList": REVOCATIONS,
            **changes.get("issuer", {}),
        },
        KEY: key_document(**changes.get("key", {})),
        REVOCATIONS: {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "RevocationList",
            "id": REVOCATIONS,
            "issuer": ISSUER,
            "revokedAssertions": ["urn:uuid:0"],
            **changes.get("revocations", {}),
        },
    }


def signed_payload(**members: Any) -> Json:
    return {
        **assertion(),
        "id": "urn:uuid:1",
        "verification": {"type": "SignedBadge", "creator": KEY},
        **members,
    }


def token(payload: Json, *, number: int = 1, header: Json | None = None) -> str:
    """A badge signed with RS256."""
    parts = [header or {"alg": "RS256", "typ": "JWT"}, payload]
    signed = ".".join(_encoded(json.dumps(part).encode()) for part in parts)
    signature = rsa_key(number).sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{_encoded(signature)}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def report_of(
    given: Json | str | bytes, documents: Mapping[str, Any], *, trust: TrustPort | None = None
) -> Report:
    """Check a badge with what is published at hand."""
    return verify(
        given,
        trust=trust or NoRegistry(),
        status=NoStatusLists(),
        now=NOW,
        documents=Published(documents),
    )
