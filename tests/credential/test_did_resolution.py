import pytest

from longleaf.credential.did.resolution import resolve_did
from longleaf.credential.signer import new_secret, signer_from

DID = "did:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b"
KEY = f"{DID}#{DID.removeprefix('did:key:')}"

X25519 = "z6LSfHfAMAopsuBxaBzvp51GXrPf38Az13j2fmwqadbwwrzJ"


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
def test_a_did_key_resolves_to_a_document_with_its_one_key(kind: str) -> None:
    signer = signer_from(kind, new_secret(kind))
    found = resolve_did(signer.controller)
    document = found.body["didDocument"]
    assert isinstance(document, dict)
    assert (found.error, document["id"]) == ("", signer.controller)
    assert document["assertionMethod"] == [signer.verification_method]


def test_a_key_of_it_is_dereferenced_to_the_key_alone() -> None:
    found = resolve_did(KEY)
    key = found.body["didDocument"]
    assert isinstance(key, dict)
    assert (found.error, key["id"], key["controller"]) == ("", KEY, DID)
    assert "didDereferencingMetadata" in found.body


@pytest.mark.parametrize(
    ("url", "key_format", "error"),
    [
        (DID.replace("did:", "notDid:", 1), "Multikey", "invalidDid"),
        ("did:key", "Multikey", "invalidDid"),
        (DID.replace("key", "experimental", 1), "Multikey", "methodNotSupported"),
        (DID.replace("key:", "key:-4:", 1), "Multikey", "invalidDid"),
        (DID.replace("key:z", "key:", 1), "Multikey", "invalidDid"),
        ("did:key:@", "Multikey", "invalidDid"),
        ("did:key:zTjsVPtY", "Multikey", "invalidPublicKeyLength"),
        (
            "did:key:z6LSfHfAMAopsuBxaBzvp51GXrPf38Az13j2fmwqadbwwrzJ",
            "Multikey",
            "invalidPublicKey",
        ),
        (f"{DID}/^bar^/?query=`#z6", "Multikey", "invalidDidUrl"),
        (f"{DID}#^bar^", "Multikey", "invalidDidUrl"),
        (DID, "unknown", "unsupportedPublicKeyType"),
        (KEY, "Ed25519VerificationKey2018", "invalidPublicKeyType"),
    ],
)
def test_what_is_wrong_has_the_name_that_the_method_gives_it(
    url: str, key_format: str, error: str
) -> None:
    assert resolve_did(url, public_key_format=key_format).error == error
