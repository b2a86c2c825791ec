"""Texts that stand much the same: when they are pointed out, and when not."""

import random

from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.evidence.likeness import (
    BANDS,
    FEWEST_WORDS,
    THRESHOLD,
    alike,
    bands,
    excerpt,
    is_compared,
    shingles,
)

WORDS = st.lists(st.text("abcdefgh", min_size=2, max_size=5), min_size=40, max_size=120)


def a_text(count: int, seed: int) -> list[str]:
    drawn = random.Random(seed)  # noqa: S311  # the same texts each time, no secret
    return ["".join(drawn.choices("abcdefghij", k=6)) for _ in range(count)]


def meet(text: str, other: str) -> bool:
    return bool(set(bands(text)) & set(bands(other)))


def test_a_text_is_like_itself_whatever_its_signs_and_capitals() -> None:
    text = " ".join(a_text(60, 1))
    found = alike(text, text.upper().replace(" ", ", "))
    assert found is not None
    assert (found.share, found.first_word, found.words) == (1.0, 0, 60)


def test_texts_that_share_exactly_half_their_shingles_are_pointed_out_and_just_less_not() -> None:
    """60 shingles each, 40 of them shared: 40 of 80. One fewer is 39 of 81."""
    words = a_text(64, 2)
    half = alike(" ".join(words), " ".join(words[:44] + a_text(20, 3)))
    assert half is not None
    assert half.share == THRESHOLD
    assert alike(" ".join(words), " ".join(words[:43] + a_text(21, 3))) is None


def test_the_longest_passage_that_both_have_is_found() -> None:
    words, own = a_text(60, 4), a_text(10, 5)
    mine = " ".join(own + words)
    found = alike(mine, " ".join(words))
    assert found is not None
    assert excerpt(mine, found.first_word, found.words, most=3) == " ".join(words[:3]) + " …"


def test_what_the_question_itself_says_is_nobodys() -> None:
    question = " ".join(a_text(60, 6))
    common = set(shingles(question))
    assert bands(question, apart_from=common) == []
    assert alike(question, question, apart_from=common) is None


def test_short_texts_are_not_compared() -> None:
    assert is_compared(" ".join(["word"] * FEWEST_WORDS))
    assert not is_compared(" ".join(["word"] * (FEWEST_WORDS - 1)))


def test_near_identical_texts_meet_in_a_band_and_unlike_ones_do_not() -> None:
    """Over 40 pairs each; the seeds are fixed, so it always comes out the same."""
    missed = met = 0
    for seed in range(40):
        words = a_text(200, seed)
        near = [*words[:160], *a_text(40, seed + 1000)]
        missed += not meet(" ".join(words), " ".join(near))
        met += meet(" ".join(words), " ".join(a_text(200, seed + 2000)))
    assert (missed, met) == (0, 0)


def test_an_excerpt_of_nothing_is_empty() -> None:
    assert excerpt("A few words", 7, 3) == ""


@given(WORDS, WORDS)
def test_likeness_is_mutual(words: list[str], others: list[str]) -> None:
    there, back = alike(" ".join(words), " ".join(others)), alike(" ".join(others), " ".join(words))
    assert (there is None) == (back is None)
    assert there is None or back is None or there.share == back.share


@given(WORDS)
def test_the_same_text_has_the_same_bands(words: list[str]) -> None:
    text = " ".join(words)
    assert bands(text) == bands(text)
    assert len(bands(text)) == BANDS
