"""A kept policy decides as on its day, whatever became of the pack."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from longleaf.basis.problem import ProblemsError
from longleaf.cli.main import main
from longleaf.policy.evaluate import evaluate
from longleaf.policy.keeping import keep, load_kept, read_kept
from longleaf.policy.load import load_policy, policy_files
from tests.policy.toy import EXPIRES, POLICY, teacher, workshop, write_toy

FACTS = {"license": {"kind": "teacher", "expires_on": "2026-06-30"}}


def test_an_old_decision_comes_out_the_same_under_the_rules_that_were_kept(tmp_path: Path) -> None:
    folder = write_toy(tmp_path)
    facts = teacher(workshop("a", "1", unit="point"))
    before = evaluate(load_policy(folder), facts, EXPIRES)
    kept = keep(policy_files(folder), "toy")
    write_toy(folder, POLICY.replace("craft: 4, free: 6", "craft: 5, free: 5"))
    assert evaluate(load_policy(folder), facts, EXPIRES) != before
    assert evaluate(load_kept(kept), facts, EXPIRES) == before


def test_what_does_not_load_is_not_kept(tmp_path: Path) -> None:
    folder = write_toy(tmp_path, POLICY.replace("craft: 4, free: 6", "craft: 5, free: 6"))
    with pytest.raises(ProblemsError):
        keep(policy_files(folder), "toy")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("craft: 4, free: 6", "craft: 5, free: 5", "The rules have the hash"),
        ('"form": "longleaf policy 1"', '"form": "longleaf policy 9"', "is not one of"),
        ('"local": {', '"locals": {', "Did you mean “local”?"),
    ],
)
def test_a_kept_policy_that_was_changed_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = keep(policy_files(write_toy(tmp_path)), "toy").decode()
    assert old in text
    (tmp_path / "kept.json").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_kept(tmp_path / "kept.json")
    assert any(said in str(one) for one in caught.value.problems)


def test_the_command_line_keeps_a_policy_and_decides_by_it(tmp_path: Path) -> None:
    run = CliRunner()
    text = run.invoke(main, ["policy", "keep", "--jurisdiction", "wyoming"]).output
    kept, facts = tmp_path / "kept.json", tmp_path / "facts.json"
    kept.write_text(text, encoding="utf-8")
    facts.write_text(json.dumps(FACTS), encoding="utf-8")
    asked = ["policy", "evaluate", "--facts", str(facts), "--on", "2026-01-01", "--json"]
    now = run.invoke(main, [*asked, "--jurisdiction", "wyoming"])
    then = run.invoke(main, [*asked, "--jurisdiction", "wyoming", "--rules", str(kept)])
    assert (then.exit_code, then.output) == (0, now.output)
    other = run.invoke(main, [*asked, "--jurisdiction", "utah", "--rules", str(kept)])
    assert (other.exit_code, "These are the rules of “wyoming”" in other.output) == (2, True)
    unknown = run.invoke(main, ["policy", "keep", "--jurisdiction", "nowhere"])
    assert unknown.exit_code == 2
