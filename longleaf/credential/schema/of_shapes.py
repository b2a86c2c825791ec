"""The schema's answer for all documents of a shape at once, and what is left to ask of each."""

from collections.abc import Callable, Sequence

from longleaf.basis.problem import Problem
from longleaf.credential.canonical.leaves import copy_with
from longleaf.credential.canonical.shapes import Recognized, Shape, picker
from longleaf.credential.canonical.slots import stand_for_themselves
from longleaf.credential.document import JsonObject
from longleaf.credential.schema import serious_problems_of, serious_problems_of_proofs
from longleaf.credential.schema.kinds import url
from longleaf.credential.schema.standing_in import AnyNumber, AnyText, Check, StoodInError

Problems = Callable[[JsonObject], Sequence[Problem]]
_LONGEST_REMEMBERED = 100
_MOST_REMEMBERED = 16


def surely_sound(document: JsonObject, recognized: Recognized | None, problems: Problems) -> bool:
    """Whether these problems are certain to be none; False if that must be asked of the document.

    Args:
        document: The document, as it was recognized.
        recognized: Its shape; None if that is not known.
        problems: Finds problems by the rules of this package alone.
    """
    if recognized is None:
        return False
    shape = recognized.shape
    if problems not in shape.notes:
        shape.notes[problems] = _left_to_ask(document, shape, problems)
    left = shape.notes[problems]
    return isinstance(left, _Left) and left.holds(recognized.flat)


def serious_problems_in(document: JsonObject, recognized: Recognized | None) -> list[Problem]:
    """The same as `serious_problems_of`, sooner where the claims' shape is known.

    Args:
        document: The document, with its proofs.
        recognized: Its shape without its proofs; None if that is not known.
    """
    if recognized is not None:
        claims = {name: value for name, value in document.items() if name != "proof"}
        if surely_sound(claims, recognized, serious_problems_of):
            return serious_problems_of_proofs(document)
    return serious_problems_of(document)


class _Left:
    """What is to be asked of the strings of each document of a shape."""

    def __init__(
        self, rules: Sequence[tuple[Check, tuple[int, ...]]], addresses: Sequence[int]
    ) -> None:
        """Take the rules with the places they look at, and the places known to be addresses."""
        urls = {places[0] for check, places in rules if check is _URL}
        self._urls = picker(sorted(urls - set(addresses)))
        self._rules = tuple(
            (check, picker(places), set[object]())
            for check, places in dict.fromkeys(rules)
            if check is not _URL
        )

    def holds(self, flat: Sequence[object]) -> bool:
        """Whether a document, by its parts, passes them all."""
        for check, pick, passed in self._rules:
            values = pick(flat)
            if values not in passed and not _passes(check, values, passed):
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


def _passes(check: Check, values: tuple[object, ...], passed: set[object]) -> bool:
    """Ask a rule, and remember a few short values that passed, such as days and languages."""
    for _ in check(values[0] if len(values) == 1 else values, ""):
        return False
    if sum(len(value) for value in values if isinstance(value, str)) <= _LONGEST_REMEMBERED:
        if len(passed) >= _MOST_REMEMBERED:
            passed.clear()
        passed.add(values)
    return True
