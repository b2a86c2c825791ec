"""Exact amounts of learning: rationals that never pass through a float."""

import re
from fractions import Fraction

_FORM = re.compile(r"(-?\d{1,12})(?:\.(\d{1,9})|/(\d{1,9}))?\Z", re.ASCII)


class NotAnAmountError(ValueError):
    """The text is not an exact decimal ("1.5") or fraction ("2/3")."""


def parse_amount(text: str) -> Fraction:
    """Read an exact decimal or fraction.

    Raises:
        NotAnAmountError: For anything else, including exponents, signs other than a leading
            minus, and a denominator of zero.
    """
    found = _FORM.match(text)
    if found is None or (found[3] is not None and int(found[3]) == 0):
        message = f'"{text}" is not an exact amount; write it as "1.5" or "2/3".'
        raise NotAnAmountError(message)
    return Fraction(text)


def show_amount(amount: Fraction) -> str:
    """Write an amount so that `parse_amount` reads it back: a decimal if it ends, else a fraction.

    >>> show_amount(Fraction(3, 2)), show_amount(Fraction(2, 3)), show_amount(Fraction(8))
    ('1.5', '2/3', '8')
    """
    if amount.denominator == 1:
        return str(amount.numerator)
    places = _decimal_places(amount.denominator)
    if places is None:
        return f"{amount.numerator}/{amount.denominator}"
    digits = str(abs(amount.numerator) * 10**places // amount.denominator).rjust(places + 1, "0")
    sign = "-" if amount < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def _decimal_places(denominator: int) -> int | None:
    """How many digits after the point a fraction in lowest terms needs; None if it never ends."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None
