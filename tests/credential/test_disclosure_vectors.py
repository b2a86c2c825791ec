"""ecdsa-sd-2023: W3C's vectors where they are at hand, and another implementation's always.

`tests/vectors/ecdsa-sd-2023/citizenship-v4rc1.jsonld` is the vocabulary of W3C's vectors, from
npm @digitalbazaar/citizenship-context 4.1.0 (W3C Software and Document License), sha256
a89b0bc00b1848ac3dfdf956c7dd5de8567e755351c07ec6a1c2b4a08b67953b. It is not kept for real use.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from longleaf.credential.canonical import expand
from longleaf.credential.contexts import load_context
from longleaf.credential.did.key import resolve
from longleaf.credential.disclosure import derive
from longleaf.credential.multibase import decode_base58
from longleaf.credential.report import Overall
from longleaf.credential.signer import EcdsaSigner
from longleaf.credential.suites.claims import Claims
from longleaf.credential.suites.ecdsa_sd_2023 import EcdsaSd2023, derived_from, suite
from longleaf.credential.suites.ecdsa_sd_2023.pointers import select
from longleaf.credential.suites.ecdsa_sd_2023.proof_value import read_base, read_derived
from longleaf.credential.suites.ecdsa_sd_2023.statements import (
    hash_of,
    options_hash,
    statements_of,
)
from tests.credential.examples import proof_of, reasons, report_on
from tests.credential.published import NOT_HERE, vectors

FOLDER = Path(__file__).parents[1] / "vectors" / "ecdsa-sd-2023"
CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"
W3C = vectors("ecdsa-sd-2023.json")
OWN = json.loads((FOLDER / "digitalbazaar-3.4.1.json").read_text(encoding="utf-8"))


@pytest.fixture
def _citizenship_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vectors' vocabulary, which is not kept for real use."""
    text = (FOLDER / "citizenship-v4rc1.jsonld").read_text(encoding="utf-8")
    citizenship = json.loads(text)

    def load(url: str) -> Mapping[str, object]:
        return citizenship if url == CITIZENSHIP else load_context(url)

    monkeypatch.setattr(expand, "load_context", load)
    monkeypatch.setattr(expand, "_local", type("Fresh", (), {})())


