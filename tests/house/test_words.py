"""Our own words are those of the common language: none that the registry deprecates.

Looked at are the texts of templates, of messages and help in code, and of the documents that people
read. Where another's word is quoted, it stands in “quotation marks” or as `code`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from longleaf.domain.term.concept import Concept
from longleaf.domain.term.glossary import glossary_from_yaml

ROOT = Path(__file__).parents[2]
TERMS = ROOT / "jurisdictions/north_carolina/terms"
# The language itself, where others' words are spoken of, and the database's own.
QUOTING = (
    "docs/glossary.md",
    "docs/decisions/",
    "longleaf/domain/term/",
    "longleaf/records/migrations/",
)
_NO_PROSE = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>|`[^`]*`|“[^”]*”|\"[^\"]*\"|\]\([^)]*\)", re.DOTALL
)


def concepts() -> tuple[Concept, ...]:
    text, usages = (
        (TERMS / f"{name}.yaml").read_text(encoding="utf-8") for name in ("glossary", "usages")
    )
    return glossary_from_yaml(text, name="glossary.yaml", usages=usages).concepts


def deprecated(found: tuple[Concept, ...]) -> re.Pattern[str]:
    """The words that are avoided, or that a concept had which is no more; in both numbers."""
    said = {one.word.casefold() for one in found if one.status != "deprecated"}
    words = {label.text for one in found for label in one.labeled("avoided")}
    words |= {one.word for one in found if one.status == "deprecated"}
    left = sorted(word for word in words if word.casefold() not in said)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, left))})s?\b", re.IGNORECASE)


def texts(pattern: re.Pattern[str]) -> Iterator[tuple[str, int, str]]:
    """Every piece of text of ours that people read, of files that have a hit: file, line, words."""
    for folder, ending in (("longleaf", "html"), ("docs", "md"), ("longleaf", "py")):
        for path in sorted((ROOT / folder).rglob(f"*.{ending}")):
            source = path.read_text(encoding="utf-8")
            if not pattern.search(source):
                continue
            name = path.relative_to(ROOT).as_posix()
            for line, text in _sentences(source) if ending == "py" else _lines(source):
                yield name, line, _NO_PROSE.sub(" ", text)


def _lines(source: str) -> Iterator[tuple[int, str]]:
    yield from enumerate(source.splitlines(), start=1)


def _sentences(source: str) -> Iterator[tuple[int, str]]:
    """Texts that code tells people: with a blank, since keys have none, and no docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for inner in ast.iter_child_nodes(node):
            if (
                isinstance(inner, ast.Constant)
                and isinstance(inner.value, str)
                and " " in inner.value
                and not isinstance(node, ast.Expr)
            ):
                yield inner.lineno, inner.value


def test_none_of_our_words_is_deprecated() -> None:
    """If this fails, say the concept's own word, or quote whose word it is."""
    pattern = deprecated(concepts())
    found = [
        f"{name}:{line} says “{hit[0]}”"
        for name, line, text in texts(pattern)
        if not name.startswith(QUOTING)
        for hit in pattern.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Two assessors read it.", True),
        ("A Mini-credential", True),
        ("Elsewhere they say “assessor”.", False),
        ("reassessment", False),
    ],
)
def test_the_check_finds_them(text: str, is_found: bool) -> None:
    assert bool(deprecated(concepts()).search(_NO_PROSE.sub(" ", text))) is is_found
