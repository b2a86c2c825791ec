"""Random audit: which renewals are drawn, so that a stranger with the list can draw them again.

Each candidate's ticket is HMAC-SHA256 with the seed as key and the identifier as message, both in
UTF-8, written in lowercase hexadecimal. Within each stratum the smallest tickets are drawn. Who
does not know the seed cannot tell who will be drawn; who knows it can check every draw.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal, TypeAlias

from longleaf.basis.amount import NotAnAmountError, parse_amount
from longleaf.basis.problem import Problem, ProblemsError

Method: TypeAlias = Literal["size", "rate", "each"]
LEAST_SEED = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A renewal that could be drawn; `stratum` names its LEA and kind of license."""

    id: str
    stratum: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How many are drawn.

    Attributes:
        method: "size": `amount` in all, shared out in proportion to the strata, at least one of
            each. "each": `amount` of every stratum. "rate": this part of every stratum, rounded
            up.
        amount: A whole number, or for a rate a part between 0 and 1.
    """

    method: Method
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of the list: how many stand in it, and how many are drawn."""

    name: tuple[str, str]
    population: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One that was drawn, with the ticket that decided it."""

    id: str
    stratum: tuple[str, str]
    ticket: str


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn, in the order of strata and tickets."""

    strata: tuple[Stratum, ...]
    drawn: tuple[Drawn, ...]


def ticket(seed: str, identifier: str) -> str:
    """The number by which an identifier is drawn or not: 64 hexadecimal digits."""
    return hmac.new(seed.encode(), identifier.encode(), hashlib.sha256).hexdigest()


def read_sampling(method: str, amount: str) -> Sampling:
    """What was typed about the size of a sample; a rate is typed per cent.

    Raises:
        ProblemsError: If it is no whole number from 1, or no rate above 0 and at most 100.
    """
    try:
        said = parse_amount(amount.strip().removesuffix("%").strip())
    except NotAnAmountError as error:
        reason = f"“{amount[:40]}” is not a number."
        raise ProblemsError([Problem("amount", reason, "Write it as 25 or 2.5.")]) from error
    if method == "rate":
        if not 0 < said <= 100:  # noqa: PLR2004 - per cent
            fix = "Write per cent: more than 0, at most 100."
            raise ProblemsError([Problem("amount", "That is no rate.", fix)])
        return Sampling("rate", said / 100)
    if method not in {"size", "each"}:
        raise ProblemsError([Problem("method", "Nobody samples so.", "Choose one of the three.")])
    if said < 1 or said.denominator != 1:
        fix = "Write a whole number from 1."
        raise ProblemsError([Problem("amount", "That is no number of renewals.", fix)])
    return Sampling("each" if method == "each" else "size", said)


def draw(candidates: Iterable[Candidate], *, seed: str, sampling: Sampling) -> Draw:
    """Draw a sample; the order in which the candidates come plays no part.

    Raises:
        ProblemsError: If there is nobody to draw from, the sample is larger than the list or too
            small to reach every stratum, or the seed is too short.
        ValueError: If a candidate stands in the list twice.
    """
    strata: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    seen: set[str] = set()
    for one in candidates:
        if one.id in seen:
            message = f"{one.id} stands in the list twice."
            raise ValueError(message)
        seen.add(one.id)
        strata[one.stratum].append(one)
    _refuse(len(seen), len(strata), seed, sampling)
    numbers = _allocate({name: len(held) for name, held in strata.items()}, sampling)
    drawn = [
        Drawn(identifier, name, number)
        for name in sorted(strata)
        for number, identifier in sorted((ticket(seed, c.id), c.id) for c in strata[name])[
            : numbers[name]
        ]
    ]
    shown = tuple(Stratum(name, len(strata[name]), numbers[name]) for name in sorted(strata))
    return Draw(shown, tuple(drawn))


def _refuse(people: int, strata: int, seed: str, sampling: Sampling) -> None:
    problems = []
    if len(seed) < LEAST_SEED:
        fix = f"Take at least {LEAST_SEED} signs, such as the numbers of a public lottery."
        problems.append(Problem("seed", "The seed is too short to be a secret beforehand.", fix))
    if not people:
        fix = "Choose other days of expiry."
        problems.append(Problem("", "No license is on record to draw from.", fix))
    elif sampling.method == "size" and sampling.amount < strata:
        reason = f"{sampling.amount} cannot reach each of {strata} strata."
        problems.append(Problem("amount", reason, f"Draw at least {strata}."))
    elif sampling.method == "size" and sampling.amount > people:
        reason = f"There are only {people} to draw from."
        problems.append(Problem("amount", reason, f"Draw at most {people}."))
    if problems:
        raise ProblemsError(problems)


def _allocate(
    population: Mapping[tuple[str, str], int], sampling: Sampling
) -> Mapping[tuple[str, str], int]:
    if sampling.method == "rate":
        return {name: ceil(sampling.amount * held) for name, held in population.items()}
    if sampling.method == "each":
        return {name: min(int(sampling.amount), held) for name, held in population.items()}
    numbers = dict.fromkeys(population, 1)
    share = sampling.amount / sum(population.values())
    for _ in range(int(sampling.amount) - len(numbers)):
        # Whoever is furthest below its share is next; equals go by name.
        open_ = [name for name, held in population.items() if numbers[name] < held]
        nearest = min(open_, key=lambda name: (numbers[name] - share * population[name], name))
        numbers[nearest] += 1
    return numbers
