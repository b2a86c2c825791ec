"""The key vault: private keys lie encrypted with AES-256-GCM under a master key kept apart."""

import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from longleaf.basis.ports import KeyModule
from longleaf.gateways.secrets import load_or_make_secret

_FORM = b"\x01"  # the first byte says how the rest was sealed, for keys that outlive this code
_NONCE_LENGTH = 12


class FileVault:
    """A vault whose master secret is a file, made on first use and readable by its owner alone.

    Beside it there may be a hardware module: then new signing keys are made in there and never
    lie here at all.
    """

    def __init__(self, key_file: Path, *, module: KeyModule | None = None) -> None:
        self.module = module
        secret = load_or_make_secret(key_file).encode()
        key = HKDF(SHA256(), 32, salt=None, info=b"longleaf vault 1").derive(secret)
        self._cipher = AESGCM(key)

    def seal(self, secret: bytes, *, context: str) -> bytes:
        """Encrypt `secret`, bound to `context`."""
        nonce = secrets.token_bytes(_NONCE_LENGTH)
        return _FORM + nonce + self._cipher.encrypt(nonce, secret, context.encode())

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """Decrypt what `seal` made for the same `context`; raises ValueError otherwise."""
        form, nonce, rest = sealed[:1], sealed[1 : 1 + _NONCE_LENGTH], sealed[1 + _NONCE_LENGTH :]
        if form != _FORM:
            message = "This secret was sealed in a form that is not known here."
            raise ValueError(message)
        try:
            return self._cipher.decrypt(nonce, rest, context.encode())
        except InvalidTag:
            message = "This secret was altered, or sealed for another place or with another key."
            raise ValueError(message) from None
