"""Write docs/reference/command-line.md from the commands' own help; a test fails if they differ."""

from collections.abc import Iterator
from pathlib import Path

import click

from longleaf.cli.main import COMMANDS, main

WIDTH = 92
HEAD = """\
# The command line

What each command's `--help` says. This page is made from the program: `make reference` writes it
again. How to use the commands day by day stands in [Run Longleaf](../how-to/operate.md).
"""
# It passes --help on to Django, whose list differs with what is installed.
PASSES_ON = {"manage": "`longleaf manage help` lists Django's commands and ours.\n"}


def as_markdown() -> str:
    """The whole page."""
    names = main.context_settings["help_option_names"]
    top = click.Context(main, info_name="longleaf", terminal_width=WIDTH, help_option_names=names)
    sections = [HEAD, section(main, top)]
    for group in COMMANDS.values():
        for name in group:
            command = main.get_command(top, name)
            assert command is not None  # noqa: S101 - it is listed
            sections += list(sections_of(command, name, top))
    return "\n".join(sections)


def sections_of(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    """A section for a command, and one for each command below it."""
    context = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH)
    yield section(command, context) + (f"\n{PASSES_ON[name]}" if name in PASSES_ON else "")
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None  # noqa: S101 - it is listed
            yield from sections_of(found, below, context)


def section(command: click.Command, context: click.Context) -> str:
    """One command's help."""
    return f"## {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"


if __name__ == "__main__":
    page = Path(__file__).resolve().parent / "reference/command-line.md"
    page.write_text(as_markdown(), encoding="utf-8")
