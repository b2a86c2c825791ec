"""Which files may be handed in, by what is known before they are sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.evidence.media import (
    ACCEPTED_EXTENSIONS,
    MEDIA_KINDS,
    OTHER_LIMIT,
    VIDEO_LIMIT,
    RefusedFileError,
    check_announced,
    check_length,
    extension_of,
    family_of,
    media_kind,
    size_in_words,
)


@pytest.mark.parametrize(
    ("name", "length"), [("a.mp4", VIDEO_LIMIT), ("a.pdf", OTHER_LIMIT), ("noending", VIDEO_LIMIT)]
)
def test_a_file_may_have_exactly_the_limit(name: str, length: int) -> None:
    check_announced(name, length)


@pytest.mark.parametrize(
    ("name", "length", "words"),
    [
        ("a.mp4", VIDEO_LIMIT + 1, "A video may have 2 GB"),
        ("a.pdf", OTHER_LIMIT + 1, "not a video may have 100 MB"),
        ("noending", VIDEO_LIMIT + 1, "2 GB"),
        ("a.pdf", 0, "empty"),
    ],
)
def test_a_file_beyond_its_limits_is_refused_before_it_is_sent(
    name: str, length: int, words: str
) -> None:
    with pytest.raises(RefusedFileError, match=words):
        check_announced(name, length)


@pytest.mark.parametrize("ending", ["svg", "html", "htm", "js", "zip", "exe", "docm", "php", "bat"])
def test_active_files_and_archives_are_never_taken(ending: str) -> None:
    with pytest.raises(RefusedFileError, match=f'".{ending}"'):
        check_announced(f"lesson.{ending}", 10)


def test_a_phones_picture_is_refused_with_the_way_out() -> None:
    with pytest.raises(RefusedFileError, match="JPEG"):
        check_announced("IMG_0001.HEIC", 10)


def test_a_kind_that_is_not_known_yet_may_be_as_large_as_a_video() -> None:
    check_length(None, VIDEO_LIMIT)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PDF", "pdf"),
        ("a", ""),
        ("a.", ""),
        ("a.tar.gz", "gz"),
        ("a.p df", ""),
        ("a.pdf\x00", ""),
        ("a.ṕdf", ""),
    ],
)
def test_the_ending_of_a_name(name: str, ending: str) -> None:
    assert extension_of(name) == ending


@given(st.text())
def test_an_ending_is_safe_in_a_key(name: str) -> None:
    ending = extension_of(name)
    assert len(ending) <= 10
    assert ending == "" or (ending.isascii() and ending.isalnum() and ending == ending.lower())


def test_no_ending_stands_for_two_kinds() -> None:
    endings = [ending for kind in MEDIA_KINDS for ending in kind.extensions]
    assert len(endings) == len(set(endings)) == len(ACCEPTED_EXTENSIONS)


def test_a_kind_is_found_by_its_media_type() -> None:
    assert media_kind("image/png").family == family_of("image/png") == "image"


def test_an_unknown_media_type_has_no_family() -> None:
    assert family_of("text/html") == ""


@pytest.mark.parametrize(
    ("length", "shown"),
    [(1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (4_210_000, "4.2 MB"), (2 * 10**9, "2 GB")],
)
def test_sizes_are_said_for_people(length: int, shown: str) -> None:
    assert size_in_words(length) == shown
