"""Tokens made with care or without, for the tests of what must and must not pass."""

import base64
import json
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from longleaf.credential.did import jwk as did_jwk
from longleaf.credential.document import JsonObject
from longleaf.credential.jose.compact import sign_token
from longleaf.credential.keys import write_jwk
from longleaf.credential.signer import Ed25519Signer, Signer
from tests.credential.examples import SIGNER, badge


def document(signer: Signer = SIGNER, **members: Any) -> JsonObject:
    """A badge of this signer's."""
    return {**badge(issuer=signer.controller), **members}


def forged(
    payload: object = None,
    *,
    signer: Signer = SIGNER,
    header: JsonObject | None = None,
    without: tuple[str, ...] = (),
    **claims: Any,
) -> str:
    """A token over anything, its header and claims as wished, its signature by the signer."""
    said = document() if payload is None else payload
    if isinstance(said, dict):
        said = json.dumps({**said, **claims})
    full = {"typ": "vc+jwt", "kid": signer.verification_method, **(header or {})}
    full = {name: value for name, value in full.items() if name not in without}
    data = said if isinstance(said, bytes) else str(said).encode()
    return sign_token(data, header=full, signer=signer)


def encoded(data: bytes | JsonObject) -> str:
    """As a part of a token."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def parts(token: str) -> tuple[str, str, str]:
    header, payload, signature = token.split(".")
    return header, payload, signature


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def jwk_of(signer: Ed25519Signer) -> JsonObject:
    return write_jwk(signer.kind, signer.public)


class RsaIssuer:
    """Signs with RS256, as others do; its identifier is its key (did:jwk)."""

    def __init__(self, bits: int = 2048) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
        self.numbers = self._key.public_key().public_numbers()
        self.jwk: JsonObject = {
            "kty": "RSA",
            "n": encoded(self.numbers.n.to_bytes(bits // 8)),
            "e": encoded(b"\x01\x00\x01"),
        }
        self.controller = did_jwk.PREFIX + encoded(self.jwk)
        self.verification_method = did_jwk.verification_method_of(self.controller)

    def token(self, payload: JsonObject, *, header: JsonObject | None = None) -> str:
        full = {"alg": "RS256", "kid": self.verification_method, **(header or {})}
        signed = f"{encoded(full)}.{encoded(payload)}"
        signature = self._key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{encoded(signature)}"

    def pem(self) -> bytes:
        return self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
