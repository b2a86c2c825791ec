"""Members of a JSON object that are there, numbers as JSON has them, and the contexts needed."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from longleaf.credential.contexts import OPEN_BADGES_EXTENSIONS, OPEN_BADGES_V3
from longleaf.credential.document import JsonObject

# Published packages still carry the context as it was before this term was added. Said in the
# badge itself, in the standard's own words, it means the same wherever the badge is checked.
_ENDORSEMENT_JWT: JsonObject = {
    "endorsementJwt": {
        "@id": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementJwt",
        "@container": "@set",
    }
}
_OWN_CONTEXT = frozenset({"endorsement", "verifiableCredential"})
"""Members whose values are credentials, with contexts of their own."""


def given(**members: object) -> JsonObject:
    """The members that are there: empty text, empty lists and None are left out."""
    return {name: value for name, value in members.items() if value not in ("", None, [])}


def number(amount: Fraction | None) -> int | float | None:
    """JSON has only doubles; whole numbers are written as such."""
    if amount is None:
        return None
    return int(amount) if amount.denominator == 1 else float(amount)


def one_or_all(values: Sequence[JsonObject]) -> JsonObject | list[JsonObject] | None:
    """One value alone, several as a list, none as None."""
    return values[0] if len(values) == 1 else list(values) or None


def with_contexts(*first: str, document: JsonObject) -> JsonObject:
    """The document with every context that its terms need, those of Open Badges after `first`."""
    contexts: list[object] = [*first, OPEN_BADGES_V3]
    terms = set(_terms_of(document))
    if any(term.startswith("1EdTech") for term in terms):
        contexts.append(OPEN_BADGES_EXTENSIONS)
    if "endorsementJwt" in terms:
        contexts.append(_ENDORSEMENT_JWT)
    return {"@context": contexts, **document}


def _terms_of(value: object) -> Iterator[str]:
    """Names of members, and types, outside the credentials within."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            if name == "type" and isinstance(inner, str):
                yield inner
            elif name not in _OWN_CONTEXT:
                yield from _terms_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _terms_of(inner)
