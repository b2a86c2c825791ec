"""Files that a credential names with their digests (VC 2.0, 5.3): are the vocabularies the same?"""

import base64
import binascii
import hashlib
from collections.abc import Mapping

from longleaf.credential.contexts import Origin, context_bytes, pinned
from longleaf.credential.document import JsonObject, as_list, members
from longleaf.credential.multibase import decode_base58, decode_base64url
from longleaf.credential.refusal import CannotCheckError, RefusedError

_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}
_MULTIHASHES = {b"\x12\x20": "sha256", b"\x20\x30": "sha384"}
_DIGEST_BYTES = {"sha256": 32, "sha384": 48}
_Digest = tuple[str, bytes]


def check_related_contexts(document: JsonObject) -> None:
    """Return if every vocabulary whose digest the document gives is the one kept here.

    Other files it names, such as pictures, are not asked for; that is for who uses them.

    Raises:
        CannotCheckError: If the issuer used another edition of a vocabulary.
        RefusedError: If a digest is malformed, or a file has none.
    """
    for entry in as_list(document.get("relatedResource")):
        resource = members(entry)
        digests = [*_from_sri(resource), *_from_multibase(resource)]
        if not digests:
            raise RefusedError("no_digest", "A file the badge names is given without its digest.")
        origin = pinned().get(str(resource.get("id")))
        if origin is not None and not all(_is_known(digest, origin) for digest in digests):
            raise CannotCheckError(
                "other_edition_of_context",
                f"The issuer used another edition of the vocabulary {origin.url} than the one "
                "kept here, so what the badge says cannot be read for certain.",
                "Ask the issuer for a badge that uses the published vocabularies.",
            )


def _is_known(digest: _Digest, origin: Origin) -> bool:
    algorithm, value = digest
    if algorithm == "sha256" and value.hex() in origin.earlier_sha256:
        return True
    return _HASHES[algorithm](context_bytes(origin.file)).digest() == value


def _from_sri(resource: Mapping[str, object]) -> list[_Digest]:
    found = []
    for value in as_list(resource.get("digestSRI")):
        algorithm, _, text = str(value).partition("-")
        try:
            digest = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise _bad_digest() from error
        found.append(_checked(algorithm, digest))
    return found


def _from_multibase(resource: Mapping[str, object]) -> list[_Digest]:
    found = []
    for value in as_list(resource.get("digestMultibase")):
        text = str(value)
        data = decode_base58(text) if text.startswith("z") else decode_base64url(text)
        found.append(_checked(_MULTIHASHES.get(data[:2], ""), data[2:]))
    return found


def _checked(algorithm: str, digest: bytes) -> _Digest:
    if algorithm == "sha512":
        message = "A digest in the badge is of a kind that is not known here."
        raise CannotCheckError("unknown_digest", message)
    if len(digest) != _DIGEST_BYTES.get(algorithm):
        raise _bad_digest()
    return algorithm, digest


def _bad_digest() -> RefusedError:
    return RefusedError("bad_digest", "A digest in the badge is malformed.")
