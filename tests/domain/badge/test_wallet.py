"""What a wallet may say of itself, and where an answer may be sent."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.basis.problem import ProblemsError
from longleaf.domain.badge.wallet import (
    KNOWN_SCOPES,
    OFFLINE_ACCESS,
    SCOPE_WORDS,
    WalletScope,
    is_registered_redirect,
    known_scopes,
    origin_of,
    read_registration,
)

HOME = "https://wallet.example.com"
BACK = f"{HOME}/back"
SAID: dict[str, Any] = {
    "client_name": "  Satchel  for   educators ",
    "client_uri": f"{HOME}/",
    "logo_uri": f"{HOME}/logo.png",
    "tos_uri": f"{HOME}/terms",
    "policy_uri": f"{HOME}/privacy",
    "software_id": "satchel",
    "software_version": "1.0",
    "redirect_uris": [BACK],
    "scope": WalletScope.READ_CREDENTIALS,
}


def faults(**changes: Any) -> set[str]:
    said = {key: value for key, value in (SAID | changes).items() if value is not None}
    with pytest.raises(ProblemsError) as caught:
        read_registration(said)
    return {problem.where for problem in caught.value.problems}


def test_a_wallet_that_says_all_the_standard_asks_may_register() -> None:
    read = read_registration(SAID | {"contacts": ["help@example.com"], "anything": "else"})
    assert read.name == "Satchel for educators"
    assert read.scopes == (WalletScope.READ_CREDENTIALS,)
    assert read.redirect_uris == (BACK,)
    assert read.told["contacts"] == ["help@example.com"]
    assert "anything" not in read.told


@pytest.mark.parametrize("key", sorted(set(SAID)))
def test_each_thing_the_standard_requires_is_required(key: str) -> None:
    assert key in faults(**{key: None})


@pytest.mark.parametrize("value", ["", " ", "x" * 101, "a<b", "a\nb", 7, ["a"]])
def test_a_name_is_plain_and_short(value: Any) -> None:
    assert faults(client_name=value) == {"client_name"}


def test_a_name_of_exactly_the_longest_length_is_taken() -> None:
    assert read_registration(SAID | {"client_name": "x" * 100}).name == "x" * 100


@pytest.mark.parametrize(
    "address",
    [
        "http://wallet.example.com/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//wallet.example.com/",
        "https:///nowhere",
        "https://user:secret@wallet.example.com/",
        "https://wallet.example.com/#here",
        "https://wallet.example.com/ x",
        "https://wallet.example.com:x/",
        "https://wallet.example.com\\evil",
        "https://[half/",
        "https://wallet.example.com/" + "x" * 2000,
        7,
        None,
    ],
)
def test_an_address_is_https_and_nothing_clever(address: Any) -> None:
    assert faults(tos_uri=address) == {"tos_uri"}


@pytest.mark.parametrize(
    "uris",
    [
        None,
        [],
        "https://wallet.example.com/back",
        [BACK, 7],
        [BACK] * 11,
        ["http://wallet.example.com/back"],
        ["http://localhost/back"],
        ["http://127.0.0.1.evil.example/back"],
        ["com.example.app:/back"],
        [f"{BACK}#part"],
        ["https://*.example.com/back"],
        [BACK, "javascript:alert(1)"],
    ],
)
def test_an_answer_is_sent_to_https_or_the_device_itself(uris: Any) -> None:
    assert "redirect_uris" in faults(redirect_uris=uris)


@pytest.mark.parametrize("uri", ["http://127.0.0.1/back", "http://[::1]:4000/back"])
def test_the_device_itself_may_be_returned_to(uri: str) -> None:
    assert read_registration(SAID | {"redirect_uris": [uri]}).redirect_uris == (uri,)


def test_all_addresses_stand_at_one_host() -> None:
    assert faults(redirect_uris=["https://other.example.com/back"]) == {"client_uri"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("grant_types", ["client_credentials"]),
        ("grant_types", ["authorization_code", "password"]),
        ("grant_types", "authorization_code"),
        ("response_types", ["token"]),
        ("response_types", ["code", "id_token"]),
        ("token_endpoint_auth_method", "client_secret_post"),
        ("contacts", "help@example.com"),
        ("contacts", [7]),
        ("contacts", ["a"] * 11),
        ("contacts", ["a" * 101]),
        ("scope", ""),
        ("scope", "openid profile"),
        ("scope", OFFLINE_ACCESS),
        ("scope", None),
    ],
)
def test_what_this_site_does_not_do_is_refused(key: str, value: Any) -> None:
    assert faults(**{key: value}) == {key}


def test_every_reason_is_told_at_once() -> None:
    assert faults(client_name="", tos_uri="x", scope="y") == {"client_name", "tos_uri", "scope"}


def test_every_scope_has_words() -> None:
    assert set(SCOPE_WORDS) == set(KNOWN_SCOPES)


@given(st.lists(st.sampled_from([*KNOWN_SCOPES, "openid", "admin", ""])))
def test_scopes_are_kept_once_each_if_they_exist(asked: list[str]) -> None:
    kept = known_scopes(" ".join(asked))
    assert set(kept) == set(asked) & set(KNOWN_SCOPES)
    assert len(kept) == len(set(kept))


@pytest.mark.parametrize(
    ("address", "registered", "expected"),
    [
        (BACK, BACK, True),
        (f"{BACK}/", BACK, False),
        (f"{BACK}?a=1", BACK, False),
        (f"{BACK}?a=1", f"{BACK}?a=1", True),
        (BACK.replace("https", "http"), BACK, False),
        ("https://wallet.example.com:8443/back", BACK, False),
        ("http://127.0.0.1:5000/back", "http://127.0.0.1/back", True),
        ("http://127.0.0.1:5000/back", "http://127.0.0.1:9/back", True),
        ("http://127.0.0.1:5000/other", "http://127.0.0.1/back", False),
        ("http://127.0.0.1:5000/back?a=1", "http://127.0.0.1/back", False),
        ("http://[::1]:5000/back", "http://127.0.0.1/back", False),
        ("http://evil@127.0.0.1:5000/back", "http://127.0.0.1/back", False),
        ("https://127.0.0.1/back", "http://127.0.0.1/back", False),
        ("", BACK, False),
        ("", "http://127.0.0.1/back", False),
    ],
)
def test_an_answer_goes_to_the_letter_where_it_was_registered(
    address: str, registered: str, expected: bool
) -> None:
    assert is_registered_redirect(address, [registered]) is expected


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin_of("http://127.0.0.1:5000/back?a=1") == "http://127.0.0.1:5000"
