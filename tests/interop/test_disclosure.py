"""Badges shown in part: ours in an implementation that we did not write, and theirs in ours."""

from dataclasses import replace
from typing import Any

import pytest

from longleaf.credential.disclosure import add_base_proof, derive
from longleaf.credential.document import JsonObject
from longleaf.credential.multibase import encode_base58
from longleaf.credential.report import Overall
from longleaf.credential.signer import EcdsaSigner
from longleaf.credential.suites.ecdsa_sd_2023.mandatory import mandatory_pointers
from longleaf.domain.badge.document import Issuer
from longleaf.domain.badge.part import always_shown, choices_in, compose_for_parts
from tests.credential.examples import NOW, badge, proof_of, reasons, report_on
from tests.credential.full_examples import full_badge
from tests.domain.badge.test_part import FACTS
from tests.interop.second_implementation import SecondImplementation, installed

pytestmark = [pytest.mark.interop, pytest.mark.xdist_group("interop")]

SECRET = bytes(range(1, 33))
SIGNER = EcdsaSigner(SECRET)
WHEN = NOW.isoformat().replace("+00:00", "Z")
SHOWN = ["/credentialSubject/result", "/credentialSubject/narrative"]
CHOICES: list[list[str]] = [
    [],
    SHOWN,
    ["/evidence"],
    ["/description", "/image", "/awardedDate", "/credentialSubject/achievement/alignment"],
    ["/credentialSubject"],
]


@pytest.fixture(scope="module")
def theirs() -> SecondImplementation:
    return installed()


def document() -> JsonObject:
    made = badge(issuer=SIGNER.controller, status=False)
    made["name"] = 'é 🌲 \u202e العربية "\\ \n\t'
    return made


def their_base(theirs: SecondImplementation) -> JsonObject:
    unsigned = document()
    request = {
        "credential": unsigned,
        "secret": encode_base58(b"\x86\x26" + SECRET),
        "public": SIGNER.controller.removeprefix("did:key:"),
        "mandatory": mandatory_pointers(unsigned),
        "created": WHEN,
    }
    (made,) = theirs.run("disclosure.mjs", base=[request])["base"]
    assert isinstance(made, dict)
    return made


def verified_by(theirs: SecondImplementation, *credentials: JsonObject) -> list[Any]:
    requests = [{"credential": each, "now": WHEN} for each in credentials]
    return theirs.run("disclosure.mjs", verify=requests)["verify"]


def derived_by(theirs: SecondImplementation, base: JsonObject) -> list[Any]:
    requests = [{"credential": base, "pointers": pointers} for pointers in CHOICES]
    return theirs.run("disclosure.mjs", derive=requests)["derive"]


def test_from_our_base_they_derive_what_we_derive_and_both_accept_it(
    theirs: SecondImplementation,
) -> None:
    base = add_base_proof(document(), signer=SIGNER, now=NOW)
    for made, pointers in zip(derived_by(theirs, base), CHOICES, strict=True):
        assert proof_of(made) == proof_of(derive(base, pointers=pointers))
        assert report_on(made).overall is Overall.GOOD, reasons(report_on(made))
    ours = [derive(base, pointers=pointers) for pointers in CHOICES]
    assert verified_by(theirs, *ours) == [{"verified": True, "error": None}] * len(CHOICES)


def test_from_their_base_we_derive_what_they_derive_and_both_accept_it(
    theirs: SecondImplementation,
) -> None:
    base = their_base(theirs)
    ours = [derive(base, pointers=pointers) for pointers in CHOICES]
    for made, own in zip(derived_by(theirs, base), ours, strict=True):
        assert proof_of(made) == proof_of(own)
    assert all(report_on(made).overall is Overall.GOOD for made in ours)
    assert verified_by(theirs, *ours) == [{"verified": True, "error": None}] * len(CHOICES)


def test_a_changed_statement_fails_in_both(theirs: SecondImplementation) -> None:
    base = add_base_proof(document(), signer=SIGNER, now=NOW)
    shown = derive(base, pointers=SHOWN)
    subject = shown["credentialSubject"]
    assert isinstance(subject, dict)
    changed = [
        {**shown, "name": "Another"},
        {**shown, "validUntil": "2035-01-01T00:00:00Z"},
        {**shown, "credentialSubject": {**subject, "narrative": "Ten reviewers agreed."}},
        {name: value for name, value in shown.items() if name != "validUntil"},
        base,
    ]
    for made, answer in zip(changed, verified_by(theirs, *changed), strict=True):
        assert answer["verified"] is False
        assert report_on(made).overall is not Overall.GOOD


def test_everything_that_open_badges_knows_holds_in_theirs(theirs: SecondImplementation) -> None:
    """Ordered lists and signed endorsements, of which theirs makes no base proof."""
    unsigned = {**full_badge(), "issuer": SIGNER.controller}
    del unsigned["credentialStatus"]
    base = add_base_proof(unsigned, signer=SIGNER, now=NOW)
    choices = [[], ["/credentialSubject/achievement"], ["/endorsement"], [""]]
    shown = [derive(base, pointers=pointers) for pointers in choices]
    assert verified_by(theirs, *shown) == [{"verified": True, "error": None}] * len(choices)


def test_the_parts_that_an_educator_shows_hold_in_theirs(theirs: SecondImplementation) -> None:
    """Each thing that the product offers, alone and all together, without its place on a list."""
    issuer = Issuer(SIGNER.controller, "Northfield Schools", "northfield-schools")
    unsigned = compose_for_parts(
        replace(FACTS, issuer=issuer, granted_at=NOW, issued_at=NOW),
        identifier="urn:uuid:5a1e3c52-0000-4000-8000-000000000001",
        earner="urn:uuid:5a1e3c52-0000-4000-8000-000000000002",
    )
    del unsigned["credentialStatus"]
    base = add_base_proof(unsigned, signer=SIGNER, now=NOW)
    offered = [list(choice.pointers) for choice in choices_in(base)]
    together = [pointer for pointers in offered for pointer in pointers]
    shown = [
        derive(base, pointers=[*always_shown(base), *pointers])
        for pointers in [[], *offered, together]
    ]
    assert verified_by(theirs, *shown) == [{"verified": True, "error": None}] * len(shown)
