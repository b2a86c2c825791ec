"""Slides in a neutral form: what stands on each, and not how it looks."""

from dataclasses import dataclass
from datetime import date
from typing import Final

MOST_LINES: Final = 6
LONGEST_LINE: Final = 260


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: a title, and lines or a picture with its words below it.

    Attributes:
        lines: At most MOST_LINES, each at most LONGEST_LINE characters.
        png: A picture; None for a slide of lines.
        alt: The picture's words, never empty where there is one.
        notes: What the speaker may say; "" for nothing.
    """

    title: str
    lines: tuple[str, ...] = ()
    png: bytes | None = None
    alt: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """A whole deck; the first slide bears its title and subtitle."""

    title: str
    subtitle: str
    author: str
    made_on: date
    slides: tuple[Slide, ...]
    language: str = "en-US"


def require_fitting(deck: Deck) -> None:
    """Find what would run over a slide or be lost on somebody.

    Raises:
        ValueError: If a slide has no title, too many or too long lines, or a picture without words.
    """
    if not deck.title.strip():
        raise ValueError("A deck needs a title.")
    for slide in deck.slides:
        too_long = any(len(line) > LONGEST_LINE for line in slide.lines)
        if not slide.title.strip() or len(slide.lines) > MOST_LINES or too_long:
            message = f'The slide "{slide.title}" has no title, or more than fits on it.'
            raise ValueError(message)
        if slide.png is not None and not slide.alt.strip():
            message = f'The picture on the slide "{slide.title}" needs words in its place.'
            raise ValueError(message)
