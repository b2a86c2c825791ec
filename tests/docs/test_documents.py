"""What the documents name exists: pages they link to, targets of make, commands of longleaf."""

import re
from pathlib import Path

import pytest

from longleaf.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent.parent
OURS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("jurisdictions/*/*.md")]
LINK = re.compile(r"\]\(([^)\s#]+)(?:#([^)\s]*))?\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
SUBCOMMANDS = {name for group in COMMANDS.values() for name in group}

each_document = pytest.mark.parametrize(
    "document", OURS, ids=[str(path.relative_to(ROOT)) for path in OURS]
)


def code_in(document: Path) -> str:
    return "\n".join(CODE.findall(document.read_text()))


@each_document
def test_every_page_and_picture_linked_to_exists(document: Path) -> None:
    linked = [target for target, _ in LINK.findall(document.read_text()) if ":" not in target]
    assert [target for target in linked if not (document.parent / target).exists()] == []


@each_document
def test_every_make_target_named_exists(document: Path) -> None:
    named = re.findall(r"(?:^|[\s`])make ([a-z][a-z-]*)", code_in(document))
    assert [name for name in named if name not in TARGETS] == []


@each_document
def test_every_longleaf_command_named_exists(document: Path) -> None:
    named = re.findall(r"(?:^|[\s`]|bin/)longleaf ([a-z][a-z-]*)", code_in(document))
    assert [name for name in named if name not in SUBCOMMANDS] == []
