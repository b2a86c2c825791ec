"""Artifacts put forward, tagged, described and taken back."""

from dataclasses import replace

import pytest

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.evidence.artifact import (
    add_link_artifact,
    add_text_artifact,
    change_artifact,
    remove_artifact,
    tag_artifact,
)
from longleaf.basis.problem import ProblemsError
from longleaf.records.models import evidence as rows
from tests.gateways.files import a_sound
from tests.handing_in import DESCRIPTION, LATER, Story, one_event


def link(story: Story, url: str) -> int:
    return add_link_artifact(
        by=story.amina,
        submission=story.submission,
        part="artifacts",
        request="recording",
        description=DESCRIPTION,
        url=url,
        now=LATER,
    )


def test_a_text_is_put_forward_for_a_request_and_its_criteria(story: Story) -> None:
    with one_event("artifact.added"):
        use = rows.ArtifactUse.objects.get(pk=story.add_text())
    assert (use.request, use.criteria, use.artifact.text) == ("recording", ["pause"], "I asked.")


def test_a_link_is_put_forward(story: Story) -> None:
    use = rows.ArtifactUse.objects.get(pk=link(story, " https://film.example.org/1 "))
    assert use.artifact.url == "https://film.example.org/1"


@pytest.mark.parametrize(
    "url", ["", "film", "javascript:alert(1)", "http://user:secret@example.org", "ftp://a.example"]
)
def test_what_is_no_web_address_is_refused(story: Story, url: str) -> None:
    with pytest.raises(ProblemsError):
        link(story, url)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"kind": "lesson_plan"}, "kind"),
        ({"students": "some"}, "students"),
        ({"criteria": ("pause", "charm")}, "criteria"),
    ],
)
def test_a_wrong_description_is_refused_with_its_field(
    story: Story, fields: dict[str, object], where: str
) -> None:
    with pytest.raises(ProblemsError) as refused:
        story.add_text(replace(DESCRIPTION, **fields))  # type: ignore[arg-type]  # by name
    assert [one.where for one in refused.value.problems] == [where]
    assert not rows.Artifact.objects.exists()


def test_no_more_artifacts_are_taken_than_may_be(story: Story) -> None:
    story.add_text()
    story.add_text()
    with pytest.raises(ProblemsError, match="at most"):
        story.add_text()


def test_nobody_else_adds(story: Story) -> None:
    with pytest.raises(NoSuchRecordError):
        add_text_artifact(
            by=story.cast.acting(story.cast.ezra),
            submission=story.submission,
            part="artifacts",
            request="recording",
            description=DESCRIPTION,
            text="Mine.",
            now=LATER,
        )


@pytest.mark.parametrize(("part", "request_"), [("artifacts", "cake"), ("cake", "recording")])
def test_what_was_not_asked_for_cannot_be_added(story: Story, part: str, request_: str) -> None:
    with pytest.raises(NoSuchRecordError):
        add_text_artifact(
            by=story.amina,
            submission=story.submission,
            part=part,
            request=request_,
            description=DESCRIPTION,
            text="Mine.",
            now=LATER,
        )


def test_tags_change_in_the_rubrics_order(story: Story) -> None:
    use = story.add_text()
    with one_event("artifact.tagged"):
        tag_artifact(
            by=story.amina,
            submission=story.submission,
            use=use,
            criteria=["follow", "pause"],
            explanation="From minute four.",
            now=LATER,
        )
    found = rows.ArtifactUse.objects.get(pk=use)
    assert (found.criteria, found.explanation) == (["pause", "follow"], "From minute four.")


def change(story: Story, use: int, **fields: object) -> None:
    change_artifact(
        by=story.amina,
        submission=story.submission,
        use=use,
        description=replace(DESCRIPTION, **fields),  # type: ignore[arg-type]  # by name
        now=LATER,
    )


def test_a_description_changes(story: Story) -> None:
    use = story.add_text()
    change(story, use, students="identifiable", consent="Families.", title="Another")
    artifact = rows.Artifact.objects.get()
    assert (artifact.title, artifact.students) == ("Another", "identifiable")


def hand_in_and_reopen(story: Story) -> int:
    """The artifact's use in a second attempt, after the first was handed in."""
    use = rows.ArtifactUse.objects.get(pk=story.add_text())
    rows.Attempt.objects.update(
        state="decided", outcome="not_yet", submitted_at=LATER, decided_at=LATER
    )
    second = rows.Attempt.objects.create(
        submission_id=story.submission, number=2, open_criteria=["pause"]
    )
    return rows.ArtifactUse.objects.create(
        attempt=second, artifact=use.artifact, part=use.part, request=use.request
    ).pk


def test_what_reviewers_have_seen_keeps_its_title(story: Story) -> None:
    use = hand_in_and_reopen(story)
    with pytest.raises(ProblemsError, match="Reviewers have seen"):
        change(story, use, title="Another")


def test_what_reviewers_have_seen_may_be_tagged_anew(story: Story) -> None:
    use = hand_in_and_reopen(story)
    change(story, use, criteria=("follow",))
    assert rows.ArtifactUse.objects.get(pk=use).criteria == ["follow"]


def remove(story: Story, use: int) -> None:
    remove_artifact(
        by=story.amina, submission=story.submission, use=use, files=story.files, now=LATER
    )


def test_a_removed_file_is_destroyed(
    story: Story, django_capture_on_commit_callbacks: type
) -> None:
    artifact = story.add_file(a_sound(), "lesson.mp3")
    with django_capture_on_commit_callbacks(execute=True), one_event("artifact.removed"):
        remove(story, artifact.uses.get().pk)
    assert story.files.length(artifact.file_key) == 0
    found = rows.Artifact.objects.get()
    assert (found.state, found.file_key) == ("removed", "")


def test_a_removed_text_is_emptied(story: Story) -> None:
    remove(story, story.add_text())
    assert rows.Artifact.objects.get().text == ""


def test_removing_twice_finds_nothing(story: Story) -> None:
    use = story.add_text()
    remove(story, use)
    with pytest.raises(NoSuchRecordError):
        remove(story, use)


def test_what_an_earlier_attempt_uses_is_not_destroyed(story: Story) -> None:
    remove(story, hand_in_and_reopen(story))
    assert rows.Artifact.objects.get().text == "I asked."


def test_nobody_else_removes(story: Story) -> None:
    use = story.add_text()
    with pytest.raises(NoSuchRecordError):
        remove_artifact(
            by=story.cast.acting(story.cast.ben),
            submission=story.submission,
            use=use,
            files=story.files,
            now=LATER,
        )