@pytest.mark.skipif(not W3C, reason=NOT_HERE)
@pytest.mark.parametrize("example", ["employ", "prc"])
@pytest.mark.usefixtures("_citizenship_context")
class TestW3CVectors:
    def step(self, example: str, name: str) -> Any:
        return W3C["files"][f"{example}/{name}"]

    def pointers(self, example: str, kind: str) -> list[str]:
        found = W3C["shared_inputs"][f"{'employ' if example == 'employ' else 'prCred'}{kind}.json"]
        return [str(pointer) for pointer in found]

    def keys(self) -> tuple[EcdsaSigner, EcdsaSigner, bytes]:
        """The issuer's key, the one of this proof, and that of the names."""
        material = W3C["files"]["SDKeyMaterial.json"]
        base, proof = (
            EcdsaSigner(decode_base58(material[pair]["secretKeyMultibase"])[2:])
            for pair in ("baseKeyPair", "proofKeyPair")
        )
        return base, proof, bytes.fromhex(material["hmacKeyString"])

    def claims(self, example: str) -> Claims:
        return Claims(self.step(example, "addSignedSDBase.json"))

    def options(self, example: str) -> dict[str, object]:
        configuration = self.step(example, "addProofConfig.json")
        return {name: value for name, value in configuration.items() if name != "@context"}

    def test_the_canonical_document_is_the_published_one(self, example: str) -> None:
        published = "".join(self.step(example, "addBaseDocCanon.json"))
        assert self.claims(example).nquads.decode() == published

    def test_the_statements_under_secret_names_are_the_published_ones(self, example: str) -> None:
        _, _, hmac_key = self.keys()
        statements = statements_of(self.claims(example), hmac_key=hmac_key, parts=[])
        assert statements.lines == self.step(example, "addBaseDocHMACCanon.json")

    def test_the_mandatory_statements_are_the_published_ones(self, example: str) -> None:
        _, _, hmac_key = self.keys()
        pointers = self.pointers(example, "Mandatory")
        statements = statements_of(self.claims(example), hmac_key=hmac_key, parts=[pointers])
        published = dict(self.step(example, "addBaseTransform.json")["mandatory"]["value"])
        places = statements.parts[0].places
        assert {place: statements.lines[place] for place in places} == published

    def test_the_hashes_are_the_published_ones(self, example: str) -> None:
        _, _, hmac_key = self.keys()
        claims = self.claims(example)
        pointers = self.pointers(example, "Mandatory")
        statements = statements_of(claims, hmac_key=hmac_key, parts=[pointers])
        must = [statements.lines[place] for place in sorted(statements.parts[0].places)]
        published = self.step(example, "addHashData.json")
        assert options_hash(claims.document, self.options(example)).hex() == published["proofHash"]
        assert hash_of(must).hex() == published["mandatoryHash"]

    def test_the_base_proof_is_the_published_one(
        self, example: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        issuer, proof_key, hmac_key = self.keys()
        monkeypatch.setattr(suite, "_fresh", lambda: (hmac_key, proof_key))
        made = EcdsaSd2023(self.pointers(example, "Mandatory")).sign(
            self.claims(example), options=self.options(example), signer=issuer
        )
        assert made == self.step(example, "addSignedSDBase.json")["proof"]

    def test_the_base_proof_is_read_as_published(self, example: str) -> None:
        value = read_base(self.step(example, "addSignedSDBase.json")["proof"]["proofValue"])
        published = self.step(example, "derivedRecoveredBaseData.json")
        assert value.base_signature.hex() == published["baseSignature"]
        assert value.hmac_key.hex() == published["hmacKey"]
        assert [signature.hex() for signature in value.signatures] == published["signatures"]
        assert list(value.mandatory) == published["mandatoryPointers"]

    def test_the_groups_are_the_published_ones(self, example: str) -> None:
        _, _, hmac_key = self.keys()
        must = self.pointers(example, "Mandatory")
        chosen = self.pointers(example, "Selective")
        statements = statements_of(
            self.claims(example), hmac_key=hmac_key, parts=[must, chosen, [*must, *chosen]]
        )
        published = self.step(example, "derivedGroupIndexes.json")
        mandatory, selective, combined = (sorted(part.places) for part in statements.parts)
        assert mandatory == published["mandatoryIndexes"]
        assert selective == published["selectiveIndexes"]
        assert combined == published["combinedIndexes"]

    def test_the_document_shown_is_the_published_one(self, example: str) -> None:
        pointers = [*self.pointers(example, "Mandatory"), *self.pointers(example, "Selective")]
        shown = select(self.claims(example).document, pointers)
        assert shown == self.step(example, "derivedUnsignedReveal.json")

    def test_the_derived_document_is_the_published_one(self, example: str) -> None:
        made = derived_from(
            self.claims(example),
            proof=self.step(example, "addSignedSDBase.json")["proof"],
            pointers=self.pointers(example, "Selective"),
        )
        assert made == self.step(example, "derivedRevealDocument.json")

    def test_the_derived_proof_is_read_as_published(self, example: str) -> None:
        value = read_derived(
            self.step(example, "derivedRevealDocument.json")["proof"]["proofValue"]
        )
        published = self.step(example, "verifyDerivedProofValue.json")
        assert value.base_signature.hex() == published["baseSignature"]
        assert [signature.hex() for signature in value.signatures] == published["signatures"]
        assert list(value.mandatory_indexes) == published["mandatoryIndexes"]
        assert {name[2:]: label[2:] for name, label in value.labels.items()} == dict(
            published["labelMap"]
        )

    def test_the_published_derived_proof_holds(self, example: str) -> None:
        shown = self.step(example, "derivedRevealDocument.json")
        proof = shown["proof"]
        key = resolve(proof["verificationMethod"])
        EcdsaSd2023().verify(Claims(shown), proof=proof, key=key)


@pytest.mark.parametrize("vector", OWN["derived"], ids=lambda vector: str(vector["pointers"]))
def test_from_another_implementation_s_base_we_derive_what_it_does(vector: dict[str, Any]) -> None:
    made = derive(OWN["base"], pointers=vector["pointers"])
    assert proof_of(made) == proof_of(vector["credential"])


@pytest.mark.parametrize("vector", OWN["derived"], ids=lambda vector: str(vector["pointers"]))
def test_what_another_implementation_derives_holds(vector: dict[str, Any]) -> None:
    report = report_on(vector["credential"])
    assert report.overall is Overall.GOOD, reasons(report)
