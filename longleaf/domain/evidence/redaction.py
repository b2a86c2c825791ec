"""Areas of a picture to be painted over before it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

from longleaf.basis.problem import Problem
from longleaf.domain.evidence.media import MediaKind

WHOLE: Final = 1000
MOST_AREAS: Final = 40
SIDES: Final = ("left", "top", "width", "height")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, in thousandths of the upright picture's width and height."""

    left: int
    top: int
    width: int
    height: int

    def in_pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom (the last two not included), rounded outward."""
        return (
            self.left * width // WHOLE,
            self.top * height // WHOLE,
            -(-(self.left + self.width) * width // WHOLE),
            -(-(self.top + self.height) * height // WHOLE),
        )


class Painter(Protocol):
    """Paints over areas of a picture for good."""

    def painted(self, file: BinaryIO, kind: MediaKind, areas: Sequence[Area]) -> BinaryIO:
        """The picture drawn anew with these areas in one color, and nothing else in the file.

        Raises:
            RefusedFileError: If it cannot be drawn, or moves.
        """
        ...


def read_areas(typed: Iterable[Mapping[str, str]]) -> tuple[list[Area], list[Problem]]:
    """The areas that were typed or drawn, as percentages; rows left empty are none.

    What reaches over the edge of the picture is cut there.
    """
    areas: list[Area] = []
    problems: list[Problem] = []
    for number, row in enumerate(typed, start=1):
        said = [row.get(side, "").strip().replace(",", ".") for side in SIDES]
        if not any(said):
            continue
        try:
            left, top, width, height = (round(float(one) * 10) for one in said)
        except (ValueError, OverflowError):
            reason = f"Area {number} lacks a number, or has something else."
            problems.append(Problem("areas", reason, "Give four numbers from 0 to 100."))
            continue
        area = _cut(left, top, width, height)
        if area is None:
            reason = f"Area {number} lies outside the picture, or has no size."
            problems.append(Problem("areas", reason, "Give four numbers from 0 to 100."))
        else:
            areas.append(area)
    if len(areas) > MOST_AREAS:
        reason = f"These are {len(areas)} areas, and {MOST_AREAS} is the most."
        problems.append(Problem("areas", reason, "Bring neighbors together into one."))
    return areas, problems


def _cut(left: int, top: int, width: int, height: int) -> Area | None:
    right, bottom = min(left + width, WHOLE), min(top + height, WHOLE)
    left, top = max(left, 0), max(top, 0)
    if right <= left or bottom <= top:
        return None
    return Area(left, top, right - left, bottom - top)
