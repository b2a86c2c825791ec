"""Random audit: anyone draws the same again, from every stratum, and nobody twice."""

import hashlib
import hmac
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.audit_sample import (
    Candidate,
    Method,
    Sampling,
    draw,
    read_sampling,
    ticket,
)

SEED = "04 11 23 42 57"
LISTS = st.dictionaries(
    st.text(min_size=1, max_size=6),
    st.tuples(st.sampled_from("abc"), st.sampled_from("xy")),
    min_size=1,
    max_size=40,
).map(lambda found: [Candidate(key, name) for key, name in found.items()])
METHODS = st.one_of(
    st.builds(Sampling, st.just("each"), st.integers(1, 9).map(Fraction)),
    st.builds(Sampling, st.just("rate"), st.fractions(Fraction(1, 100), 1)),
)


def _people(number: int, name: str = "a") -> list[Candidate]:
    return [Candidate(f"{name}{at}", (name, "teacher")) for at in range(number)]


def test_a_ticket_is_what_the_documentation_says() -> None:
    by_hand = hmac.new(b"seed", b"license-1", hashlib.sha256).hexdigest()
    assert ticket("seed", "license-1") == by_hand


def test_the_smallest_tickets_are_drawn() -> None:
    found = draw(_people(20), seed=SEED, sampling=Sampling("each", Fraction(3)))
    smallest = sorted(ticket(SEED, one.id) for one in _people(20))[:3]
    assert [one.ticket for one in found.drawn] == smallest


@given(LISTS, METHODS, st.randoms())
def test_the_order_of_the_list_plays_no_part(
    candidates: list[Candidate], sampling: Sampling, chance: object
) -> None:
    found = draw(candidates, seed=SEED, sampling=sampling)
    chance.shuffle(candidates)  # type: ignore[attr-defined]  # hypothesis' own random.Random
    assert draw(candidates, seed=SEED, sampling=sampling) == found


@given(LISTS, METHODS)
def test_every_stratum_is_reached_and_nobody_drawn_twice(
    candidates: list[Candidate], sampling: Sampling
) -> None:
    found = draw(candidates, seed=SEED, sampling=sampling)
    assert {one.stratum for one in found.drawn} == {one.stratum for one in candidates}
    assert len({one.id for one in found.drawn}) == len(found.drawn)
    assert sum(one.population for one in found.strata) == len(candidates)
    assert all(1 <= one.drawn <= one.population for one in found.strata)


@given(LISTS, st.data())
def test_a_size_is_drawn_in_all_and_shared_out_in_proportion(
    candidates: list[Candidate], data: st.DataObject
) -> None:
    names = {one.stratum for one in candidates}
    size = data.draw(st.integers(len(names), len(candidates)))
    found = draw(candidates, seed=SEED, sampling=Sampling("size", Fraction(size)))
    assert len(found.drawn) == size
    assert all(1 <= one.drawn <= one.population for one in found.strata)
    pairs = [(a, b) for a in found.strata for b in found.strata if a.population > b.population]
    assert all(a.drawn >= b.drawn for a, b in pairs)


def test_a_rate_is_rounded_up() -> None:
    found = draw(_people(21), seed=SEED, sampling=Sampling("rate", Fraction(1, 10)))
    assert len(found.drawn) == 3


def test_a_larger_sample_keeps_those_of_a_smaller_one() -> None:
    few = draw(_people(50), seed=SEED, sampling=Sampling("each", Fraction(5)))
    more = draw(_people(50), seed=SEED, sampling=Sampling("each", Fraction(9)))
    assert more.drawn[:5] == few.drawn


def test_another_seed_draws_others() -> None:
    one = draw(_people(100), seed=SEED, sampling=Sampling("each", Fraction(5)))
    other = draw(_people(100), seed=SEED + "8", sampling=Sampling("each", Fraction(5)))
    assert one.drawn != other.drawn


@pytest.mark.parametrize(
    ("people", "seed", "method", "amount", "why"),
    [
        (5, "short!!", "each", 1, "seed is too short"),
        (0, SEED, "each", 1, "No license"),
        (5, SEED, "size", 6, "only 5"),
        (5, SEED, "size", 0, "cannot reach"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    people: int, seed: str, method: Method, amount: int, why: str
) -> None:
    with pytest.raises(ProblemsError, match=why):
        draw(_people(people), seed=seed, sampling=Sampling(method, Fraction(amount)))


def test_a_list_with_somebody_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        draw([*_people(2), *_people(1)], seed=SEED, sampling=Sampling("each", Fraction(1)))


@pytest.mark.parametrize(
    ("method", "amount", "read"),
    [
        ("rate", "2.5 %", Sampling("rate", Fraction(1, 40))),
        ("rate", "100", Sampling("rate", Fraction(1))),
        ("each", " 3 ", Sampling("each", Fraction(3))),
        ("size", "1", Sampling("size", Fraction(1))),
    ],
)
def test_a_size_is_read_as_typed(method: str, amount: str, read: Sampling) -> None:
    assert read_sampling(method, amount) == read


@pytest.mark.parametrize(
    ("method", "amount"),
    [("rate", "0"), ("rate", "101"), ("each", "1.5"), ("size", "0"), ("size", "x"), ("odd", "1")],
)
def test_a_size_that_is_none_is_refused(method: str, amount: str) -> None:
    with pytest.raises(ProblemsError):
        read_sampling(method, amount)
