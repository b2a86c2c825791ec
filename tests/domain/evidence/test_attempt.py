"""What stays open after "not yet", and what a revision begins with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.evidence.attempt import (
    AttemptFacts,
    NothingToReviseError,
    UseFact,
    next_attempt,
    open_parts,
)
from tests.domain.evidence.facts import wait_time

DEFINITION = wait_time()
FIRST = AttemptFacts(
    number=1,
    open_criteria=("pause", "words", "both"),
    responses={("context", "class"): "Twenty-four students."},
    uses=(UseFact("a", "artifacts", "recording", ("pause",)),),
)


def test_the_next_attempt_opens_what_did_not_pass() -> None:
    assert next_attempt(DEFINITION, FIRST, {"words"}).open_criteria == ("pause", "both")


def test_the_next_attempt_carries_over_what_was_written_and_added() -> None:
    following = next_attempt(DEFINITION, FIRST, {"words"})
    assert (following.number, following.responses, following.uses) == (
        2,
        FIRST.responses,
        FIRST.uses,
    )


def test_what_passed_in_an_earlier_attempt_does_not_open_again() -> None:
    second = next_attempt(DEFINITION, FIRST, {"words"})
    assert next_attempt(DEFINITION, second, {"pause"}).open_criteria == ("both",)


def test_when_everything_passed_there_is_nothing_to_revise() -> None:
    with pytest.raises(NothingToReviseError):
        next_attempt(DEFINITION, FIRST, {"pause", "words", "both"})


def test_a_part_that_only_serves_passed_criteria_is_closed() -> None:
    assert open_parts(DEFINITION, {"words"}) == ("context", "reflection")


def test_a_part_that_serves_an_open_and_a_passed_criterion_is_open() -> None:
    assert open_parts(DEFINITION, {"both"}) == ("context", "artifacts", "reflection")


@given(st.sets(st.sampled_from(["pause", "words", "both"]), max_size=2))
def test_open_and_passed_criteria_together_are_all(passed: set[str]) -> None:
    following = next_attempt(DEFINITION, FIRST, passed)
    assert set(following.open_criteria) | passed == {"pause", "words", "both"}
    assert not set(following.open_criteria) & passed
