import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.credential.did.key import did_of_ed25519, resolve, verification_method_of
from longleaf.credential.keys import VerificationKey
from longleaf.credential.multibase import (
    decode_base58,
    decode_base64url,
    encode_base58,
    encode_base64url,
)
from longleaf.credential.refusal import CannotCheckError, InvalidProofError, RefusedError
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.suites import cryptosuite
from longleaf.credential.suites.claims import Claims
from tests.credential.examples import SIGNER, badge, proof_of, signed


@given(st.binary(max_size=80))
def test_bytes_survive_both_bases(data: bytes) -> None:
    assert decode_base58(encode_base58(data)) == data
    assert decode_base64url(encode_base64url(data)) == data


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"", "z"), (b"\0", "z1"), (b"\0\0a", "z112g"), (b"Hello World!", "z2NEpo7TZRRrLZSi2U")],
)
def test_base58_is_the_bitcoin_alphabet(data: bytes, text: str) -> None:
    assert encode_base58(data) == text


@pytest.mark.parametrize("text", ["", "abc", "z0", "zO", "zl", "z ", "z" + "1" * 512, "m1"])
def test_what_is_not_base58_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        decode_base58(text)


@pytest.mark.parametrize("text", ["", "abc", "u=", "u ", "uA", "uAB", "uAA=="])
def test_what_is_not_the_one_base64url_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        decode_base64url(text)


@given(st.binary(min_size=32, max_size=32))
def test_a_did_key_is_its_public_key(public: bytes) -> None:
    did = did_of_ed25519(public)
    key = resolve(verification_method_of(did))
    assert (key.controller, key.kind, key.public) == (did, "Ed25519", public)


def test_a_public_key_of_another_length_has_no_did() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        did_of_ed25519(bytes(31))


DID = SIGNER.controller
LAST = DID.removeprefix("did:key:")


@pytest.mark.parametrize(
    "method",
    [
        DID,
        f"{DID}#",
        f"{DID}#{LAST[:-1]}",
        f"did:web:a#{LAST}",
        "",
        "#",
        "did:key:#",
        "did:key:z1#z1x",
    ],
)
def test_only_a_whole_did_key_method_is_a_key(method: str) -> None:
    with pytest.raises(RefusedError):
        resolve(method)


def test_a_did_key_of_another_kind_is_not_known() -> None:
    other = "did:key:" + encode_base58(b"\x80\x24" + bytes(33))
    with pytest.raises(CannotCheckError):
        resolve(verification_method_of(other))


def test_an_ed25519_key_of_a_wrong_length_is_refused() -> None:
    short = "did:key:" + encode_base58(b"\xed\x01" + bytes(31))
    with pytest.raises(RefusedError) as refused:
        resolve(verification_method_of(short))
    assert refused.value.reason == "bad_key"


def test_a_signer_never_shows_its_key() -> None:
    seed = bytes(range(32))
    shown = repr(Ed25519Signer(seed)) + str(vars(Ed25519Signer(seed)))
    assert seed.hex() not in shown
    assert repr(seed) not in shown


def test_a_seed_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        Ed25519Signer(bytes(31))


@pytest.mark.parametrize(
    "key",
    [
        VerificationKey("k", DID, "P-256", bytes(33)),
        VerificationKey("k", DID, "Ed25519", bytes(32)),
        VerificationKey("k", DID, "Ed25519", b"\xff" * 32),
        VerificationKey("k", DID, "Ed25519", bytes(3)),
    ],
)
def test_no_other_key_verifies_a_proof(key: VerificationKey) -> None:
    proof = proof_of(signed())
    with pytest.raises(InvalidProofError):
        cryptosuite("eddsa-rdfc-2022").verify(Claims(badge()), proof=proof, key=key)


@pytest.mark.parametrize("value", [None, 7, "", "u", "z", "z1"])
def test_a_signature_must_be_64_bytes_in_base58(value: object) -> None:
    proof = proof_of(signed())
    with pytest.raises(InvalidProofError) as refused:
        cryptosuite("eddsa-rdfc-2022").verify(
            Claims(badge()),
            proof={**proof, "proofValue": value},
            key=resolve(SIGNER.verification_method),
        )
    assert refused.value.reason == "bad_signature_value"
