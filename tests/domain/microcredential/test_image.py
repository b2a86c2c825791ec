"""Pictures: the issuer's color, legible words, and nothing that runs out of the shape."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.microcredential.image import (
    KINDS,
    LEAST_CONTRAST,
    Picture,
    colors_of,
    contrast_with_white,
    draw,
    initials,
    set_issuer,
    set_title,
    short_title,
)

SVG = "{http://www.w3.org/2000/svg}"


class EvenLetters:
    """Every letter is 0.6 of its size wide."""

    def width(self, text: str, *, size: float, bold: bool) -> float:
        return len(text) * size * 0.6

    def outline(self, text: str, *, size: float, bold: bool) -> str:
        return "M0 0Z" if text else ""


LETTERS = EvenLetters()


def picture(title: str = "Wait Time", kind: str = "microcredential") -> Picture:
    return Picture(title, "Northfield Schools", "northfield-schools", 2026, kind)


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert round(contrast_with_white("#000000"), 2) == 21
    assert round(contrast_with_white("#767676"), 2) == 4.54


@given(st.text(max_size=80))
def test_every_issuers_color_carries_white_text(slug: str) -> None:
    colors = colors_of(slug)
    assert contrast_with_white(colors.deep) >= LEAST_CONTRAST
    assert contrast_with_white(colors.edge) >= LEAST_CONTRAST


def test_an_issuer_keeps_its_color() -> None:
    assert colors_of("northfield-schools") == colors_of("northfield-schools")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("small", [False, True])
def test_a_picture_says_in_words_what_it_is(kind: str, small: bool) -> None:
    root = ET.fromstring(draw(picture(kind=kind), LETTERS, small=small))  # noqa: S314 - our own
    assert root.findtext(f"{SVG}title") == "Wait Time"
    said = root.findtext(f"{SVG}desc") or ""
    assert "Northfield Schools" in said
    assert "2026" in said
    assert {root.get("aria-labelledby")} == {"t d"}


def test_each_kind_has_its_own_shape() -> None:
    assert len({draw(picture(kind=kind), LETTERS) for kind in KINDS}) == len(KINDS)


def test_markup_in_a_title_stays_text() -> None:
    drawn = draw(picture('<script>alert("x")</script> & co'), LETTERS)
    assert "<script" not in drawn
    ET.fromstring(drawn)  # noqa: S314 - our own


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120))
def test_a_title_never_runs_out_of_its_shape(title: str) -> None:
    size, lines = set_title(title, LETTERS)
    assert len(lines) <= 4
    assert all(LETTERS.width(line, size=size, bold=True) <= 400 for line in lines)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_an_issuers_name_never_runs_out_of_its_shape(name: str) -> None:
    size, lines = set_issuer(name, LETTERS)
    assert len(lines) <= 2
    assert all(LETTERS.width(line, size=size, bold=False) <= 310 for line in lines)


def test_a_title_is_set_as_large_as_it_fits() -> None:
    assert set_title("Wait", LETTERS)[0] > set_title("Waiting for everyone to answer", LETTERS)[0]


def test_a_title_too_long_for_the_smallest_size_ends_in_an_ellipsis() -> None:
    assert set_title("word " * 24, LETTERS)[1][-1].endswith("…")


@pytest.mark.parametrize(
    ("title", "short"),
    [("Hinge Questions: Know Before", "Hinge Questions"), ("Plain", "Plain"), ("", "Untitled")],
)
def test_what_stands_before_a_colon_is_set(title: str, short: str) -> None:
    assert short_title(title) == short


@pytest.mark.parametrize(
    ("title", "letters"),
    [
        ("Hinge Questions: Know", "HQ"),
        ("From Screening to a Reading Plan", "SRP"),
        ("To the", "TT"),
        ("A Team That Shares the Lead Well", "TTS"),
        ("…", "?"),
    ],
)
def test_initials_are_those_of_the_telling_words(title: str, letters: str) -> None:
    assert initials(title) == letters
