import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from hypothesis import given
from hypothesis import strategies as st

from longleaf.credential.did.key import (
    did_of,
    did_of_ed25519,
    resolve,
    verification_method_of,
)
from longleaf.credential.keys import (
    VerificationKey,
    read_jwk,
    read_multikey,
    read_pem,
    signature_holds,
    write_jwk,
    write_multikey,
)
from longleaf.credential.multibase import (
    decode_base58,
    decode_base64url,
    encode_base58,
    encode_base64url,
)
from longleaf.credential.refusal import CannotCheckError, InvalidProofError, RefusedError
from longleaf.credential.signer import (
    EcdsaSigner,
    Ed25519Signer,
    SoftwareSigner,
    new_secret,
    signer_from,
)
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
    with pytest.raises(ValueError, match="well-formed"):
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
    other = "did:key:" + encode_base58(b"\xe7\x01" + bytes(33))  # secp256k1
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


SIGNERS: dict[str, SoftwareSigner] = {
    "Ed25519": SIGNER,
    "P-256": EcdsaSigner(bytes(range(32))),
    "P-384": EcdsaSigner(bytes(range(48)), kind="P-384"),
}
SIGNATURE_BYTES = {"Ed25519": 64, "P-256": 64, "P-384": 96}
PEM = serialization.Encoding.PEM
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


@pytest.mark.parametrize("kind", SIGNERS)
def test_a_key_signs_and_its_did_key_tells_who_signed(kind: str) -> None:
    signer = SIGNERS[kind]
    key = resolve(signer.verification_method)
    signature = signer.sign(b"data")
    assert (key.kind, key.public, key.controller) == (kind, signer.public, signer.controller)
    assert len(signature) == SIGNATURE_BYTES[kind]
    assert signature_holds(key, signature=signature, data=b"data")
    assert signer.sign(b"data") == signature
    for other, data in ((signature, b"Data"), (signature[:-1], b"data"), (b"", b"data")):
        assert not signature_holds(key, signature=other, data=data)


@pytest.mark.parametrize("kind", SIGNERS)
def test_a_key_signs_for_whoever_it_is_told(kind: str) -> None:
    secret = new_secret(kind)
    signer = signer_from(kind, secret, "did:web:a.example", "did:web:a.example#1")
    assert (signer.controller, signer.verification_method) == (
        "did:web:a.example",
        "did:web:a.example#1",
    )
    assert signer.public == signer_from(kind, secret).public
    with pytest.raises(ValueError, match="both"):
        signer_from(kind, secret, "did:web:a.example")


@pytest.mark.parametrize("kind", SIGNERS)
def test_public_keys_survive_multikey_jwk_and_did_key(kind: str) -> None:
    public = SIGNERS[kind].public
    assert read_multikey(write_multikey(kind, public)) == (kind, public)
    assert read_jwk(write_jwk(kind, public)) == (kind, public)
    assert resolve(verification_method_of(did_of(kind, public))).public == public


@pytest.mark.parametrize(
    ("kind", "size"), [("P-256", 31), ("P-256", 48), ("P-384", 32), ("RSA", 32), ("P-521", 66)]
)
def test_a_secret_of_another_kind_makes_no_signer(kind: str, size: int) -> None:
    with pytest.raises(ValueError, match="secret bytes"):
        signer_from(kind, b"\1" * size)


def test_no_secret_is_made_for_a_kind_that_does_not_sign_here() -> None:
    with pytest.raises(ValueError, match="RSA"):
        new_secret("RSA")


def test_an_ecdsa_signer_shows_no_secret() -> None:
    secret = bytes(range(32))
    signer = EcdsaSigner(secret)
    assert str(int.from_bytes(secret)) not in repr(signer) + str(vars(signer))


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, bits)


def test_an_rsa_key_is_read_from_pem_and_jwk() -> None:
    pem = rsa_key().public_key().public_bytes(PEM, SPKI).decode()
    kind, public = read_pem(pem)
    assert kind == "RSA"
    assert read_jwk(write_jwk(kind, public)) == (kind, public)
    with pytest.raises(ValueError, match="Multikey"):
        write_multikey(kind, public)


def test_an_rsa_key_of_1024_bits_is_weak() -> None:
    pem = rsa_key(1024).public_key().public_bytes(PEM, SPKI).decode()
    with pytest.raises(RefusedError) as refused:
        read_pem(pem)
    assert refused.value.reason == "weak_key"


