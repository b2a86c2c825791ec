"""Shapes: the small language in which the schemas of policies and facts are written.

A shape checks a node and collects every problem; the same shape can be printed as JSON Schema,
so that what is checked and what is published cannot drift apart.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final, Protocol, cast

from longleaf.basis.amount import NotAnAmountError, parse_amount
from longleaf.basis.problem import Problem
from longleaf.policy.document import Json, Listing, Node, Scalar, Style, Table

_WRITTEN: Final = (Style.QUOTED, Style.PLAIN)


class Shape(Protocol):
    """What a node must look like."""

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node; empty if it fits."""

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema (2020-12)."""


@dataclass(frozen=True, slots=True)
class Text:
    """Written text; `form` is a regular expression that the whole of it must match."""

    form: str = r"(?s).*\S.*"
    like: str = "text"
    longest: int = 2000

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        text = _written(node)
        if text is None:
            return [_expected(node, self.like)]
        if len(text) > self.longest:
            return [Problem(node.where, f"The text is longer than {self.longest} characters.")]
        if re.fullmatch(self.form, text) is None:
            return [_expected(node, self.like)]
        return []

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


WORD: Final = Text(r"[a-z][a-z0-9_]{0,63}", "a short name in lower case like “digital_learning”")


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact decimal or fraction, written as text."""

    positive: bool = False

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        text = _written(node)
        if text is None:
            return [_expected(node, "an exact amount written as text, like “1.5” or “2/3”")]
        try:
            amount = parse_amount(text)
        except NotAnAmountError as error:
            return [Problem(node.where, str(error))]
        if amount < 0 or (self.positive and amount == 0):
            least = "more than 0" if self.positive else "0 or more"
            return [Problem(node.where, f"The amount {text} must be {least}.")]
        return []

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        return {"type": "string", "pattern": r"^\d{1,12}(\.\d{1,9}|/\d{1,9})?$"}


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number of things, from 1 to 999."""

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        written = isinstance(node, Scalar) and node.style in {*_WRITTEN, Style.NUMBER}
        if written and re.fullmatch(r"[1-9]\d{0,2}", cast("Scalar", node).text, re.ASCII):
            return []
        return [_expected(node, "a whole number from 1 to 999")]

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        number: Json = {"type": "integer", "minimum": 1, "maximum": 999}
        return {"anyOf": [number, {"type": "string", "pattern": r"^[1-9]\d{0,2}$"}]}


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, YYYY-MM-DD."""

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        text = _written(node)
        try:
            if text is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
                date.fromisoformat(text)
                return []
        except ValueError:
            pass
        return [_expected(node, "a day of the calendar like “2024-06-30”")]

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        bare = isinstance(node, Scalar) and node.style in {Style.PLAIN, Style.FLAG}
        if bare and cast("Scalar", node).text in {"true", "false"}:
            return []
        return [_expected(node, "true or false")]

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        text = _written(node)
        if text in self.words:
            return []
        listed = ", ".join(f"“{word}”" for word in self.words)
        guess = get_close_matches(text or "", self.words, 1)
        fix = f"Did you mean “{guess[0]}”?" if guess else f"Write one of {listed}."
        return [Problem(node.where, f"{_quote(node)} is not one of {listed}.", fix)]

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Either:
    """One shape for a single value, another for a list or a table."""

    scalar: Shape
    other: Shape

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        return (self.scalar if isinstance(node, Scalar) else self.other).check(node)

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        return {"anyOf": [self.scalar.json_schema(), self.other.json_schema()]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items all have one shape."""

    item: Shape
    at_least: int = 1
    at_most: int = 2000

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        if not isinstance(node, Listing):
            return [_expected(node, "a list")]
        if not self.at_least <= len(node.items) <= self.at_most:
            reason = f"The list has {len(node.items)} items."
            fix = f"It takes from {self.at_least} to {self.at_most}."
            return [Problem(node.where, reason, fix)]
        return [problem for item in node.items for problem in self.item.check(item)]

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        return {"type": "array", "minItems": self.at_least, "items": self.item.json_schema()}


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table with free names, each name and each thing under it of one shape."""

    name: Shape
    item: Shape
    at_least: int = 1

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        if not isinstance(node, Table):
            return [_expected(node, "a table of names")]
        if len(node.entries) < self.at_least:
            return [Problem(node.where, "The table is empty.", "Write at least one name in it.")]
        problems = []
        for name, item in node.entries.items():
            problems += self.name.check(Scalar(name, Style.QUOTED, node.places[name]))
            problems += self.item.check(item)
        return problems

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        return {
            "type": "object",
            "minProperties": self.at_least,
            "additionalProperties": self.item.json_schema(),
        }


@dataclass(frozen=True, slots=True)
class Record:
    """A table with known names.

    Attributes:
        what: What the table is, for the reader of a problem.
        required: Names that must be there.
        optional: Names that may be.
        one_of: Groups of optional names of which exactly one must be there.
        nullable: Whether "null" may stand for "nothing is known" under an optional name.
        open: Whether names not listed are passed over rather than refused.
    """

    what: str
    required: Mapping[str, Shape] = field(default_factory=dict)
    optional: Mapping[str, Shape] = field(default_factory=dict)
    one_of: Sequence[tuple[str, ...]] = ()
    nullable: bool = False
    open: bool = False

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        if not isinstance(node, Table):
            return [_expected(node, f"{self.what}, written as names and values")]
        problems = []
        for name, item in node.entries.items():
            shape = self.required.get(name) or self.optional.get(name)
            if shape is None:
                problems += [] if self.open else [self._unknown(node, name)]
            elif name in self.required or not (self.nullable and not node.has(name)):
                problems += shape.check(item)
        problems += [
            Problem(node.where, f"“{name}” is missing from {self.what}.", "Write it.")
            for name in self.required
            if name not in node.entries
        ]
        for group in self.one_of:
            if sum(name in node.entries for name in group) != 1:
                listed = ", ".join(f"“{name}”" for name in group)
                problems.append(
                    Problem(node.where, f"{self.what.capitalize()} takes exactly one of {listed}.")
                )
        return problems

    def _unknown(self, node: Table, name: str) -> Problem:
        known = [*self.required, *self.optional]
        guess = get_close_matches(name, known, 1)
        fix = f"Did you mean “{guess[0]}”?" if guess else f"Known here: {', '.join(known)}."
        return Problem(node.places[name], f"“{name}” is not known in {self.what}.", fix)

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        optional = {name: shape.json_schema() for name, shape in self.optional.items()}
        if self.nullable:
            optional = {name: {"anyOf": [s, {"type": "null"}]} for name, s in optional.items()}
        schema: dict[str, Json] = {
            "type": "object",
            "properties": {
                **{name: shape.json_schema() for name, shape in self.required.items()},
                **optional,
            },
            "additionalProperties": self.open,
        }
        if self.required:
            schema["required"] = list(self.required)
        if self.one_of:
            schema["allOf"] = [
                {"oneOf": [{"required": [name]} for name in group]} for group in self.one_of
            ]
        return schema


def _written(node: Node) -> str | None:
    return node.text if isinstance(node, Scalar) and node.style in _WRITTEN else None


def _expected(node: Node, like: str) -> Problem:
    return Problem(node.where, f"{_quote(node)} stands where {like} is expected.")


def _quote(node: Node) -> str:
    if isinstance(node, Scalar):
        if node.style is Style.NULL:
            return "Nothing"
        if node.style in {Style.NUMBER, Style.FLAG}:
            return f"The {node.style.value} {node.text[:40]}"
        return f"“{node.text[:60]}”"
    return "A list" if isinstance(node, Listing) else "A table"
