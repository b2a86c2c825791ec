"""Marks: added, refused, carried over, and fixed once handed in."""

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.mark import Typed, add_mark, carry_marks, remove_mark
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import evidence, media
from tests.gateways.files import a_sound
from tests.handing_in import LATER, Story, one_event


def mark(story: Story, use: int, typed: Typed, *, by: Actor | None = None) -> int:
    return add_mark(
        by=by or story.amina,
        submission=story.submission,
        use=use,
        criterion="pause",
        place=typed,
        remark="I wait here.",
        now=LATER,
    )


def a_recording(story: Story) -> int:
    return story.add_file(a_sound(), "lesson.mp3").uses.get().pk


def test_a_moment_of_a_recording_is_marked_once_and_taken_back(story: Story) -> None:
    use = a_recording(story)
    with one_event("mark.added"):
        first = mark(story, use, Typed(begin="4:10", end="5:00"))
        assert mark(story, use, Typed(begin="4:10", end="5:00")) == first
    row = media.Mark.objects.get()
    assert (row.kind, row.begin, row.end, row.criterion) == ("moment", 250, 300, "pause")
    with one_event("mark.removed"):
        remove_mark(by=story.amina, submission=story.submission, mark=first, now=LATER)
        remove_mark(by=story.amina, submission=story.submission, mark=first, now=LATER)


def test_words_that_do_not_stand_in_a_text_are_refused(story: Story) -> None:
    use = story.add_text(text="I waited.")
    with pytest.raises(ProblemsError, match="do not stand"):
        mark(story, use, Typed(words="You waited"))
    assert mark(story, use, Typed(words="i  waited"))


@pytest.mark.parametrize("name", ["ezra", "ben", "chloe", "dev"])
def test_nobody_else_marks(story: Story, name: str) -> None:
    use = a_recording(story)
    with pytest.raises(NoSuchRecordError):
        mark(story, use, Typed(begin="1"), by=story.cast.acting(getattr(story.cast, name)))


def test_marks_are_fixed_once_handed_in_by_the_verb_and_by_the_database(story: Story) -> None:
    story.complete()
    use = story.attempt.uses.get().pk
    made = mark(story, use, Typed(words="I asked"))
    story.submit()
    with pytest.raises(AlreadyDoneError):
        remove_mark(by=story.amina, submission=story.submission, mark=made, now=LATER)
    for change in (
        lambda: media.Mark.objects.update(note="else"),
        lambda: media.Mark.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="handed in"), transaction.atomic():
            change()


def test_a_revision_carries_the_marks_and_leaves_the_earlier_ones(story: Story) -> None:
    use = evidence.ArtifactUse.objects.get(pk=story.add_text())
    mark(story, use.pk, Typed(words="I asked"))
    before = use.attempt
    evidence.Attempt.objects.filter(pk=before.pk).update(state="withdrawn")
    after = evidence.Attempt.objects.create(submission=before.submission, number=2)
    evidence.ArtifactUse.objects.create(
        attempt=after, artifact=use.artifact, part=use.part, request=use.request
    )
    carry_marks(before, after)
    assert [one.words for one in media.Mark.objects.all()] == ["I asked", "I asked"]
