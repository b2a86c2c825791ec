"""What a signature is worth whose key somebody else may have had."""

from datetime import datetime
from enum import StrEnum


class Suspicion(StrEnum):
    """Why a badge of a distrusted key is not to be trusted."""

    SIGNED_LATER = "signed_later"
    NOT_ON_RECORD = "not_on_record"


def suspicion_of(
    *, distrusted_since: datetime, signed_at: datetime | None, is_on_record: bool
) -> Suspicion | None:
    """Why a badge of this key is not to be trusted; None if it can be.

    The date in a signature is whatever its maker wrote. So a date before the theft is not enough:
    the badge must also be, letter for letter, one that the issuer has on record.

    Args:
        distrusted_since: Since when somebody else may have had the key.
        signed_at: What the signature says of its day; None if it says nothing.
        is_on_record: Whether the issuer's own records hold just this document.
    """
    if signed_at is None or signed_at >= distrusted_since:
        return Suspicion.SIGNED_LATER
    return None if is_on_record else Suspicion.NOT_ON_RECORD
