"""Hiding an educator's names from those who judge the work."""

import re
from collections.abc import Callable, Iterable

HIDDEN = "[name hidden]"
_TITLES = r"(?:Mr|Ms|Mrs|Miss|Mx|Dr|Prof|Coach|Principal|Señora?)\.?"
# Shorter parts of a name ("Li", "Jo") would hide too much else.
_SHORTEST_PART = 2


def blinder(
    *, name: str, email: str = "", organizations: Iterable[str] = ()
) -> Callable[[str], str]:
    """Make a function that hides these names in a text.

    Hidden are the full name, a family or given name after a title ("Ms. Reyes"), the e-mail
    address, and the names of the educator's schools and LEA, however they are capitalized. A
    single given or family name alone is left: too many are also words ("Grace", "Young"), and a
    text that lost its words could not be judged. Pictures and recordings are out of reach.
    """
    parts = [part for part in re.split(r"\s+", name) if len(part) >= _SHORTEST_PART]
    exact = [text for text in (email, name, *organizations) if text.strip()]
    patterns = [r"\s+".join(map(re.escape, text.split())) for text in exact]
    patterns += [rf"{_TITLES}\s+{re.escape(part)}" for part in (name, *parts) if part.strip()]
    if not patterns:
        return lambda text: text
    # The longest goes first, so that no piece of it is left standing.
    patterns.sort(key=len, reverse=True)
    hidden = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
    return lambda text: hidden.sub(HIDDEN, text)
