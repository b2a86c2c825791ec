"""Guidance: what one micro-credential is worth, under the state's rules and each local board's."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import cast

from longleaf.basis.amount import show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.policy.category import eligible
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.document import Json, Table, from_yaml
from longleaf.policy.facts_reading import DEFINITION_FILE, microcredential_of
from longleaf.policy.finding import Because
from longleaf.policy.messages import sentence
from longleaf.policy.parameter import Unknown
from longleaf.policy.report import because_as_json, citation_as_json
from longleaf.policy.rules import Local, Rules
from longleaf.policy.worth import award_worth


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a micro-credential is worth in one place.

    Attributes:
        local: The local board, or None for the state's own answer.
        credits: What it is worth, or None if that is not settled.
        because: The arithmetic, or why there is none.
        categories: Name of each kind of license to the categories it may count in there.
        citations: Where it is written.
    """

    jurisdiction: str
    local: str | None
    credits: Fraction | None
    unit: str
    because: Because
    categories: dict[str, tuple[str, ...]]
    citations: tuple[Citation, ...]


def read_definition_file(text: bytes, name: str) -> Microcredential:
    """Read what the crosswalk needs of a micro-credential's file, in YAML or JSON.

    Raises:
        ProblemsError: With every problem, each with file, line and fix.
    """
    node = from_yaml(text, name)
    problems = DEFINITION_FILE.check(node)
    if problems:
        raise ProblemsError(problems)
    return microcredential_of(cast("Table", node))


def read_catalog(folder: Path) -> tuple[Microcredential, ...]:
    """Read a folder of definitions, each in a YAML file of its own.

    Raises:
        ProblemsError: With every problem, each with file, line and fix.
    """
    problems: list[Problem] = []
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(read_definition_file(path.read_bytes(), path.name))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return tuple(found)


def guidance(rules: Rules, definition: Microcredential, *, on: date) -> tuple[Guidance, ...]:
    """What a micro-credential is worth by the state and by every local board with a crosswalk.

    Args:
        rules: The policy.
        definition: The micro-credential.
        on: The day of the award, and the day by which licenses are looked at.
    """
    boards = [local for local in rules.locals.values() if local.crosswalk is not None]
    return tuple(_in_one_place(rules, local, definition, on) for local in (None, *boards))


def _in_one_place(
    rules: Rules, local: Local | None, definition: Microcredential, on: date
) -> Guidance:
    worth = award_worth(rules, local, (definition.slug,), definition, granted_on=on)
    return Guidance(
        rules.policy.jurisdiction,
        None if local is None else local.name,
        worth.credits,
        rules.unit,
        worth.because,
        {rule.name: _categories(rules, rule.name, definition, on) for rule in rules.licenses},
        worth.citations,
    )


def _categories(rules: Rules, name: str, definition: Microcredential, on: date) -> tuple[str, ...]:
    rule = next(one for one in rules.licenses if one.name == name)
    minima = rule.credit.split.on(on).value
    if isinstance(minima, Unknown):
        return ()
    asked = [rules.categories[category] for category in minima]
    homes = eligible(definition.renewal_categories, asked)
    return tuple(category.name for category in asked if category.name in homes)


def guidance_as_json(one: Guidance, rules: Rules) -> dict[str, Json]:
    """One answer as plain JSON; amounts are strings."""
    return {
        "jurisdiction": one.jurisdiction,
        "local": one.local,
        "credits": None if one.credits is None else show_amount(one.credits),
        "unit": one.unit,
        **because_as_json(one.because),
        "says": sentence(one.because, rules.titles()),
        "categories": {name: list(homes) for name, homes in one.categories.items()},
        "citation": citation_as_json(one.citations),
    }
