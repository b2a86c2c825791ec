"""docs/reference/settings.md names every variable that the code reads, with its default."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.docs.test_documents import ROOT

PAGE = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
OPERATE = (ROOT / "docs/how-to/operate.md").read_text(encoding="utf-8")
ROWS = {
    row[1]: row[2] for row in re.finditer(r"^\| `([A-Z][A-Z_]+)` \| ([^|]*) \|", PAGE, re.MULTILINE)
}
READERS = {"get", "setdefault", "getenv", "pop"}


def is_environment(node: ast.expr) -> bool:
    return ast.unparse(node) in {"os.environ", "environ"}


def read_in(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Each variable's name, and its default if that is a plain text."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=where, slice=ast.Constant(value=str(name)), ctx=ast.Load()):
                if is_environment(where):
                    yield name, None
            case ast.Call(
                func=ast.Attribute(value=where, attr=verb),
                args=[ast.Constant(value=str(name)), *more],
            ) if verb in READERS and (is_environment(where) or ast.unparse(where) == "os"):
                match more:
                    case [ast.Constant(value=str(default))]:
                        yield name, default
                    case _:
                        yield name, None


def variables() -> list[tuple[str, str | None]]:
    modules: list[Path] = sorted((ROOT / "longleaf").rglob("*.py"))
    return [
        found
        for module in modules
        if "os" in (text := module.read_text(encoding="utf-8")) and "environ" in text
        for found in read_in(ast.parse(text))
    ]


def test_the_search_finds_variables_however_they_are_read() -> None:
    text = (
        "os.environ.get('A', 'a')\nos.environ['B']\nos.environ.setdefault('C', 'c')\n"
        "os.getenv('D')\nos.environ['E'] = 'written'\nother.get('F')\n"
    )
    assert set(read_in(ast.parse(text))) == {("A", "a"), ("B", None), ("C", "c"), ("D", None)}


def test_every_variable_that_the_code_reads_is_documented() -> None:
    assert {name for name, _ in variables()} - ROWS.keys() == set()


def test_every_variable_documented_is_read() -> None:
    assert ROWS.keys() - {name for name, _ in variables()} == set()


def test_every_default_is_the_one_in_the_code() -> None:
    wrong = [
        f"{name}: {default}"
        for name, default in variables()
        if default and f"`{default}`" not in ROWS.get(name, "")
    ]
    assert wrong == []


def test_every_variable_named_in_the_how_to_exists() -> None:
    named = set(re.findall(r"\b(LONGLEAF_[A-Z_]*[A-Z]|DATABASE_URL)\b", OPERATE))
    assert named - ROWS.keys() == set()
