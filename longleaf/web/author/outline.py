"""The outline that the editor shows: sections, fields, lists, and what is checked in each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from longleaf.basis.problem import Problem

Choices = Sequence[tuple[str, str]]


@dataclass(slots=True)
class Field:
    """One field as it is shown.

    Attributes:
        path: Where it stands in the definition; also its name in the form.
        control: "line", "text", "number", "day", "checks", "select" or "standards".
        texts: What stands in it.
        checks: What keeps it from being published as it is.
        stored: What someone else wrote meanwhile, where the two differ; else None.
    """

    path: str
    label: str
    control: str = "line"
    hint: str = ""
    choices: Choices = ()
    groups: Sequence[tuple[str, Choices]] = ()
    texts: list[str] = field(default_factory=list)
    checks: list[Problem] = field(default_factory=list)
    stored: list[str] | None = None
    long_label: str = ""

    @property
    def id(self) -> str:
        return anchor(self.path)

    @property
    def text(self) -> str:
        return self.texts[0] if self.texts else ""


@dataclass(slots=True)
class Entry:
    """One entry of a list: its fields, and the lists inside it."""

    path: str
    title: str
    items: "list[Field | Group]"
    is_first: bool = False
    is_last: bool = False

    @property
    def id(self) -> str:
        return anchor(self.path)


@dataclass(slots=True)
class Group:
    """A list whose entries can be added, removed and moved; `adds` are its buttons."""

    path: str
    title: str
    noun: str
    entries: list[Entry]
    adds: Sequence[tuple[str, str]]
    hint: str = ""
    checks: list[Problem] = field(default_factory=list)

    @property
    def id(self) -> str:
        return anchor(self.path)


@dataclass(slots=True)
class Section:
    """One page of the editor."""

    key: str
    title: str
    intro: str
    items: list[Field | Group]
    problems: list[Problem] = field(default_factory=list)

    def fields(self) -> Iterator[Field]:
        """Every field, also those inside lists."""
        yield from fields_of(self.items)

    def groups(self) -> Iterator[Group]:
        yield from _groups(self.items)


def fields_of(items: Sequence[Field | Group]) -> Iterator[Field]:
    for item in items:
        if isinstance(item, Field):
            yield item
        else:
            for entry in item.entries:
                yield from fields_of(entry.items)


def _groups(items: Sequence[Field | Group]) -> Iterator[Group]:
    for item in items:
        if isinstance(item, Group):
            yield item
            for entry in item.entries:
                yield from _groups(entry.items)


def anchor(path: str) -> str:
    """The id of an element for a path: letters, digits and hyphens only."""
    return "f-" + re.sub(r"[^a-zA-Z0-9]+", "-", path).strip("-")


def place(problem: Problem, sections: Sequence[Section]) -> None:
    """Give a problem to the field or list that it is nearest to."""
    nearest: Field | Group | None = None
    holder: Section | None = None
    for section in sections:
        items: list[Field | Group] = [*section.fields(), *section.groups()]
        for item in items:
            inside = problem.where == item.path or problem.where.startswith(
                (f"{item.path}.", f"{item.path}[")
            )
            if inside and (nearest is None or len(item.path) > len(nearest.path)):
                nearest, holder = item, section
    if nearest is None or holder is None:
        sections[0].problems.append(problem)
        return
    nearest.checks.append(problem)
    holder.problems.append(
        Problem(nearest.id, f"{name_of(nearest)}: {problem.reason}", problem.fix)
    )


def name_of(item: Field | Group) -> str:
    return item.long_label or item.label if isinstance(item, Field) else item.title