@pytest.mark.parametrize("kind", SIGNERS)
def test_keys_are_read_from_pem(kind: str) -> None:
    key = resolve(SIGNERS[kind].verification_method)
    loaded = (
        ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1() if kind == "P-256" else ec.SECP384R1(), key.public
        ).public_bytes(PEM, SPKI)
        if kind != "Ed25519"
        else Ed25519PublicKey.from_public_bytes(key.public).public_bytes(PEM, SPKI)
    )
    assert read_pem(loaded.decode()) == (kind, key.public)


@pytest.mark.parametrize(
    "other",
    [
        ec.generate_private_key(ec.SECP521R1()).public_key(),
        x25519.X25519PrivateKey.generate().public_key(),
    ],
)
def test_a_pem_key_of_another_kind_is_not_known(
    other: ec.EllipticCurvePublicKey | x25519.X25519PublicKey,
) -> None:
    with pytest.raises(CannotCheckError):
        read_pem(other.public_bytes(PEM, SPKI).decode())


@pytest.mark.parametrize("value", [None, 7, "", "-----BEGIN PUBLIC KEY-----"])
def test_what_is_no_pem_is_refused(value: object) -> None:
    with pytest.raises(RefusedError) as refused:
        read_pem(value)
    assert refused.value.reason == "bad_key"


P256 = write_jwk("P-256", SIGNERS["P-256"].public)


@pytest.mark.parametrize(
    ("jwk", "reason"),
    [
        (None, "bad_key"),
        ([], "bad_key"),
        ({}, "unknown_kind_of_key"),
        ({"kty": "oct", "k": "AA"}, "private_key_shown"),
        ({**P256, "d": "AA"}, "private_key_shown"),
        ({**P256, "crv": "P-521"}, "unknown_kind_of_key"),
        ({**P256, "crv": "P-384"}, "bad_key"),
        ({**P256, "y": P256["x"]}, "bad_key"),
        ({**P256, "x": f"{P256['x']}="}, "not_multibase"),
        ({**P256, "x": f"AA{P256['x']}"}, "not_multibase"),
        ({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}, "bad_key"),
        ({"kty": "OKP", "crv": "X25519", "x": "AAAA"}, "unknown_kind_of_key"),
        ({"kty": "RSA", "n": "AQAB", "e": "AQAB"}, "bad_key"),
        ({"kty": "RSA", "n": "AAEAAQ", "e": "AQAB"}, "bad_key"),
        ({"kty": "RSA", "n": None, "e": "AQAB"}, "bad_key"),
    ],
)
def test_a_jwk_that_is_no_public_key_of_a_known_kind_is_refused(jwk: object, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_jwk(jwk)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "u7QE",
        encode_base58(b"\x80\x24" + bytes(33)),
        encode_base58(b"\x80\x24\x05" + bytes(32)),
        encode_base58(b"\x80\x24\x04" + bytes(64)),
        encode_base58(b"\x81\x24" + SIGNERS["P-256"].public),
    ],
)
def test_a_multikey_that_is_no_key_is_refused(value: object) -> None:
    with pytest.raises(RefusedError):
        read_multikey(value)


FIELD = 2**255 - 19
IDENTITY = bytes([1, *[0] * 31])


@pytest.mark.parametrize(
    "public",
    [
        IDENTITY,
        bytes([*IDENTITY[:31], 0x80]),
        (FIELD + 1).to_bytes(32, "little"),
        (FIELD - 1).to_bytes(32, "little"),
        bytes(32),
        bytes([*[0] * 31, 0x80]),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
    ],
)
def test_a_key_that_one_signature_would_fit_for_anything_signs_nothing(public: bytes) -> None:
    key = VerificationKey("k", DID, "Ed25519", public)
    for number in range(32):
        data = bytes([number])
        assert not signature_holds(key, signature=IDENTITY + bytes(32), data=data)


def test_the_library_alone_would_take_such_a_signature() -> None:
    """Else the check above it would be idle."""
    Ed25519PublicKey.from_public_bytes(IDENTITY).verify(IDENTITY + bytes(32), b"anything")


@given(
    seed=st.binary(min_size=32, max_size=32), data=st.binary(max_size=200), at=st.integers(0, 63)
)
def test_two_libraries_sign_alike_and_each_takes_what_the_other_signed(
    seed: bytes, data: bytes, at: int
) -> None:
    ours, theirs = Ed25519Signer(seed), Ed25519PrivateKey.from_private_bytes(seed)
    signature = ours.sign(data)
    key = resolve(ours.verification_method)
    assert ours.public == theirs.public_key().public_bytes_raw()
    assert signature == theirs.sign(data)
    assert signature_holds(key, signature=signature, data=data)
    altered = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
    assert not signature_holds(key, signature=altered, data=data)
    assert not signature_holds(key, signature=signature, data=data + b"x")
    assert not signature_holds(key, signature=signature[:at], data=data)
