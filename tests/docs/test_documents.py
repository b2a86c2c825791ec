"""What the documents name exists: pages, headings, targets of make, commands and their options."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from longleaf.cli.main import main

ROOT = Path(__file__).parent.parent.parent
OURS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("jurisdictions/*/**/*.md")]
LINK = re.compile(r"\]\(([^)\s#]*)(?:#([^)\s]*))?\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
ASSIGNMENT = re.compile(r"[A-Z_]+=.*")

each_document = pytest.mark.parametrize(
    "document", OURS, ids=[str(path.relative_to(ROOT)) for path in OURS]
)


def anchor(heading: str) -> str:
    """A heading's address, as code hosts make it."""
    plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return plain.replace(" ", "-")


def links(document: Path) -> Iterator[tuple[Path, str]]:
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    for target, part in LINK.findall(text):
        if ":" not in target:
            yield (document.parent / target).resolve() if target else document, part


@each_document
def test_every_page_and_picture_linked_to_exists(document: Path) -> None:
    assert [str(target) for target, _ in links(document) if not target.exists()] == []


@each_document
def test_every_heading_linked_to_exists(document: Path) -> None:
    lost = [
        f"{target.name}#{part}"
        for target, part in links(document)
        if part
        and target.suffix == ".md"
        and part not in map(anchor, HEADING.findall(target.read_text(encoding="utf-8")))
    ]
    assert lost == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    to_read = [ROOT / "README.md"]
    while to_read:
        page = to_read.pop()
        # A link to a folder shows its files.
        found = sorted(page.glob("*.md")) if page.is_dir() else [page]
        for one in found:
            if one.suffix == ".md" and one.exists() and one not in reached:
                reached.add(one)
                to_read += [target for target, _ in links(one)]
    assert [str(one) for one in OURS if one not in reached] == []


@each_document
def test_every_make_target_named_exists(document: Path) -> None:
    code = "\n".join(CODE.findall(document.read_text(encoding="utf-8")))
    named = re.findall(r"(?:^|[\s`])make ([a-z][a-z-]*)", code)
    assert [name for name in named if name not in TARGETS] == []


def calls(document: Path) -> Iterator[list[str]]:
    """The words after `longleaf` in each line of a shell block, and in each `longleaf …`."""
    text = document.read_text(encoding="utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    lines += re.findall(r"`((?:[A-Z_]+=\S+ )*longleaf [^`\n]+)`", BLOCK.sub("", text))
    for line in lines:
        words = shlex.split(line, comments=True)
        while words and (
            ASSIGNMENT.fullmatch(words[0]) or words[0].startswith(("sudo", "--", "env"))
        ):
            del words[0]
        if words and Path(words[0]).name == "longleaf":
            yield words[1:]


def faults(words: list[str]) -> Iterator[str]:
    """What of a call to the program it would not understand."""
    command: click.Command = main
    context = click.Context(main, info_name="longleaf", **main.context_settings)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            if words[0] != "…":
                yield f"no command {words[0]}"
            return
        context = click.Context(found, info_name=words[0], parent=context)
        command, words = found, words[1:]
    known = {option for one in command.get_params(context) for option in one.opts}
    known |= {option for one in command.get_params(context) for option in one.secondary_opts}
    if context.command.name == "manage":
        yield from managed(words)
    elif context.command.name == "database":
        # What follows the tool is the tool's own.
        until = next((at for at, word in enumerate(words) if word[:2] in {"ps", "pg"}), len(words))
        yield from (word for word in options(words[:until]) if word not in known)
    else:
        yield from (word for word in options(words) if word not in known)


def managed(words: list[str]) -> Iterator[str]:
    from django.core.management import get_commands, load_command_class  # noqa: PLC0415  # after setup

    if not words or words[0] == "help":
        return
    where = get_commands().get(words[0])
    if where is None:
        yield f"no management command {words[0]}"
        return
    assert isinstance(where, str)
    parser = load_command_class(where, words[0]).create_parser("manage", words[0])
    yield from (word for word in options(words[1:]) if word not in parser._option_string_actions)


def options(words: list[str]) -> list[str]:
    return [word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)]


@each_document
def test_every_longleaf_command_shown_would_be_understood(document: Path) -> None:
    wrong = [f"{' '.join(words)}: {fault}" for words in calls(document) for fault in faults(words)]
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["run", "--var", "/srv/longleaf"], []),
        (["run", "--folder", "x"], ["--folder"]),
        (["policy", "case"], ["no command case"]),
        (["policy", "cases", "--failed", "--all"], ["--all"]),
        (["database", "--var", "x", "psql", "-c", "--anything"], []),
        (["manage", "change_organization", "x", "--issues-badges"], []),
        (["manage", "change_organization", "x", "--issues"], ["--issues"]),
        (["manage", "load_everything"], ["no management command load_everything"]),
    ],
)
def test_the_check_of_commands_finds_what_is_wrong(words: list[str], wrong: list[str]) -> None:
    assert list(faults(words)) == wrong
