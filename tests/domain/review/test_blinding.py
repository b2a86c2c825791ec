"""Hiding names."""

import pytest

from longleaf.domain.review.blinding import HIDDEN, blinder

blind = blinder(
    name="Amina Reyes",
    email="amina@example.org",
    organizations=["Northfield Elementary", "Northfield Schools"],
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Amina Reyes, grade 4", f"{HIDDEN}, grade 4"),
        ("by AMINA  REYES.", f"by {HIDDEN}."),
        ("Ms. Reyes asked", f"{HIDDEN} asked"),
        ("dear mrs reyes", f"dear {HIDDEN}"),
        ("Ms. Amina Reyes asked", f"{HIDDEN} asked"),
        ("write to amina@example.org", f"write to {HIDDEN}"),
        ("at Northfield Elementary", f"at {HIDDEN}"),
        ("Reyesville stays, and so does Ms. Reyesby", "Reyesville stays, and so does Ms. Reyesby"),
        ("Grace, my reyes", "Grace, my reyes"),
    ],
)
def test_names_are_hidden_and_other_words_are_left(text: str, shown: str) -> None:
    assert blind(text) == shown


def test_signs_in_a_name_are_only_signs() -> None:
    assert blinder(name="A. (Bo) O'Neil+")("A. (Bo) O'Neil+") == HIDDEN


def test_without_a_name_nothing_is_hidden() -> None:
    assert blinder(name=" ")("Amina Reyes") == "Amina Reyes"
