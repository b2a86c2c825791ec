"""Under which identifier an organization can issue."""

import pytest

from longleaf.domain.badge.issuer import NoDidWebError, did_web_of


@pytest.mark.parametrize(
    ("base_url", "did"),
    [
        ("https://badges.example.org", "did:web:badges.example.org:issuers:northfield"),
        ("https://badges.example.org:8443", "did:web:badges.example.org%3A8443:issuers:northfield"),
        ("https://example.org/longleaf", "did:web:example.org:longleaf:issuers:northfield"),
    ],
)
def test_a_did_web_is_the_site_s_address_and_the_organization_s_slug(
    base_url: str, did: str
) -> None:
    assert did_web_of("northfield", base_url=base_url) == did


@pytest.mark.parametrize(
    "base_url", ["http://127.0.0.1:8000", "http://badges.example.org", "https://192.0.2.1"]
)
def test_an_address_that_nobody_can_look_up_over_https_is_none_and_the_refusal_says_so(
    base_url: str,
) -> None:
    with pytest.raises(NoDidWebError, match="looked up over https"):
        did_web_of("northfield", base_url=base_url)
