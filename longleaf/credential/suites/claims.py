"""The part of a document that is signed: everything but its proofs."""

from functools import cached_property

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.document import JsonObject


class Claims:
    """A document without its proofs, with its canonical bytes worked out at most once.

    Only the document's own bytes are kept, and only as long as this object. A proof's options are
    never remembered.
    """

    def __init__(self, document: JsonObject) -> None:
        """Take a document; its `proof` is left out."""
        self.document = {name: value for name, value in document.items() if name != "proof"}

    @cached_property
    def nquads(self) -> bytes:
        """The canonical N-Quads of the document.

        Raises:
            RefusedError: If the bytes would not cover all that the document says.
        """
        return canonical_nquads(self.document)
