"""A site as it was at migration 0002: badges with two places each, and lists without an address.

Written by the tables as they were then, signed as they were then. For tests that migrate.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.apps.registry import Apps

from longleaf.credential.contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from longleaf.credential.document import JsonObject
from longleaf.credential.instants import show_instant
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.status_list import StatusList, status_entry
from longleaf.credential.suites import cryptosuite
from longleaf.credential.suites.claims import Claims
from longleaf.domain.microcredential.definition import content_hash, parse_definition
from longleaf.gateways.vault import FileVault
from tests.people import NOW
from tests.stories import two_criteria

BASE = "https://longleaf.example"
MOVED = "http://127.0.0.1:8017"  # where the same data were served for a while
SEED = bytes(range(32))


@dataclass
class EarlySite:
    """What was written.

    Attributes:
        administrator: Who answers for the awards.
        awards: Awards by what they are here for.
        documents: What their earners hold, by the same names.
    """

    apps: Apps
    vault: FileVault
    administrator: UUID = field(default_factory=uuid4)
    awards: dict[str, UUID] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        """All of it: an award for each way in which one can be found."""
        self._people()
        self._definition()
        self._key()
        self.lists = {purpose: self._list(purpose) for purpose in ("revocation", "suspension")}
        self._award("active", 5)
        self._award("suspended", 6)
        self._award("revoked", 7)
        self._award("moved", 8, base_url=MOVED)
        self._award("moved and revoked", 9, base_url=MOVED)
        self._award("of one place", 10, purposes=("revocation",))
        for name in ("suspended", "revoked"):
            self._rows("award", "Award").filter(pk=self.awards[name]).update(state=name)
            self._event(name, name)
        revoked = self.awards["moved and revoked"]
        self._rows("award", "Award").filter(pk=revoked).update(state="revoked")
        self._event("moved and revoked", "revoked")
        self._bits("suspension", [6])
        self._bits("revocation", [7, 9])

    def _rows(self, _term: str, name: str) -> Any:
        return self.apps.get_model("records", name).objects

    def _people(self) -> None:
        self.organization = self._rows("organization", "Organization").create(
            name="Northfield Schools",
            slug="northfield-schools",
            kind="lea",
            issues_badges=True,
            is_demo=True,
        )
        people = self._rows("organization", "Person")
        ada = people.create(
            pk=self.administrator, name="Ada Fairbanks", email="ada@example.org", is_demo=True
        )
        self.drafter = people.create(name="Ash Thornton", email="ash@example.org", is_demo=True)
        self.publisher = people.create(name="Asa Nakamura", email="asa@example.org", is_demo=True)
        self._rows("organization", "Role").create(
            person=ada,
            organization=self.organization,
            kind="administrator",
            began_on=date(2020, 7, 1),
        )

    def _definition(self) -> None:
        definition = two_criteria()
        parsed = parse_definition(definition)
        self.microcredential = self._rows("microcredential", "Microcredential").create(
            slug=parsed.slug, issuer=self.organization, begun_at=NOW
        )
        self.version = self._rows("microcredential", "Version").create(
            microcredential=self.microcredential,
            number=1,
            state="published",
            definition=definition,
            content_hash=content_hash(parsed),
            drafted_by=self.drafter,
            drafted_at=NOW,
            changed_by=self.drafter,
            changed_at=NOW,
            published_by=self.publisher,
            published_at=NOW,
            title=parsed.title,
        )

    def _key(self) -> None:
        self.signer = Ed25519Signer(SEED)
        method = self.signer.verification_method
        self.key = self._rows("badge", "SigningKey").create(
            organization=self.organization,
            controller=self.signer.controller,
            verification_method=method,
            public_key_multibase=method.partition("#")[2],
            sealed_private_key=self.vault.seal(SEED, context=f"signing key {method}"),
            made_at=NOW,
        )

    def _list(self, purpose: str) -> Any:
        empty = StatusList.empty()
        return self._rows("badge", "StatusList").create(
            key=self.key,
            purpose=purpose,
            length=len(empty),
            bits=empty.to_bytes(),
            changed_at=NOW,
        )

    def _bits(self, purpose: str, indexes: list[int]) -> None:
        bits = StatusList.empty()
        bits.set(indexes)
        held = self.lists[purpose]
        held.bits, held.allocated = bits.to_bytes(), 6
        held.save()

    def _award(
        self,
        name: str,
        index: int,
        *,
        base_url: str = BASE,
        purposes: tuple[str, ...] = ("revocation", "suspension"),
    ) -> None:
        earner = self._rows("organization", "Person").create(
            name=f"Earner {index}", email=f"earner{index}@example.org", is_demo=True
        )
        award = self._rows("award", "Award").create(
            educator=earner,
            microcredential=self.microcredential,
            version=self.version,
            issuer=self.organization,
            granted_at=NOW,
        )
        self.awards[name] = award.pk
        self._event(name, "granted")
        self._rows("credit", "CreditEntry").create(
            person=earner,
            kind="award",
            award=award,
            earned_on=NOW.date(),
            posted_at=NOW,
            policy_version="1",
            policy_hash="0",
        )
        entries = {
            purpose: self._rows("badge", "StatusEntry").create(
                award=award, purpose=purpose, status_list=held, index=index
            )
            for purpose, held in self.lists.items()
        }
        status = [
            status_entry(
                address=f"{base_url}/status-lists/{self.lists[purpose].pk}",
                index=index,
                purpose=purpose,
            )
            for purpose in purposes
        ]
        self.documents[name] = json.dumps(self._signed(award.pk, status, base_url))
        self._rows("badge", "Badge").create(
            award=award,
            key=self.key,
            revocation_entry=entries["revocation"],
            suspension_entry=entries["suspension"],
            document=self.documents[name],
            issued_at=NOW,
        )

    def _event(self, name: str, kind: str) -> None:
        self._rows("award", "AwardEvent").create(award_id=self.awards[name], kind=kind, at=NOW)

    def _signed(self, award: UUID, status: list[JsonObject], base_url: str) -> JsonObject:
        """A badge as it was signed then; `issue` would not sign one with two places today."""
        document: JsonObject = {
            "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
            "id": f"{base_url}/badges/{award}",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Wait Time",
            "issuer": {
                "id": self.signer.controller,
                "type": ["Profile"],
                "name": "Northfield Schools",
            },
            "validFrom": show_instant(NOW),
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [
                    {
                        "type": "IdentityObject",
                        "hashed": False,
                        "identityHash": "earner@example.org",
                        "identityType": "emailAddress",
                    }
                ],
                "achievement": {
                    "id": f"{base_url}/microcredentials/wait-time/versions/1",
                    "type": ["Achievement"],
                    "name": "Wait Time",
                    "description": "Pauses after questions.",
                    "criteria": {"narrative": "Pause."},
                },
            },
            "credentialStatus": status,
        }
        options: JsonObject = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": show_instant(NOW),
            "verificationMethod": self.signer.verification_method,
            "proofPurpose": "assertionMethod",
        }
        suite = cryptosuite("eddsa-rdfc-2022")
        proof = suite.sign(Claims(document), options=options, signer=self.signer)
        return {**document, "proof": [proof]}
