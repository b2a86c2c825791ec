import base64
import gzip
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longleaf.credential.issue import issue
from longleaf.credential.multibase import encode_base64url
from longleaf.credential.refusal import RefusedError, TooComplexError
from longleaf.credential.schema import problems_of
from longleaf.credential.status_list import (
    MAXIMUM_ENTRIES,
    MINIMUM_ENTRIES,
    StatusList,
    status_entry,
    status_list_credential,
)
from tests.credential.examples import NOW, REVOCATIONS, SIGNER, reasons, report_on, status_list
from tests.credential.published import vectors

places = st.sets(st.integers(0, MINIMUM_ENTRIES - 1), max_size=20)


def encoded(data: bytes) -> str:
    return encode_base64url(gzip.compress(data, mtime=0))


@settings(max_examples=25, deadline=None)
@given(places, places)
def test_what_is_set_and_not_cleared_reads_back_as_set(marked: set[int], cleared: set[int]) -> None:
    bits = StatusList.empty()
    bits.set(marked)
    bits.set(cleared, to=False)
    read = StatusList.decode(bits.encode())
    assert {index for index in marked | cleared if read[index]} == marked - cleared
    assert read == bits


@settings(max_examples=10, deadline=None)
@given(places)
def test_the_same_bits_always_give_the_same_text(marked: set[int]) -> None:
    one, other = StatusList.empty(), StatusList.empty()
    one.set(sorted(marked))
    other.set(sorted(marked, reverse=True))
    assert one.encode() == other.encode()


def test_a_list_can_be_kept_as_its_bytes() -> None:
    bits = StatusList.empty()
    bits.set([0, 94_567])
    assert StatusList.from_bytes(bits.to_bytes()) == bits


def test_the_first_entry_is_the_highest_bit_of_the_first_byte() -> None:
    bits = StatusList.empty()
    bits.set([0, 15])
    packed = bits.encode()[1:]
    data = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert data[:2] == b"\x80\x01"


def test_a_list_has_at_least_as_many_entries_as_privacy_asks() -> None:
    assert len(StatusList.empty(MINIMUM_ENTRIES)) == MINIMUM_ENTRIES
    assert len(StatusList.empty(MINIMUM_ENTRIES + 1)) == MINIMUM_ENTRIES + 8
    for entries in (MINIMUM_ENTRIES - 1, MAXIMUM_ENTRIES + 1):
        with pytest.raises(ValueError, match="entries"):
            StatusList.empty(entries)


@pytest.mark.parametrize("index", [-1, MINIMUM_ENTRIES])
def test_an_entry_that_does_not_exist_is_no_entry(index: int) -> None:
    bits = StatusList.empty()
    with pytest.raises(IndexError):
        _ = bits[index]
    with pytest.raises(IndexError):
        bits.set([0, index])
    assert not bits[0], "none are changed if one of them does not exist"


def test_a_million_entries_are_set_in_one_pass() -> None:
    bits = StatusList.empty(2**20)
    bits.set(range(0, 2**20, 2))
    assert bits[0]
    assert not bits[1]
    assert bits[2**20 - 2]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_multibase"),
        ("zabc", "not_multibase"),
        ("u!", "not_multibase"),
        ("uH", "not_multibase"),
        ("uAAAA", "bad_status_list"),
        (encoded(bytes(MINIMUM_ENTRIES // 8))[:-8], "bad_status_list"),
        (encoded(bytes(MINIMUM_ENTRIES // 8 - 1)), "status_list_too_short"),
        (encode_base64url(zlib.compress(bytes(20_000))), "bad_status_list"),
        (encode_base64url(gzip.compress(bytes(20_000), mtime=0) + b"more"), "bad_status_list"),
        ("u" + "=" * 4, "not_multibase"),
    ],
)
def test_a_damaged_list_is_refused(text: str, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        StatusList.decode(text)
    assert refused.value.reason == reason


def test_a_list_that_unpacks_to_an_absurd_size_is_refused() -> None:
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1024 * 1024)
    packed = b"".join(packer.compress(block) for _ in range(17)) + packer.flush()
    with pytest.raises(TooComplexError):
        StatusList.decode(encode_base64url(packed))


@pytest.mark.parametrize("vector", vectors("bitstring-status-list.json").get("vectors", []))
def test_the_published_lists_are_read(vector: dict[str, object]) -> None:
    bits = StatusList.decode(str(vector["encodedList"]))
    assert len(bits) == vector["bitstring_length_bits"]
    marked = vector["set_bits"]
    assert isinstance(marked, list)
    expected = StatusList.empty(len(bits))
    expected.set(marked)
    assert bits == expected


def test_a_status_list_credential_is_complete_and_verifies() -> None:
    document = status_list(valid_until=NOW.replace(year=2027), marked=(1,))
    assert problems_of(document) == []
    assert reasons(report_on(json.dumps(document)))["proof"] == "signature_holds"
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    assert (subject["type"], subject["ttl"]) == ("BitstringStatusList", 300_000)
    assert document["id"] == REVOCATIONS


def test_a_list_is_for_revocation_or_suspension_only() -> None:
    with pytest.raises(ValueError, match="revocation"):
        status_list_credential(
            StatusList.empty(), address=REVOCATIONS, issuer=SIGNER.controller, purpose="fun",
            valid_from=NOW,
        )  # fmt: skip


def test_an_entry_names_its_list_and_its_place_as_text() -> None:
    assert status_entry(address=REVOCATIONS, index=7, purpose="revocation") == {
        "id": f"{REVOCATIONS}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": REVOCATIONS,
    }


def test_a_list_changes_and_so_cannot_be_a_key() -> None:
    with pytest.raises(TypeError):
        hash(StatusList.empty())


def test_a_list_without_limits_can_be_signed() -> None:
    document = status_list_credential(
        StatusList.empty(), address=REVOCATIONS, issuer=SIGNER.controller, purpose="suspension",
        valid_from=NOW,
    )  # fmt: skip
    assert "validUntil" not in issue(document, signer=SIGNER, now=NOW)
