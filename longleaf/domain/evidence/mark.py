"""Marks: where in an artifact a criterion shows."""

import re
from dataclasses import dataclass
from typing import Final

from longleaf.basis.problem import Problem, ProblemsError

WHOLE: Final = 1000  # a picture's width and height, in the parts that regions are counted in
LONGEST_PASSAGE: Final = 500
LAST_PAGE: Final = 5000
LAST_MOMENT: Final = 24 * 3600
_CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a picture, in thousandths of its width and height from its upper left."""

    left: int
    top: int
    width: int
    height: int

    @property
    def words(self) -> str:
        """The region for who cannot see it: "from 10 % to 40 % across, 0 % to 50 % down"."""
        across = f"{self.left / 10:g} % to {(self.left + self.width) / 10:g} % across"
        return f"{across}, {self.top / 10:g} % to {(self.top + self.height) / 10:g} % down"


@dataclass(frozen=True, slots=True)
class Passage:
    """A page, the words to look for, or both; page 0 where it has none."""

    page: int
    words: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of a sound or a video, in whole seconds from its beginning."""

    begin: int
    end: int

    @property
    def words(self) -> str:
        """As "4:10 to 5:00"."""
        return f"{clock(self.begin)} to {clock(self.end)}"


Place = Region | Passage | Moment


def kind_of_place(form: str, family: str) -> str:
    """What can be marked in an artifact: "region", "passage" or "moment".

    Args:
        form: "file", "text" or "link".
        family: Of a file: "document", "image", "audio" or "video".
    """
    if form == "file" and family == "image":
        return "region"
    return "moment" if form == "file" and family in ("audio", "video") else "passage"


def clock(seconds: int) -> str:
    """A moment as a player shows it: "4:10", "1:04:10"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_of(text: str) -> int | None:
    """The seconds of "4:10", "1:04:10" or "250"; None if it is none of these."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 6:  # noqa: PLR2004 - a day has five digits
        return int(text)
    found = _CLOCK.match(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def region(left: int, top: int, width: int, height: int) -> Region:
    """A region within its picture.

    Raises:
        ProblemsError: If it has no width or height, or reaches beyond the picture.
    """
    inside = min(left, top) >= 0 and left + width <= WHOLE and top + height <= WHOLE
    if not inside or width < 1 or height < 1:
        _refuse("left", "That region is not inside the picture.", "Draw it again.")
    return Region(left, top, width, height)


def passage(page: int, words: str, *, text: str | None = None) -> Passage:
    """A passage; where the artifact is a text, its words stand in it.

    Raises:
        ProblemsError: If neither page nor words are given, or the words are not in `text`.
    """
    words = " ".join(words.split())
    if not words and not page:
        _refuse("passage", "Neither a page nor words are given.", "Give one of them, or both.")
    if not 0 <= page <= LAST_PAGE:
        _refuse("page", f"A page is a number from 1 to {LAST_PAGE}.", "Count from the first sheet.")
    if len(words) > LONGEST_PASSAGE:
        _refuse("passage", f"A passage has {LONGEST_PASSAGE} letters at most.", "Take its start.")
    if text is not None and words.casefold() not in " ".join(text.split()).casefold():
        _refuse("passage", "These words do not stand in the text.", "Copy them from it.")
    return Passage(page, words)


def moment(begin: str, end: str) -> Moment:
    """A moment from what was typed; without an end it is ten seconds long.

    Raises:
        ProblemsError: If it is no time, or ends before it begins.
    """
    first = seconds_of(begin)
    last = seconds_of(end) if end.strip() else None if first is None else first + 10
    if first is None or last is None:
        where = "begin" if first is None else "end"
        raise ProblemsError([Problem(where, "That is not a time.", "Write it as 4:10 or 1:04:10.")])
    if last <= first or last > LAST_MOMENT:
        _refuse("end", "The moment ends before it begins, or after a day.", "Look at both times.")
    return Moment(first, last)


def _refuse(where: str, reason: str, fix: str) -> None:
    raise ProblemsError([Problem(where, reason, fix)])
