"""Signing keys in a hardware module, by PKCS#11: made in there, and never let out.

Needs the optional extra `hsm` (python-pkcs11) and the maker's own library.
"""

import os
import secrets
import threading
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from longleaf.basis.ports import ModuleKey

# CKA_EC_PARAMS of the two curves. Ed25519 by its name, as PKCS#11 3.0 (2.3.5) says it, or by its
# object identifier (RFC 8410), as some modules want it; P-256 by its object identifier.
_ED25519 = (bytes.fromhex("130c656477617264733235353139"), bytes.fromhex("06032b6570"))
_P_256 = bytes.fromhex("06082a8648ce3d030107")
_ED25519_BYTES = 32
_COORDINATE_BYTES = 32
_OCTET_STRING = 4
_UNCOMPRESSED = 4


class HardwareModule:
    """One token of a PKCS#11 module; safe for threads, and for processes that were forked.

    A module belongs to the process that opened it, so it is opened when first used.
    """

    def __init__(self, library: Path, *, token: str, pin: str) -> None:
        self._library, self._token, self._pin = library, token, pin
        self._lock = threading.Lock()
        self._session: Any = None
        self._owner = 0

    def make_key(self, kind: str | None = None) -> ModuleKey:
        """Make a key of this kind; it cannot be taken out.

        Args:
            kind: "Ed25519" or "P-256"; None for Ed25519 if the module can, else P-256.

        Raises:
            OSError: If the module cannot be used.
        """
        return self._using(lambda session: _make(session, kind))  # type: ignore[no-any-return]  # what `_make` gives

    def sign(self, reference: str, data: bytes) -> bytes:
        """Sign with the key of this reference.

        Raises:
            OSError: If the module cannot be used, or has no such key.
        """
        return self._using(lambda session: _sign(session, reference, data))  # type: ignore[no-any-return]  # as above

    def _using(self, do: Any) -> Any:
        try:
            import pkcs11  # noqa: PLC0415  # optional: only sites with a module have it
        except ImportError as error:
            message = "A hardware module is set, but python-pkcs11 is not installed."
            raise OSError(message) from error
        faults = (pkcs11.exceptions.PKCS11Error, RuntimeError)
        with self._lock:
            try:
                try:
                    return do(self._open(pkcs11))
                except _session_faults(pkcs11):
                    # The token was taken out and put back, or its session ran out: once more.
                    self._forget(pkcs11)
                    return do(self._open(pkcs11))
            except faults as error:
                self._forget(pkcs11)
                message = f"The hardware module cannot be used: {type(error).__name__} {error}"
                raise OSError(message.rstrip()) from error

    def _open(self, pkcs11: Any) -> Any:
        if self._session is None or self._owner != os.getpid():
            module = pkcs11.lib(str(self._library))
            if self._owner not in (0, os.getpid()):
                module.reinitialize()
            token = module.get_token(token_label=self._token)
            try:
                self._session = token.open(rw=True, user_pin=self._pin)
            except pkcs11.exceptions.UserAlreadyLoggedIn:  # by another session of this process
                self._session = token.open(rw=True)
            self._owner = os.getpid()
        return self._session

    def _forget(self, pkcs11: Any) -> None:
        if self._session is not None:
            with suppress(pkcs11.exceptions.PKCS11Error):
                self._session.close()
        self._session = None


def _session_faults(pkcs11: Any) -> tuple[type[Exception], ...]:
    faults = pkcs11.exceptions
    return (
        faults.SessionClosed,
        faults.SessionHandleInvalid,
        faults.UserNotLoggedIn,
        faults.DeviceRemoved,
        faults.TokenNotPresent,
    )


def _make(session: Any, kind: str | None) -> ModuleKey:
    reference = f"longleaf-{secrets.token_hex(12)}"
    wants_edwards = kind == "Ed25519" or (kind is None and _has_edwards(session))
    make = _make_ed25519 if wants_edwards else _make_p256
    return make(session, reference)


def _has_edwards(session: Any) -> bool:
    from pkcs11 import Mechanism  # noqa: PLC0415  # as above

    wanted = {Mechanism.EC_EDWARDS_KEY_PAIR_GEN, Mechanism.EDDSA}
    return wanted <= set(session.token.slot.get_mechanisms())


def _make_ed25519(session: Any, reference: str) -> ModuleKey:
    import pkcs11  # noqa: PLC0415  # as above

    refused: Exception | None = None
    for curve in _ED25519:
        try:
            point = _generate(
                session,
                reference,
                kind=pkcs11.KeyType.EC_EDWARDS,
                curve=curve,
                mechanism=pkcs11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
            )
        except pkcs11.exceptions.PKCS11Error as error:
            refused = error
            continue
        return ModuleKey(reference, "Ed25519", _unwrapped(point, _ED25519_BYTES))
    assert refused is not None  # noqa: S101 - every curve was refused
    raise refused


def _make_p256(session: Any, reference: str) -> ModuleKey:
    import pkcs11  # noqa: PLC0415  # as above

    point = _generate(
        session,
        reference,
        kind=pkcs11.KeyType.EC,
        curve=_P_256,
        mechanism=pkcs11.Mechanism.EC_KEY_PAIR_GEN,
    )
    whole = _unwrapped(point, 1 + 2 * _COORDINATE_BYTES)
    if whole[0] != _UNCOMPRESSED:
        message = "The hardware module gave a public key in a form that is not known here."
        raise OSError(message)
    sign = b"\x03" if whole[-1] % 2 else b"\x02"
    return ModuleKey(reference, "P-256", sign + whole[1 : 1 + _COORDINATE_BYTES])


def _generate(session: Any, reference: str, *, kind: Any, curve: bytes, mechanism: Any) -> bytes:
    from pkcs11 import Attribute  # noqa: PLC0415  # as above

    parameters = session.create_domain_parameters(kind, {Attribute.EC_PARAMS: curve}, local=True)
    public, private = parameters.generate_keypair(
        id=reference.encode(),
        label=reference,
        store=True,
        mechanism=mechanism,
        private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
    )
    if private[Attribute.EXTRACTABLE] or not private[Attribute.SENSITIVE]:
        private.destroy()
        public.destroy()
        message = "The hardware module made a key that can be taken out of it; it is not used."
        raise OSError(message)
    return bytes(public[Attribute.EC_POINT])


def _unwrapped(point: bytes, length: int) -> bytes:
    """CKA_EC_POINT without the octet string that the standard wraps it in, and some leave away."""
    if len(point) == length + 2 and point[0] == _OCTET_STRING and point[1] == length:
        return point[2:]
    if len(point) != length:
        message = "The hardware module gave a public key of an unknown length."
        raise OSError(message)
    return point


def _sign(session: Any, reference: str, data: bytes) -> bytes:
    import pkcs11  # noqa: PLC0415  # as above

    key = session.get_key(
        object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=reference, id=reference.encode()
    )
    if key.key_type == pkcs11.KeyType.EC_EDWARDS:
        return bytes(key.sign(data, mechanism=pkcs11.Mechanism.EDDSA))
    return bytes(key.sign(sha256(data).digest(), mechanism=pkcs11.Mechanism.ECDSA))
