"""Whether a submission is complete; boundaries first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.problem import Problem
from longleaf.domain.evidence.completeness import (
    Students,
    SubmissionFacts,
    check_submission,
    part_is_complete,
)
from tests.domain.evidence.facts import an_artifact, complete, wait_time, words

DEFINITION = wait_time()


def places(facts: SubmissionFacts) -> list[str]:
    return [problem.where for problem in check_submission(DEFINITION, facts)]


def only(facts: SubmissionFacts) -> Problem:
    (problem,) = check_submission(DEFINITION, facts)
    return problem


def with_context(count: int) -> SubmissionFacts:
    texts = {("context", "class"): words(count), ("reflection", "change"): ""}
    return replace(complete(), responses=texts)


def test_a_complete_submission_lacks_nothing() -> None:
    assert check_submission(DEFINITION, complete()) == []


@pytest.mark.parametrize("count", [10, 100])
def test_an_answer_may_have_exactly_the_least_and_the_most_words(count: int) -> None:
    assert places(with_context(count)) == []


def test_an_answer_with_one_word_too_few_says_how_many_are_missing() -> None:
    problem = only(with_context(9))
    assert problem.where == "context/class"
    assert "write 1 word more" in problem.fix


def test_an_answer_with_one_word_too_many_says_how_many_to_take_out() -> None:
    assert "take out 1 word." in only(with_context(101)).fix


def test_an_empty_answer_is_named_as_such() -> None:
    facts = replace(with_context(0), open_criteria=frozenset({"pause", "words"}))
    assert [p.reason for p in check_submission(DEFINITION, facts)] == [
        '"Who?" has no answer yet.',
        'Nothing is marked as showing "Words".',
    ]


def test_a_question_without_a_least_may_stay_empty() -> None:
    facts = replace(complete(), responses={("context", "class"): words(50)})
    assert places(facts) == []


def test_too_few_artifacts_are_counted() -> None:
    problem = check_submission(DEFINITION, replace(complete(), artifacts=()))[0]
    assert (problem.where, problem.fix) == ("artifacts/recording", "Add 1 item.")


def test_exactly_the_most_artifacts_are_allowed() -> None:
    facts = replace(complete(), artifacts=(an_artifact("1"), an_artifact("2")))
    assert places(facts) == []


def test_one_artifact_too_many_is_named() -> None:
    facts = replace(complete(), artifacts=tuple(an_artifact(str(n)) for n in range(3)))
    assert only(facts).fix == "Remove 1 item."


@pytest.mark.parametrize(
    ("state", "word"), [("receiving", "arrived"), ("checking", "being checked")]
)
def test_an_artifact_that_is_not_ready_holds_the_submission_back(state: str, word: str) -> None:
    problem = only(replace(complete(), artifacts=(an_artifact(state=state),)))
    assert problem.where == "artifact/1"
    assert word in problem.reason


def test_a_refused_artifact_counts_for_nothing() -> None:
    facts = replace(complete(), artifacts=(an_artifact(state="refused"),))
    assert places(facts) == ["artifacts/recording", "artifact/1", "criterion/pause"]


def test_a_criterion_judged_from_artifacts_needs_one_that_is_said_to_show_it() -> None:
    assert places(replace(complete(), artifacts=(an_artifact(criteria=()),))) == ["criterion/pause"]


def test_a_criterion_judged_from_words_is_shown_by_words() -> None:
    facts = replace(complete(), open_criteria=frozenset({"words"}))
    assert "criterion/words" not in places(facts)


def test_a_criterion_that_passed_before_is_not_asked_for() -> None:
    facts = replace(
        complete(),
        artifacts=(an_artifact(criteria=()),),
        open_criteria=frozenset({"words"}),
    )
    assert places(facts) == []


def test_a_part_that_only_serves_passed_criteria_is_not_asked_for() -> None:
    facts = replace(complete(), artifacts=(), open_criteria=frozenset({"words"}))
    assert places(facts) == []


def test_students_must_be_spoken_of_in_a_recording() -> None:
    problem = only(replace(complete(), artifacts=(an_artifact(students=Students.UNSAID),)))
    assert "does not say whether students appear" in problem.reason


def test_a_lesson_plan_need_not_speak_of_students() -> None:
    plan = an_artifact(students=Students.UNSAID, kind="lesson_plan", recording=False)
    assert places(replace(complete(), artifacts=(plan,))) == []


def test_identifiable_students_need_a_consent() -> None:
    seen = an_artifact(students=Students.IDENTIFIABLE, barred="No consent covers it.")
    facts = replace(
        complete(), artifacts=(seen,), students=Students.IDENTIFIABLE, consent="Families, in May."
    )
    assert only(facts).where == "artifact/1"


def test_identifiable_students_with_a_consent_may_be_submitted() -> None:
    seen = an_artifact(students=Students.IDENTIFIABLE)
    facts = replace(
        complete(), artifacts=(seen,), students=Students.IDENTIFIABLE, consent="Families, in May."
    )
    assert places(facts) == []


def test_the_whole_may_not_say_less_of_students_than_an_artifact() -> None:
    seen = an_artifact(students=Students.IDENTIFIABLE)
    facts = replace(complete(), artifacts=(seen,), students=Students.NOT_IDENTIFIABLE)
    assert only(facts).where == "declaration/students"


def test_students_must_be_spoken_of_for_the_whole() -> None:
    assert places(replace(complete(), students=Students.UNSAID)) == ["declaration/students"]


def test_identifiable_students_in_the_whole_need_a_consent() -> None:
    facts = replace(complete(), students=Students.IDENTIFIABLE)
    assert places(facts) == ["declaration/consent"]


def test_own_work_must_be_confirmed() -> None:
    assert places(replace(complete(), own_work=False)) == ["declaration/own_work"]


def test_a_part_is_complete_when_no_problem_lies_in_it() -> None:
    facts = replace(with_context(9), artifacts=(an_artifact(state="checking"),))
    problems = check_submission(DEFINITION, facts)
    complete_parts = [
        part.key for part in DEFINITION.evidence.parts if part_is_complete(problems, part, facts)
    ]
    assert complete_parts == ["reflection"]


def test_a_long_prompt_is_cut_at_a_word_in_messages() -> None:
    part = DEFINITION.evidence.parts[0]
    question = replace(part.questions[0], prompt="Describe " + "the class " * 10)
    evidence = replace(
        DEFINITION.evidence,
        parts=(replace(part, questions=(question,)), *DEFINITION.evidence.parts[1:]),
    )
    problem = check_submission(replace(DEFINITION, evidence=evidence), with_context(9))[0]
    assert '…" has 9 words' in problem.reason
    assert len(problem.reason) < 110


@given(st.integers(0, 130), st.integers(0, 4), st.booleans())
def test_there_are_problems_exactly_when_a_limit_is_not_kept(
    count: int, artifacts: int, own_work: bool
) -> None:
    facts = replace(
        with_context(count),
        artifacts=tuple(an_artifact(str(n)) for n in range(artifacts)),
        own_work=own_work,
    )
    keeps_all = 10 <= count <= 100 and 1 <= artifacts <= 2 and own_work
    assert (places(facts) == []) == keeps_all
