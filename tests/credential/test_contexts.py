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
from tests.credential.published import NOT_HERE, published


@pytest.mark.parametrize("url", pinned())
def test_a_pinned_context_has_the_digest_on_record(url: str) -> None:
    origin = pinned()[url]
    assert hashlib.sha256(context_bytes(origin.file)).hexdigest() == origin.sha256


@pytest.mark.parametrize("url", pinned())
def test_a_pinned_context_says_where_it_comes_from(url: str) -> None:
    origin = pinned()[url]
    assert origin.registry in {"npm", "pypi", "standard"}
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


WRITTEN_HERE = {
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json": "clr-v2p0.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "clr-v2p0-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    "https://w3id.org/openbadges/v2": "obv2x.jsonld",
    "https://www.w3.org/ns/credentials/examples/v2": "w3c/credentials-examples-v2.jsonld",
}


@pytest.mark.parametrize(("url", "file"), WRITTEN_HERE.items())
def test_a_context_made_here_says_what_the_published_one_says(url: str, file: str) -> None:
    expected = published(f"contexts/{file}")
    if not expected:
        pytest.skip(NOT_HERE)
    assert load_context(url) == expected


def test_what_no_package_has_is_compared_with_the_published() -> None:
    written = {url for url, origin in pinned().items() if origin.registry == "standard"}
    assert written <= set(WRITTEN_HERE)


def test_a_context_that_gained_terms_names_its_earlier_digest() -> None:
    (earlier,) = pinned()[OPEN_BADGES_V3].earlier_sha256
    document = load_context(OPEN_BADGES_V3)["@context"]
    assert isinstance(document, dict)
    before = {name: term for name, term in document.items() if name not in GAINED}
    text = json.dumps({"@context": before}, indent=2, ensure_ascii=False) + "\n"
    assert hashlib.sha256(text.encode()).hexdigest() == earlier


GAINED = {"endorsementJwt", "jti"}
