"""Answers saved as one types, in one tab or two."""

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.evidence.write import declare, save_response
from longleaf.basis.problem import ProblemsError
from longleaf.records.models import evidence as rows
from tests.handing_in import LATER, Story, one_event


def stored(story: Story) -> rows.Response:
    return story.attempt.responses.get(question="class")


def test_the_first_save_has_revision_one(story: Story) -> None:
    assert story.write("Twenty students.") == 1
    assert stored(story).text == "Twenty students."


def test_saving_over_what_was_read_counts_on(story: Story) -> None:
    assert story.write("More.", revision=story.write("Some.")) == 2


def test_saving_is_an_event_without_the_words(story: Story) -> None:
    with one_event("response.saved"):
        story.write("Twenty students.")


def test_a_stale_tab_overwrites_nothing_and_learns_what_stands_there(story: Story) -> None:
    read = story.write("Read by both tabs.")
    story.write("Written in the first tab.", revision=read)
    with pytest.raises(StaleTextError) as stale:
        story.write("Written in the second tab.", revision=read)
    assert (stale.value.stored, stale.value.revision) == ("Written in the first tab.", 2)
    assert stored(story).text == "Written in the first tab."


def test_a_stale_tab_may_save_over_once_it_has_seen_the_other_text(story: Story) -> None:
    story.write("First.", revision=story.write("Both."))
    assert story.write("Second.", revision=2) == 3


def test_two_tabs_that_both_begin_meet(story: Story) -> None:
    story.write("First.")
    with pytest.raises(StaleTextError):
        story.write("Second.", revision=0)


def test_the_same_text_again_is_no_conflict_and_no_new_revision(story: Story) -> None:
    story.write("Same.")
    assert story.write("Same.", revision=0) == 1


def test_a_lost_acknowledgment_is_no_conflict(story: Story) -> None:
    story.write("What this tab sent last.")
    saved = save_response(
        by=story.amina,
        submission=story.submission,
        part="context",
        question="class",
        text="What this tab sent last, and more.",
        revision=0,
        seen="What this tab sent last.",
        now=LATER,
    )
    assert saved.revision == 2


def test_line_breaks_are_of_one_kind_and_signs_that_cannot_be_stored_are_left_out(
    story: Story,
) -> None:
    story.write("One\r\ntwo\x00 three\ud800")
    assert stored(story).text == "One\ntwo three"


def test_a_text_beyond_all_measure_is_refused(story: Story) -> None:
    with pytest.raises(ProblemsError, match="100,000 characters"):
        story.write("x" * 100_001)


def test_a_question_that_was_not_asked_has_no_answer(story: Story) -> None:
    with pytest.raises(NoSuchRecordError):
        story.write("x", question="shoe-size")


@pytest.mark.parametrize("name", ["ben", "sam", "chloe", "ada", "dev", "eve", "ezra"])
def test_nobody_else_writes(story: Story, name: str) -> None:
    with pytest.raises(NoSuchRecordError):
        save_response(
            by=story.cast.acting(getattr(story.cast, name)),
            submission=story.submission,
            part="context",
            question="class",
            text="Mine now.",
            revision=0,
            now=LATER,
        )


def test_what_was_submitted_cannot_be_written_in(story: Story) -> None:
    story.complete()
    story.submit()
    with pytest.raises(AlreadyDoneError):
        story.write("An afterthought.", revision=1)


def test_a_part_that_passed_before_stays_as_it_is(story: Story) -> None:
    rows.Attempt.objects.update(open_criteria=["pause"])
    with pytest.raises(ProblemsError, match="accepted in an earlier attempt"):
        story.write()


def test_a_declaration_is_kept_and_is_an_event(story: Story) -> None:
    with one_event("submission.declared"):
        story.declare("identifiable", "Families, form of May 2026.")
    attempt = story.attempt
    assert (attempt.students, attempt.consent, attempt.own_work) == (
        "identifiable",
        "Families, form of May 2026.",
        True,
    )


def test_what_is_not_declared_stays_as_it_was(story: Story) -> None:
    story.declare("none")
    declare(by=story.amina, submission=story.submission, note_to_reviewers="New film.", now=LATER)
    assert (story.attempt.students, story.attempt.note) == ("none", "New film.")


def test_an_unknown_answer_about_students_is_refused(story: Story) -> None:
    with pytest.raises(ProblemsError):
        story.declare("perhaps")
