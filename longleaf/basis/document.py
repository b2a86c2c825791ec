"""A YAML document as plain values, with the line each value stands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from longleaf.basis.problem import Problem, ProblemsError


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says, and where.

    Attributes:
        name: The file's name, as problems show it.
        data: Plain values: mappings, lists, text, numbers, days, booleans and None.
        lines: Path of each value ("rubric.criteria[2].title") to its line, counted from 1.
    """

    name: str
    data: object
    lines: Mapping[str, int]

    def located(self, problems: Sequence[Problem]) -> list[Problem]:
        """The same problems, each with the file and line in front of its path."""
        return [
            Problem(f"{self.name}:{self.line_of(p.where)}: {p.where}".rstrip(": "), p.reason, p.fix)
            for p in problems
        ]

    def line_of(self, path: str) -> int:
        """The line of a value, or of the nearest value around it if it is missing."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)


@dataclass(slots=True)
class _Walk:
    """One pass over the parsed nodes."""

    name: str
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def value(self, node: Node, path: str) -> object:
        line = node.start_mark.line + 1
        if id(node) in self.seen:
            self.fault(line, "The file repeats a value through an alias.", "Write the value out.")
            return None
        self.seen.add(id(node))
        self.lines.setdefault(path, line)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, f"{path}[{at}]") for at, item in enumerate(node.value)]
        return self.scalar(node, line)

    def mapping(self, node: MappingNode, path: str) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self.fault(line, "A key must be a single word.", "Put the word before the colon.")
                continue
            key = str(key_node.value)
            inner = f"{path}.{key}" if path else key
            if key in found:
                self.fault(line, f'"{inner}" is written twice.', "Keep one of the two.")
            self.lines[inner] = line
            found[key] = self.value(value_node, inner)
        return found

    def scalar(self, node: Node, line: int) -> object:
        try:
            plain: object = SafeConstructor().construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            self.fault(line, f"The value cannot be read: {error}", "Put it in quotes.")
            return None
        return plain

    def fault(self, line: int, reason: str, fix: str) -> None:
        self.problems.append(Problem(f"{self.name}:{line}", reason, fix))


def read_document(text: str, *, name: str) -> Document:
    """Read one YAML document.

    Raises:
        ProblemsError: If it is not YAML, is empty, writes a key twice or uses aliases (which can
            make a small file unfold into a huge one); each problem names the file and the line.
    """
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        reason = getattr(error, "problem", None) or str(error)
        raise ProblemsError([Problem(f"{name}:{line}", f"This is not YAML: {reason}.")]) from error
    if node is None:
        raise ProblemsError([Problem(f"{name}:1", "The file is empty.")])
    walk = _Walk(name)
    data = walk.value(node, "")
    if walk.problems:
        raise ProblemsError(walk.problems)
    return Document(name, data, walk.lines)
