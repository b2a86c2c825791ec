"""What a credential says, whatever form it comes in; that it is genuine is for `verify` to say."""

from longleaf.credential import envelope
from longleaf.credential.document import JsonObject, limited, looks_like_jws, read_document
from longleaf.credential.jose.credential import read_credential_token


def opened(given: bytes | str | JsonObject) -> JsonObject:
    """The credential itself: as JSON, out of a token, or out of an envelope around a token.

    Raises:
        RefusedError: If it cannot be read.
        TooComplexError: If it is over a limit.
    """
    if isinstance(given, bytes | str):
        if looks_like_jws(given):
            return read_credential_token(given).document
        document = read_document(given)
    else:
        document = limited(given)
    if envelope.is_envelope(document):
        return read_credential_token(envelope.token_in(document)).document
    return document
