"""Nothing is left out: every term, dependency and decision has its place in the documents."""

import re
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

from longleaf.policy.assignment import Supply, counted
from tests.docs.test_documents import ROOT

MAP = (ROOT / "docs/map.md").read_text(encoding="utf-8")
DEPENDENCIES = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
RENEWAL = (ROOT / "docs/algorithms/renewal.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))


def test_every_floor_and_every_term_stands_on_the_map() -> None:
    floors = [path.parent.name for path in (ROOT / "longleaf").glob("*/__init__.py")]
    terms = [path.parent.name for path in (ROOT / "longleaf/domain").glob("*/__init__.py")]
    assert [name for name in floors if f"`longleaf/{name}`" not in MAP] == []
    assert [name for name in terms if not re.search(rf"\b{name}\b", MAP)] == []


def rows(text: str) -> set[str]:
    """The names in the first column of every table."""
    cells = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return {name.strip().split(" ")[0] for cell in cells for name in cell.split(",")}


def test_every_direct_dependency_has_its_sentence() -> None:
    stated = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=! ]", one, maxsplit=1)[0] for one in stated}
    assert names - rows(DEPENDENCIES) == set()
    assert rows(DEPENDENCIES) - names - {"Library"} - {"---"} == {"pytest-cov"} - names


@pytest.mark.parametrize("page", DECISIONS, ids=[page.stem for page in DECISIONS])
def test_every_decision_says_its_status_context_decision_and_consequences(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.stem[:4]} ")
    said = re.findall(r"^\*\*(\w+)\.?\*\*", text, re.MULTILINE)
    assert said == ["Status", "Context", "Decision", "Consequences"]


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(page.stem[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_example_of_the_assignment_is_what_the_code_gives() -> None:
    academic, literacy, general = 0, 1, 2
    supplies = [
        Supply(Fraction(4), frozenset({academic, literacy, general})),
        Supply(Fraction(1), frozenset({academic, general})),
        Supply(Fraction(2), frozenset({general})),
    ]
    found = counted([Fraction(3), Fraction(3), Fraction(2)], supplies)
    assert [int(one) for one in found] == [3, 2, 2]
    ends = re.findall(r"^\| .* \| [^|]*?(\d) \|$", RENEWAL, re.MULTILINE)
    assert [Fraction(one) for one in ends] == list(found)
