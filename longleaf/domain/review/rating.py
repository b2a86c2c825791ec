"""A rating: the level that one reviewer gave one criterion of one attempt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Rating:
    """One level given.

    Attributes:
        unit: What was judged: one attempt.
        rater: Who judged.
        criterion: The criterion's key, stable within its micro-credential.
        level: Place of the level on the rubric, 0 for the lowest.
        on: The day on which the review was finished.
        microcredential: Whose criterion it is.
    """

    unit: str
    rater: str
    criterion: str
    level: int
    on: date
    microcredential: str = ""

    @property
    def item(self) -> tuple[str, str, str]:
        """What is rated by several: one criterion of one attempt."""
        return (self.unit, self.microcredential, self.criterion)


Item = tuple[str, str, str]


def by_item(ratings: Iterable[Rating]) -> Mapping[Item, tuple[Rating, ...]]:
    """The ratings of each item, items and raters in the order of their names.

    Raises:
        ValueError: If a level is below 0, or one rater rated one item twice: which of the two
            counts must be settled before anything is measured.
    """
    found: dict[Item, dict[str, Rating]] = {}
    for one in ratings:
        if one.level < 0:
            message = f"Levels are counted from 0; {one.rater} gave {one.level}."
            raise ValueError(message)
        raters = found.setdefault(one.item, {})
        if one.rater in raters:
            message = f"{one.rater} rated “{one.criterion}” of {one.unit} twice."
            raise ValueError(message)
        raters[one.rater] = one
    return {
        item: tuple(found[item][rater] for rater in sorted(found[item])) for item in sorted(found)
    }
