"""The page “Add a state”, followed to the end: its files written, its commands run."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from longleaf.cli.main import main
from longleaf.policy import pack
from tests.docs.test_documents import BLOCK, ROOT

PAGE = (ROOT / "docs/how-to/add-a-state.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`(jurisdictions/\S+)`:\n\n```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMANDS = [line for block in BLOCK.findall(PAGE) for line in block.splitlines()]
SHOWN = re.findall(r"^```text\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the page has been followed, and from which packs are found."""
    for name, text in FILE.findall(PAGE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (facts,) = re.findall(r"^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    (tmp_path / "educator.json").write_text(facts, encoding="utf-8")
    (tmp_path / "jurisdictions/north_carolina").symlink_to(ROOT / "jurisdictions/north_carolina")
    homes = (tmp_path / "jurisdictions",)
    monkeypatch.setattr(pack.find_jurisdiction, "__defaults__", (homes,))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str) -> Result:
    program, *words = shlex.split(command)
    assert program == "longleaf"
    return CliRunner().invoke(main, words)


def test_every_file_the_page_lists_is_written_on_it() -> None:
    listed = re.findall(r"^\| `(jurisdictions/\S+)` \|", PAGE, re.MULTILINE)
    assert sorted(listed) == sorted(name for name, _ in FILE.findall(PAGE))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_does_what_it_should(followed: Path, command: str) -> None:
    found = run(command)
    assert (found.exit_code, found.stderr) == (0, "")


def test_the_cases_say_what_the_page_shows(followed: Path) -> None:
    assert run(COMMANDS[1]).stdout == SHOWN[1]


def test_the_state_answers_for_an_educator_and_for_a_micro_credential(followed: Path) -> None:
    said = run(COMMANDS[2]).stdout
    assert "6 semester hours ÷ 1/15 = 90 points" in said
    assert run(COMMANDS[3]).stdout == "lakeland: The crosswalk sets it at 4 points.\n"


def test_what_is_asked_for_besides_can_be_added_as_the_page_shows(followed: Path) -> None:
    policy = followed / "jurisdictions/lakeland/policy/policy.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("\nactivities:", SHOWN[0] + "\nactivities:"), encoding="utf-8")
    assert run(COMMANDS[0]).exit_code == 0
    assert "A course in first aid: asked for besides" in run(COMMANDS[2]).stdout


def test_a_rule_broken_on_purpose_is_found(followed: Path) -> None:
    policy = followed / "jurisdictions/lakeland/policy/policy.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("value: 100", "value: 101"), encoding="utf-8")
    found = run(COMMANDS[0])
    assert found.exit_code == 1
    assert "policy.yaml" in found.stderr
    assert "less than the total of 101" in found.stderr
