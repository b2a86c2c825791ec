"""The part of a document that is signed: everything but its proofs, and the proofs before."""

from collections.abc import Sequence
from functools import cached_property

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.canonical.jcs import canonical_json
from longleaf.credential.canonical.shapes import SHAPES, Recognized, nquads
from longleaf.credential.document import JsonObject, limited, not_an_object, parse_document


def read_claims(given: bytes | str | JsonObject) -> tuple[JsonObject, "Claims"]:
    """A document as it came, or already parsed, within the limits; and what it claims.

    Raises:
        RefusedError: If it is not one JSON object, or over a limit.
    """
    value = parse_document(given) if isinstance(given, bytes | str) else given
    if not isinstance(value, dict):
        raise not_an_object()
    claims = Claims(value)
    if claims.recognized is None:
        limited(value)
    elif "proof" in value:
        limited({"proof": value["proof"]}, beside=claims.recognized.shape.layout.size)
    return value, claims


class Claims:
    """A document without its proofs, with its canonical bytes worked out at most once.

    Only the document's own bytes are kept, and only as long as this object. A proof's options are
    never remembered.
    """

    def __init__(self, document: JsonObject, *, previous: Sequence[JsonObject] = ()) -> None:
        """Take a document; its `proof` is left out.

        Args:
            document: The document as it is, or before it is signed.
            previous: The proofs that this one builds on (`previousProof`), in the document's order;
                they are signed with it (Data Integrity 1.0, 4.3 and 4.5).
        """
        self.document = document.copy()
        self.document.pop("proof", None)
        if previous:
            self.document["proof"] = list(previous)
        self._is_looked_up = False
        self._recognized: Recognized | None = None
        self._nquads: bytes | None = None

    @property
    def recognized(self) -> Recognized | None:
        """The document by its shape, if that is known; then it is within the limits of reading."""
        if not self._is_looked_up:
            self._recognized = SHAPES.recognize(self.document)
            self._is_looked_up = True
        return self._recognized

    @property
    def nquads(self) -> bytes:
        """The canonical N-Quads of the document.

        Raises:
            RefusedError: If the bytes would not cover all that the document says.
        """
        if self._nquads is None:
            self._nquads = nquads(self.document, self.recognized)
        return self._nquads

    @cached_property
    def nquads_by_sha384(self) -> bytes:
        """The same where SHA-384 tells blank nodes apart, as with a key of P-384.

        Raises:
            RefusedError: As for `nquads`.
        """
        return canonical_nquads(self.document, by="sha384")

    @cached_property
    def json(self) -> bytes:
        """The canonical JSON of the document (RFC 8785).

        Raises:
            RefusedError: If it has none.
        """
        return canonical_json(self.document)

    def under(self, context: object) -> "Claims":
        """The same claims under another `@context`."""
        changed = Claims({**self.document, "@context": context})
        if "proof" in self.document:
            changed.document["proof"] = self.document["proof"]
        return changed
