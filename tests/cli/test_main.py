"""The command's first page, and what it does without."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from longleaf.cli.main import COMMANDS, main

NAMES = [name for group in COMMANDS.values() for name in group]


def test_help_names_every_command_and_the_first_steps() -> None:
    said = CliRunner().invoke(main, ["--help"]).output
    assert [name for name in NAMES if f"\n  {name} " not in said] == []
    assert "longleaf verify badge.json" in said


@pytest.mark.parametrize("name", NAMES)
def test_every_command_named_can_be_loaded_and_says_what_it_does(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help


def test_an_unknown_command_is_an_error_of_its_own() -> None:
    answer = CliRunner().invoke(main, ["verfy"])
    assert answer.exit_code == 2
    assert "No such command 'verfy'" in answer.output


@pytest.mark.parametrize("words", [["--help"], ["verify", "--help"], ["policy", "--help"]])
def test_the_offline_commands_load_no_django_and_no_database(words: list[str]) -> None:
    look = (
        "import sys\nfrom longleaf.cli.main import main\n"
        f"try: main({words!r})\nexcept SystemExit as end: assert not end.code, end.code\n"
        "assert not {'django', 'psycopg', 'longleaf.records'} & set(sys.modules)\n"
    )
    answer = subprocess.run(  # noqa: S603  # our own arguments
        [sys.executable, "-c", look], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
