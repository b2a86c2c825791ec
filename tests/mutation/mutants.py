"""Mutants: small changes to a module, each of which some test ought to notice."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import longleaf.policy

ROOT: Final = Path(longleaf.policy.__path__[0])
# The rules over columns are compared with these on every field, which is their own test.
LEFT_OUT: Final = ("columnar", "simulate", "__init__.py")

_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change.

    Attributes:
        module: Its file, from the package's folder.
        number: Which of the module's mutants it is.
        line: Where.
        says: What was changed into what.
    """

    module: str
    number: int
    line: int
    says: str


def modules() -> list[str]:
    """The files that are mutated."""
    names = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.rglob("*.py"))]
    return [name for name in names if not any(part in name for part in LEFT_OUT)]


def mutants_of(module: str) -> list[Mutant]:
    """Every mutant of a module."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    return [
        Mutant(module, number, line, says) for number, (line, says, _) in enumerate(_changes(tree))
    ]


def mutated(module: str, number: int) -> str:
    """The module's text with one change in it."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    for at, (_, _, changed) in enumerate(_changes(tree)):
        if at == number:
            return ast.unparse(changed())
    raise LookupError(f"{module} has no mutant {number}.")


def _changes(tree: ast.Module) -> "Iterator[tuple[int, str, Change]]":
    skipped = {id(node) for part in _not_logic(tree) for node in ast.walk(part)}
    for place, node in enumerate(ast.walk(tree)):
        if id(node) not in skipped:
            for says, new in _variants(node):
                yield getattr(node, "lineno", 0), says, Change(tree, place, new)


@dataclass(frozen=True, slots=True)
class Change:
    """Puts one node in the place of another; made only when it is asked for."""

    tree: ast.Module
    place: int
    new: ast.AST

    def __call__(self) -> ast.Module:
        copy = deepcopy(self.tree)
        old = list(ast.walk(copy))[self.place]

        class Swap(ast.NodeTransformer):
            def visit(inner, node: ast.AST) -> ast.AST:  # noqa: N805 - the outer one is needed
                return (
                    ast.copy_location(self.new, node) if node is old else inner.generic_visit(node)
                )

        Swap().visit(copy)
        return ast.fix_missing_locations(copy)


def _not_logic(tree: ast.Module) -> Iterator[ast.AST]:
    """Types, decorators, messages' tables and switches of the language: nothing that decides."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            yield node.annotation
        elif isinstance(node, ast.FunctionDef):
            yield from node.decorator_list
            yield from (one for one in (node.returns,) if one is not None)
            yield from (one for one in map(_annotation, ast.walk(node.args)) if one is not None)
        elif isinstance(node, ast.ClassDef):
            yield from node.decorator_list
        elif isinstance(node, ast.Assert) or (
            isinstance(node, ast.keyword) and node.arg in {"strict", "slots", "frozen"}
        ):
            yield node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from node.args[:1] if node.func.id in {"cast", "TypeVar"} else []


def _annotation(node: ast.AST) -> ast.AST | None:
    return node.annotation if isinstance(node, ast.arg) else None


def _variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        other = _COMPARED[type(node.ops[0])]
        yield _named(node.ops[0], other), ast.Compare(node.left, [other()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        swapped: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _named(node.op, type(swapped)), ast.BoolOp(swapped, node.values)
    elif isinstance(node, ast.BinOp) and type(node.op) in _COMPUTED:
        operator = _COMPUTED[type(node.op)]
        yield _named(node.op, operator), ast.BinOp(node.left, operator(), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "Not removed", node.operand
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "minus removed", node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} turned", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield f"{node.value} + 1", ast.Constant(node.value + 1)
    elif isinstance(node, ast.IfExp):
        yield "branches swapped", ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.If):
        test = ast.UnaryOp(ast.Not(), node.test)
        yield "condition turned", ast.If(test, node.body, node.orelse)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "returns None", ast.Return(ast.Constant(None))


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _named(old: ast.AST, new: type[ast.AST]) -> str:
    return f"{type(old).__name__} to {new.__name__}"
