"""Why a document, a proof or a key is refused: a key for programs, a sentence for people."""


class RefusedError(ValueError):
    """The document cannot be accepted.

    Attributes:
        reason: A stable key in snake_case, such as "undefined_term".
        sentence: The same in plain English.
        fix: What the reader can do about it; "" if the sentence says it.
    """

    def __init__(self, reason: str, sentence: str, fix: str = "") -> None:
        self.reason = reason
        self.sentence = sentence
        self.fix = fix
        super().__init__(sentence)


class CannotCheckError(RefusedError):
    """Nothing is known to be wrong, but what would be needed to know is missing here."""


class UnknownContextError(CannotCheckError):
    """The document names a JSON-LD context that is not pinned; it is never fetched."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(
            "unknown_context",
            f"The document uses a vocabulary that is not kept here: {url[:200]}",
            "Vocabularies are never fetched while checking. Ask the issuer for a badge that uses "
            "the published Verifiable Credentials and Open Badges contexts.",
        )


class TooComplexError(RefusedError):
    """The document is too large, too deep, or built to exhaust memory or time."""


class InvalidProofError(RefusedError):
    """The signature does not hold, or the proof does not say what a proof must say."""
