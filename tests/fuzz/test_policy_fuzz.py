"""A small sample of what `make fuzz-policy` tries by the hundred thousand."""

from random import Random

from longleaf.policy.evaluate import evaluate
from longleaf.policy.load import PolicyFiles, load_files
from tests.fuzz.policy import ON, mutated, run, sample
from tests.fuzz.policy_seeds import LOCAL, POLICY


def test_the_seeds_are_good_as_they_stand() -> None:
    rules = load_files(
        PolicyFiles({"policy.yaml": POLICY.encode()}, {"locals/valley.yaml": LOCAL.encode()}), "toy"
    )
    found = evaluate(rules, sample(), ON)
    rule_kinds = {one.rule.partition(".")[0] for one in found.findings}
    assert {"credit", "rating", "also", "plan", "mastery", "proration", "extension"} <= rule_kinds
    assert "stack:early" not in {one.id for one in found.entries}  # the board's crosswalk is first


def test_a_file_can_be_made_again_by_its_number() -> None:
    original = POLICY.encode()
    assert mutated(Random("1/2"), original) == mutated(Random("1/2"), original)  # noqa: S311 - repeatable


def test_no_mutated_file_does_harm() -> None:
    outcome = run(200, seed=20)
    assert outcome.harm == []
    assert outcome.seen["policy loads"] > 0
    assert outcome.seen["facts are read"] > 0
    assert outcome.seen["refused"] > 0
