"""Drawing: outlines from the product's typeface, and pixels from outlines."""

import io

from PIL import Image

from longleaf.domain.microcredential.image import Picture, draw
from longleaf.gateways.drawing import png, typeface

PICTURE = Picture("Wait Time", "Northfield Schools", "northfield-schools", 2026)


def test_a_longer_text_is_wider_and_a_larger_one_in_proportion() -> None:
    letters = typeface()
    assert letters.width("Wait Time", size=10, bold=True) > letters.width(
        "Wait", size=10, bold=True
    )
    assert letters.width("Wait", size=20, bold=True) == 2 * letters.width(
        "Wait", size=10, bold=True
    )


def test_a_letter_that_the_typeface_lacks_is_left_out() -> None:
    letters = typeface()
    assert letters.outline("日", size=10, bold=False) == ""
    assert letters.width("a日", size=10, bold=False) == letters.width("a", size=10, bold=False)


def test_a_picture_has_the_width_asked_for_and_clear_corners() -> None:
    drawn = Image.open(io.BytesIO(png(draw(PICTURE, typeface()), width=64)))
    assert drawn.size == (64, 64)
    assert drawn.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_the_words_can_be_seen_in_the_picture() -> None:
    with_words = png(draw(PICTURE, typeface()), width=300)
    other_words = png(
        draw(Picture("Other", "Northfield Schools", "northfield-schools", 2026), typeface()),
        width=300,
    )
    assert with_words != other_words


def test_no_font_is_asked_of_whoever_opens_it() -> None:
    assert "<text" not in draw(PICTURE, typeface())
