"""A document as single statements, each under names that tell nothing of what is left out."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.canonical.labels import claims_of, lines_of, marked
from longleaf.credential.canonical.rdfc import canonical_names, line
from longleaf.credential.document import JsonObject
from longleaf.credential.multibase import encode_base64url
from longleaf.credential.refusal import InvalidProofError, RefusedError
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.ecdsa_sd_2023.pointers import select


@dataclass(frozen=True, slots=True)
class Part:
    """What a selection shows.

    Attributes:
        places: Which of the whole document's statements it makes.
        labels: From the canonical names in the part alone to those in the whole document.
    """

    places: frozenset[int]
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Statements:
    """A document's statements in order, and the parts of it that were asked for."""

    lines: list[str]
    parts: list[Part]


def statements_of(claims: Claims, *, hmac_key: bytes, parts: Sequence[Sequence[str]]) -> Statements:
    """Split a document into statements and find which of them parts of it make.

    Canonical names count nodes, and so would tell how many were left out; each is replaced by its
    HMAC (VC-DI-ECDSA 1.0, 3.4.4 and 3.4.16).

    Args:
        claims: The document without its proofs.
        hmac_key: 32 random bytes, new for each document.
        parts: For each part, the JSON Pointers that select it.

    Raises:
        RefusedError: If a pointer names nothing, or a part would not say what the whole does.
    """
    whole = marked(claims.document)
    selections = [select(whole, pointers) for pointers in parts]
    made = claims_of(whole, *(part for part in selections if part is not None))
    names = canonical_names(made[0])
    if "".join(lines_of(made[0], names)).encode() != claims.nquads:
        message = "The document cannot be split into statements that can be shown one by one."
        raise RefusedError("not_disclosable", message)
    signed = {node: _pseudonym(name, hmac_key) for node, name in names.items()}
    lines = lines_of(made[0], signed)
    place_of = {text: place for place, text in enumerate(lines)}
    shown = iter(made[1:])
    found = []
    for part in selections:
        quads = next(shown) if part is not None else []
        places = [place_of.get(line(quad, signed)) for quad in quads]
        if None in places:
            message = "A part of the document would mean something else if it was shown alone."
            raise RefusedError("not_disclosable", message)
        labels = {name: signed[node] for node, name in canonical_names(quads).items()}
        found.append(Part(frozenset(place for place in places if place is not None), labels))
    return Statements(lines, found)


def options_hash(document: JsonObject, options: JsonObject) -> bytes:
    """The SHA-256 of a proof's options in canonical form, under the document's context.

    Raises:
        RefusedError: If the options cannot be brought into canonical form.
    """
    context = document.get("@context")
    if "@context" in options and options["@context"] != context:
        message = "The proof brings its own context, which this cryptosuite does not sign."
        raise InvalidProofError("proof_brings_context", message)
    configuration: JsonObject = {**options, "@context": context}
    return hashlib.sha256(canonical_nquads(configuration)).digest()


def hash_of(lines: Sequence[str]) -> bytes:
    """The SHA-256 of lines, joined."""
    return hashlib.sha256("".join(lines).encode()).digest()


def _pseudonym(name: str, key: bytes) -> str:
    digest = hmac.digest(key, name.removeprefix("_:").encode(), "sha256")
    return f"_:{encode_base64url(digest)}"
