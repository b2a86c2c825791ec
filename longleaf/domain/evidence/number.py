"""The numbers that stand for an educator's name before reviewers."""

import re
from collections.abc import Callable
from typing import Final

# Without 0 and O, 1, I and L, which are mistaken for each other when read aloud or written down,
# and without vowels and V, so that no number spells a word.
ALPHABET: Final = "23456789BCDFGHJKMNPQRSTWXZ"
_LENGTH: Final = 6
_NUMBER: Final = re.compile(f"LL-[{ALPHABET}]{{{_LENGTH}}}\\Z")


def new_number(choose: Callable[[str], str]) -> str:
    """A number such as "LL-7K3F9Q".

    Args:
        choose: Picks one sign of a text so that nobody can foresee it (`secrets.choice`).
    """
    return "LL-" + "".join(choose(ALPHABET) for _ in range(_LENGTH))


def is_number(text: str) -> bool:
    """Whether a text has the form of a submission's number."""
    return _NUMBER.match(text) is not None
