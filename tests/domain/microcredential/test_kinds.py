import pytest

from longleaf.domain.microcredential.kinds import (
    ARTIFACT_KIND_KEYS,
    ARTIFACT_KINDS,
    artifact_kind,
)


def test_no_two_kinds_of_artifact_share_a_key_or_a_title() -> None:
    assert len(ARTIFACT_KIND_KEYS) == len(ARTIFACT_KINDS)
    assert len({kind.title for kind in ARTIFACT_KINDS}) == len(ARTIFACT_KINDS)


def test_a_kind_is_found_by_its_key() -> None:
    assert artifact_kind("audio").title == "Audio recording"


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        artifact_kind("poem")


def test_recordings_and_student_work_may_show_students_and_a_lesson_plan_does_not() -> None:
    keys = ("classroom_video", "audio", "student_work", "lesson_plan")
    assert [artifact_kind(key).may_show_students for key in keys] == [True, True, True, False]
