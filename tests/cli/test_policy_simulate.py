"""`longleaf policy simulate` and `to-parquet`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from longleaf.cli.policy import policy
from tests.policy.toy import LOCAL, POLICY, write_toy

FACTS = """{"license": {"kind": "teacher", "cycle_began_on": "2021-07-01",
"expires_on": "2026-06-30"}, "employer": {"jurisdiction": "toy", "local": "valley"},
"activities": [{"id": "a1", "kind": "workshop", "quantity": "%s", "unit": "point",
"categories": ["craft"], "completed_on": "2024-10-01", "approved": true}]}"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    stricter = POLICY.replace("value: 10", "value: 13").replace("free: 6", "free: 9")
    for name, text in (("now", POLICY), ("draft", stricter)):
        (tmp_path / name).mkdir()
        write_toy(tmp_path / name, text, LOCAL)
    (tmp_path / "facts").mkdir()
    for number in range(12):
        (tmp_path / "facts" / f"e{number:02}.json").write_text(FACTS % 12, encoding="utf-8")
        (tmp_path / "facts" / f"f{number:02}.json").write_text(FACTS % 2, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(policy, [str(one) for one in arguments])


def compared(home: Path, facts: str, *more: object) -> Result:
    policies = ("--baseline", home / "now", "--draft", home / "draft")
    return run("simulate", *policies, "--facts", home / facts, "--on", "2026-06-30", *more)


def test_a_draft_is_compared_with_the_rules_as_they_are(home: Path) -> None:
    result = compared(home, "facts", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["changes"] == [
        {"before": "met", "after": "unmet", "educators": 12},
        {"before": "unmet", "after": "unmet", "educators": 12},
    ]
    assert found["whole"]["educators"] == 24


def test_parquet_says_the_same_as_the_files_it_was_made_from(home: Path) -> None:
    written = run("to-parquet", home / "facts", home / "columns")
    assert (written.exit_code, written.stdout.startswith("24 educators")) == (0, True)
    assert compared(home, "columns", "--json").stdout == compared(home, "facts", "--json").stdout


def test_the_summary_names_the_groups(home: Path) -> None:
    result = compared(home, "facts")
    assert "by lea:" in result.stdout
    assert "valley" in result.stdout


def test_who_newly_falls_short_is_written_to_a_file_only_when_asked(home: Path) -> None:
    assert compared(home, "facts").exit_code == 0
    assert not (home / "who.txt").exists()
    compared(home, "facts", "--who", home / "who.txt")
    named = (home / "who.txt").read_text(encoding="utf-8").split()
    assert named == [f"e{number:02}" for number in range(12)]


def test_a_folder_without_facts_is_refused_with_the_fix(home: Path) -> None:
    (home / "nothing").mkdir()
    result = compared(home, "nothing")
    assert result.exit_code == 2
    assert "Name the folder of facts." in result.stderr


def test_it_runs_without_django(home: Path) -> None:
    script = (
        "import sys; from longleaf.cli.policy import policy; import longleaf.policy.simulate; "
        "sys.exit('django' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "nothing.there"}
    ran = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script], check=False, env=environment
    )
    assert ran.returncode == 0
