"""What people write, made storable without losing a word."""

import re
from typing import Final

# Cannot be stored as text, or means nothing in it: control characters and lone surrogates.
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
LONGEST_ANSWER: Final = 100_000


def storable(text: str) -> str:
    """The text with line breaks of one kind, and without signs that cannot be stored."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
