import hashlib
import json

import pytest

from longleaf.credential.contexts import (
    CREDENTIALS_V2,
    OPEN_BADGES_V3,
    context_bytes,
    load_context,
    pinned,
)
from longleaf.credential.refusal import CannotCheckError, UnknownContextError


@pytest.mark.parametrize("url", pinned())
def test_a_pinned_context_has_the_digest_on_record(url: str) -> None:
    origin = pinned()[url]
    assert hashlib.sha256(context_bytes(origin.file)).hexdigest() == origin.sha256


@pytest.mark.parametrize("url", pinned())
def test_a_pinned_context_says_where_it_comes_from(url: str) -> None:
    origin = pinned()[url]
    assert origin.registry in {"npm", "pypi"}
    assert all((origin.package, origin.version, origin.path, origin.license))


@pytest.mark.parametrize("url", pinned())
def test_a_pinned_context_is_a_context(url: str) -> None:
    assert "@context" in load_context(url)


def test_the_context_of_vc_2_0_is_the_recommendation_s_own() -> None:
    digest = "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    assert pinned()[CREDENTIALS_V2].sha256 == digest


def test_the_open_badges_context_is_kept() -> None:
    assert OPEN_BADGES_V3 in pinned()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/context",
        "http://127.0.0.1:8000/context",
        "file:///etc/passwd",
        "https://www.w3.org/ns/credentials/v2#",
        "https://www.w3.org/ns/credentials/V2",
        "",
        "../data/origin.json",
    ],
)
def test_any_other_context_cannot_be_checked(url: str) -> None:
    with pytest.raises(UnknownContextError) as refused:
        load_context(url)
    assert isinstance(refused.value, CannotCheckError)


def test_no_context_is_recorded_twice() -> None:
    rows = json.loads(context_bytes("origin.json"))
    assert len({row["url"] for row in rows}) == len({row["file"] for row in rows}) == len(rows)
