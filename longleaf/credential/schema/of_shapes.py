"""The schema's answer for all documents of a shape at once, and what is left to ask of each."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from longleaf.basis.problem import Problem
from longleaf.credential.canonical.leaves import copy_with
from longleaf.credential.canonical.shapes import Recognized, Shape, picker
from longleaf.credential.canonical.slots import stand_for_themselves
from longleaf.credential.document import JsonObject
from longleaf.credential.schema import (
    has_list_of_proofs,
    serious_problems_of,
    serious_problems_of_proof,
    serious_problems_of_proofs,
)
from longleaf.credential.schema.kinds import url
from longleaf.credential.schema.standing_in import AnyNumber, AnyText, Check, StoodInError

Problems = Callable[[JsonObject], Sequence[Problem]]
_LONGEST_REMEMBERED = 100
_MOST_MEMBERS = 12


def surely_sound(document: JsonObject, recognized: Recognized | None, problems: Problems) -> bool:
    """Whether these problems are certain to be none; False if that must be asked of the document.

    Args:
        document: The document; it was recognized without its proofs, and is asked without them.
        recognized: Its shape; None if that is not known.
        problems: Finds problems by the rules of this package alone.
    """
    if recognized is None:
        return False
    shape = recognized.shape
    if problems not in shape.notes:
        shape.notes[problems] = _left_to_ask(_without_proofs(document), shape, problems)
    left = shape.notes[problems]
    return isinstance(left, _Left) and left.holds(recognized.flat)


def _without_proofs(document: JsonObject) -> JsonObject:
    return {name: value for name, value in document.items() if name != "proof"}


def serious_problems_in(document: JsonObject, recognized: Recognized | None) -> list[Problem]:
    """The same as `serious_problems_of`, sooner where the claims' shape is known.

    Args:
        document: The document, with its proofs.
        recognized: Its shape without its proofs; None if that is not known.
    """
    if surely_sound(document, recognized, serious_problems_of):
        return [] if _proof_is_sound(document) else serious_problems_of_proofs(document)
    return serious_problems_of(document)


def _proof_is_sound(document: JsonObject) -> bool:
    """Whether its one proof, made of a few texts, is certain to have no problem."""
    proof = document.get("proof")
    one = proof[0] if type(proof) is list and len(proof) == 1 else proof
    if type(one) is not dict or len(one) > _MOST_MEMBERS or {*map(type, one.values())} != {str}:
        return False
    kind, names = str(one.get("type")), tuple(one)
    if len(kind) + sum(map(len, names)) > 2 * _LONGEST_REMEMBERED:
        return False
    left = _left_of_proof(names, kind, type(proof) is list, has_list_of_proofs(document))
    return left is not None and left.holds([*one.values()])


@lru_cache(maxsize=64)
def _left_of_proof(
    names: tuple[str, ...], kind: str, is_in_list: bool, wants_list: bool
) -> "_Left | None":
    """What is to be asked of the texts of every proof of this form; None if more than that."""
    rules: list[tuple[Check, tuple[int, ...]]] = []

    def note(check: Check, places: tuple[int, ...]) -> None:
        rules.append((check, places))

    proof: JsonObject = {name: AnyText(place, note) for place, name in enumerate(names)}
    if "type" in proof:
        proof["type"] = kind
    try:
        found = serious_problems_of_proof([proof] if is_in_list else proof, wants_list=wants_list)
    except (StoodInError, TypeError, ValueError):
        return None
    return None if found else _Left(rules, ())


class _Left:
    """What is to be asked of the strings of each document of a shape."""

    def __init__(
        self, rules: Sequence[tuple[Check, tuple[int, ...]]], addresses: Sequence[int]
    ) -> None:
        """Take the rules with the places they look at, and the places known to be addresses."""
        urls = {places[0] for check, places in rules if check is _URL}
        self._urls = picker(sorted(urls - set(addresses)))
        others = [(check, places) for check, places in dict.fromkeys(rules) if check is not _URL]
        self._of_one = [(check, places[0]) for check, places in others if len(places) == 1]
        self._of_several = [(check, picker(places)) for check, places in others if len(places) > 1]

    def holds(self, flat: Sequence[object]) -> bool:
        """Whether a document, by its parts, passes them all."""
        for check, place in self._of_one:
            text: str = flat[place]  # type: ignore[assignment]  # its stand-in was one
            is_short = len(text) <= _LONGEST_REMEMBERED
            if not (_passes_as_before(check, text) if is_short else _passes(check, text)):
                return False
        for check, pick in self._of_several:
            if not _passes(check, pick(flat)):
                return False
        # What stands for itself in a canonical document is a URL to the schema, too.
        return stand_for_themselves(self._urls(flat))  # type: ignore[arg-type]  # their stand-ins were texts


_URL: Check = url.__wrapped__  # type: ignore[attr-defined]  # functools.wraps sets it


def _left_to_ask(document: JsonObject, shape: Shape, problems: Problems) -> _Left | None:
    rules: list[tuple[Check, tuple[int, ...]]] = []
    layout = shape.layout
    texts, numbers = set(layout.texts), set(layout.numbers)

    def note(check: Check, places: tuple[int, ...]) -> None:
        rules.append((check, places))

    def stand_in(place: int, value: object) -> object:
        if place in texts:
            return AnyText(place, note)
        return AnyNumber(place, note) if place in numbers else value

    try:
        found = problems(copy_with(document, layout, stand_in))
    except (StoodInError, TypeError, ValueError):
        return None
    if found or any(numbers.intersection(places) for _, places in rules):
        return None
    addresses = shape.template.addresses if shape.template else ()
    return _Left(rules, [layout.texts[slot] for slot in addresses])


def _passes(check: Check, value: object) -> bool:
    for _ in check(value, ""):
        return False
    return True


_passes_as_before = lru_cache(maxsize=4_096)(_passes)
"""For short texts, which come again and again, such as days and languages."""
