"""Words as people count them, and numbers that stand for names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.evidence.number import ALPHABET, is_number, new_number
from longleaf.domain.evidence.words import count_words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("   \n\t ", 0),
        ("one", 1),
        ("two words", 2),
        ("a well-known rule at 3:00", 5),
        ("- first\n- second", 2),
        ("before — after", 2),
        ("naïve élèves 学生", 3),
    ],
)
def test_words_are_counted_as_people_count_them(text: str, count: int) -> None:
    assert count_words(text) == count


@given(st.text(), st.text())
def test_two_texts_with_a_space_between_have_the_words_of_both(one: str, other: str) -> None:
    assert count_words(f"{one} {other}") == count_words(one) + count_words(other)


def test_a_number_takes_each_sign_from_the_alphabet() -> None:
    assert new_number(lambda alphabet: alphabet[0]) == "LL-222222"


@pytest.mark.parametrize("sign", "01ILOUVAE")
def test_signs_that_are_mistaken_for_others_or_make_words_are_not_used(sign: str) -> None:
    assert sign not in ALPHABET


@given(st.lists(st.sampled_from(ALPHABET), min_size=6, max_size=6))
def test_every_number_that_can_be_made_is_a_number(signs: list[str]) -> None:
    rest = iter(signs)
    assert is_number(new_number(lambda _: next(rest)))


@pytest.mark.parametrize("text", ["", "LL-12345", "LL-2345678", "ll-234567", "LL-234567\n"])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert not is_number(text)
