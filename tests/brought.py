"""Badges earned elsewhere: a fictional issuer's, and what that issuer publishes."""

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from longleaf.actions.backpack import bring_badge, keep_badge, recheck_badge
from longleaf.actions.backpack_reading import Brought
from longleaf.actions.recognition_rule import add_recognition_rule
from longleaf.basis.ports import Fetched
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.open_badges import Achievement, Alignment, Badge, HashedIdentity, Profile
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.status_list import StatusList, status_entry, status_list_credential
from longleaf.domain.badge.holding import Holding
from longleaf.domain.credit.recognition import RuleSaid
from longleaf.domain.organization.actor import Actor, system
from longleaf.gateways.vault import FileVault
from longleaf.records.models import backpack as rows
from longleaf.records.models import organization as people
from tests.people import NOW, Cast

SITE = "https://learning.example"
BASE = "http://127.0.0.1:8000"
SIGNER = Ed25519Signer(bytes(range(2, 34)))
ACHIEVEMENT = f"{SITE}/achievements/reading"
FRAMEWORK = "https://standards.example/reading/1"
LIST = f"{SITE}/status/1"
INDEX = 4711
EARNED = datetime(2025, 10, 1, 15, tzinfo=NOW.tzinfo)


@dataclass
class Published:
    """What the issuer publishes, in place of the way out: the same port, kept by a test."""

    documents: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def for_one_check(self) -> "Published":
        return self

    def fetch(self, address: str) -> Fetched:
        self.asked.append(address)
        body = self.documents.get(address)
        return Fetched(body) if body else Fetched(None, "not_reached", "It could not be reached.")

    def document(self, address: str) -> bytes | None:
        return self.fetch(address).body

    def status_list(self, url: str) -> bytes | None:
        return self.fetch(url).body

    def publish_list(self, *marked: int) -> None:
        """Publish the issuer's status list with these entries revoked."""
        bits = StatusList.empty()
        bits.set(marked)
        document = status_list_credential(
            bits,
            address=LIST,
            issuer=SIGNER.controller,
            purpose="revocation",
            valid_from=EARNED,
            valid_until=None,
            ttl_milliseconds=300_000,
        )
        self.documents[LIST] = as_bytes(issue(document, signer=SIGNER, now=EARNED))


def as_bytes(document: JsonObject) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def a_badge(
    *,
    number: int = 1,
    email: str | None = "amina@example.org",
    expires: datetime | None = None,
    has_list: bool = False,
    achievement: str = ACHIEVEMENT,
    earned: datetime = EARNED,
    signed_at: datetime = EARNED,
    signer: Ed25519Signer = SIGNER,
) -> bytes:
    """A signed badge of the issuer's; to Amina unless something else is said."""
    document = Badge(
        id=f"{SITE}/awards/{number}",
        name="Reading for every child",
        description="An award of a fictional issuer.",
        issuer=Profile(signer.controller, "Learning Example (fictional)", url=f"{SITE}/"),
        achievement=Achievement(
            id=achievement,
            name="Reading for every child",
            description="Teaches reading so that every child learns it.",
            criteria_narrative="Show it.",
            alignment=[Alignment("Reading", FRAMEWORK, "R.1", "Standards")],
        ),
        recipient_id="did:example:somebody",
        identity=None if email is None else HashedIdentity.of_email(email, salt="s"),
        valid_from=earned,
        valid_until=expires,
        awarded=earned,
        status=[status_entry(address=LIST, index=INDEX, purpose="revocation")] if has_list else (),
    ).document()
    return as_bytes(issue(document, signer=signer, now=signed_at))


def a_hosted_badge(*, email: str = "amina@example.org") -> tuple[str, dict[str, bytes]]:
    """An Open Badge 2.0 that lives at an address, with all the issuer publishes of it."""
    assertion, badge, issuer = (f"{SITE}/{name}.json" for name in ("assertion", "badge", "issuer"))
    context = "https://w3id.org/openbadges/v2"
    documents: dict[str, JsonObject] = {
        assertion: {
            "@context": context,
            "type": "Assertion",
            "id": assertion,
            "recipient": {"type": "email", "hashed": False, "identity": email},
            "badge": badge,
            "issuedOn": "2025-10-01T15:00:00+00:00",
            "verification": {"type": "hosted"},
        },
        badge: {
            "@context": context,
            "type": "BadgeClass",
            "id": badge,
            "name": "Hosted reading",
            "description": "An older badge.",
            "image": f"{SITE}/badge.png",
            "criteria": {"narrative": "Show it."},
            "issuer": issuer,
        },
        issuer: {
            "@context": context,
            "type": "Issuer",
            "id": issuer,
            "name": "Learning Example (fictional)",
            "url": SITE,
            "email": "office@learning.example",
        },
    }
    return assertion, {address: as_bytes(one) for address, one in documents.items()}


def bring(
    by: Actor,
    file: bytes,
    folder: Path,
    *,
    outside: Published | None = None,
    address: str = "",
    now: datetime = NOW,
) -> Brought:
    return bring_badge(
        by=by,
        file=file,
        address=address,
        vault=FileVault(folder / "vault.key"),
        base_url=BASE,
        outside=outside or Published(),
        now=now,
    )


def a_kept_badge(
    cast: Cast,
    folder: Path,
    file: bytes | None = None,
    *,
    person: people.Person | None = None,
    outside: Published | None = None,
    now: datetime = NOW,
) -> rows.BackpackBadge:
    """A badge that Amina, or somebody else, brought and keeps."""
    by = cast.acting(person or cast.amina)
    brought = bring(by, file or a_badge(), folder, outside=outside, now=now)
    assert brought.badge is not None, brought
    keep_badge(by=by, badge=brought.badge, now=now)
    return rows.BackpackBadge.objects.get(pk=brought.badge)


def check_again(
    badge: rows.BackpackBadge,
    folder: Path,
    *,
    outside: Published | None = None,
    by: Actor | None = None,
    now: datetime = NOW,
) -> Holding:
    return recheck_badge(
        by=by or system("backpack"),
        badge=badge.pk,
        vault=FileVault(folder / "vault.key"),
        base_url=BASE,
        outside=outside or Published(),
        now=now,
    )


def rule_said(**changes: object) -> RuleSaid:
    """Fifteen hours of literacy for the issuer's reading badge, decided by the rule itself."""
    usual = RuleSaid(
        title="Reading, by Learning Example",
        issuer=SIGNER.controller,
        achievement=ACHIEVEMENT,
        alignment="",
        quantity="15",
        unit="clock_hour",
        categories=("literacy",),
        kinds=("teacher",),
        is_automatic=True,
        began_on=date(2025, 1, 1),
        ended_on=None,
        authority="Memorandum of January 2025 (fictional)",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # the names are its fields


def a_rule(cast: Cast, **changes: object) -> UUID:
    """Such a rule of the Department's."""
    said = rule_said(**changes)
    return add_recognition_rule(by=cast.acting(cast.dev), said=said, now=NOW)
