"""A decision that is kept: its facts as plain data, and whether it comes out the same again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from longleaf.basis.amount import show_amount
from longleaf.policy.citation import Citation
from longleaf.policy.document import Json
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts import Facts
from longleaf.policy.facts_reading import read_facts
from longleaf.policy.report import evaluation_as_json
from longleaf.policy.rules import Rules

# In a facts file a plan's citation needs no name of its own: there is one.
_UNNAMED = ("key", "kind")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two answers differ.

    Attributes:
        where: The way there, such as "categories[1].counted".
        was: What was kept there, in words; "" where there was nothing.
        now: What came now.
    """

    where: str
    was: str
    now: str


def facts_as_json(facts: Facts) -> dict[str, Json]:
    """The facts in the form of a facts file, which `read_facts` reads back as they are.

    What is not known is left out, so that it comes back as not known.
    """
    return cast("dict[str, Json]", _plain(facts))


def decide_again(
    rules: Rules, facts: Mapping[str, Json], found: Mapping[str, Json], *, on: date
) -> tuple[Difference, ...]:
    """Apply rules to kept facts and compare; empty if the answer is the same, field by field.

    A field that did not exist when the answer was kept is not compared.

    Args:
        rules: Those of the day, to see whether the decision holds; or others, to see what differs.
        facts: As `facts_as_json` gave them.
        found: The answer that was kept.
        on: The day that was asked about.

    Raises:
        ProblemsError: If the facts cannot be read.
    """
    again = evaluation_as_json(evaluate(rules, read_facts(dict(facts)), on))
    return tuple(_differences("", cast("Json", dict(found)), cast("Json", again)))


def _plain(value: object) -> Json:
    if is_dataclass(value) and not isinstance(value, type):
        skipped = _UNNAMED if isinstance(value, Citation) else ()
        given = {one.name: getattr(value, one.name) for one in fields(value)}
        return {
            name: _plain(inner)
            for name, inner in given.items()
            if inner is not None and name not in skipped
        }
    if isinstance(value, Fraction):
        return show_amount(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bool | int | str):
        return value
    message = f"{type(value).__name__} is no part of a facts file."
    raise TypeError(message)


def _differences(where: str, was: Json, now: Json) -> Sequence[Difference]:
    if isinstance(was, dict) and isinstance(now, dict):
        return [
            one
            for name, inner in was.items()
            for one in _differences(f"{where}.{name}" if where else name, inner, now.get(name))
        ]
    if isinstance(was, list) and isinstance(now, list):
        longest = max(len(was), len(now))
        return [
            one
            for at in range(longest)
            for one in _differences(f"{where}[{at}]", _at(was, at), _at(now, at))
        ]
    return [] if was == now else [Difference(where, _words(was), _words(now))]


def _at(items: Sequence[Json], at: int) -> Json:
    return items[at] if at < len(items) else None


def _words(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(value.get("rule") or value.get("name") or value.get("id") or "something")
    if isinstance(value, list):
        return f"{len(value)} in all"
    return str(value)
