"""Exact amounts: read and written without a float in between."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.amount import NotAnAmountError, parse_amount, show_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", Fraction(0)),
        ("1.5", Fraction(3, 2)),
        ("2/3", Fraction(2, 3)),
        ("-0.1", Fraction(-1, 10)),
        ("4/2", Fraction(2)),
        ("999999999999.999999999", Fraction("999999999999.999999999")),
    ],
)
def test_decimals_and_fractions_are_read_exactly(text: str, amount: Fraction) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        *("", " 1", "1 ", "1\n", "+1", "1e3", ".5", "1.", "1/0", "1/-2", "1.5/2", "0x1", "٣"),
        *("nan", "1" * 13, "0." + "1" * 10),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmountError):
        parse_amount(text)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Fraction(3, 2), "1.5"),
        (Fraction(2, 3), "2/3"),
        (Fraction(8), "8"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(-7, 3), "-7/3"),
    ],
)
def test_an_amount_is_a_decimal_if_it_ends_and_else_a_fraction(amount: Fraction, text: str) -> None:
    assert show_amount(amount) == text


@given(st.fractions(-1000, 1000, max_denominator=400))
def test_what_is_written_is_read_back(amount: Fraction) -> None:
    assert parse_amount(show_amount(amount)) == amount
