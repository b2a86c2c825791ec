"""Building Open Badges 2.0: an issuer's profile, a badge class, and a hosted assertion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from longleaf.credential.contexts import OPEN_BADGES_V2
from longleaf.credential.document import JsonObject
from longleaf.credential.instants import show_instant
from longleaf.credential.open_badges.identity import HashedIdentity
from longleaf.credential.open_badges.members import given


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer's profile.

    Attributes:
        id: The https address where the profile is published.
        email: Required of issuers (Open Badges 2.0, Profile).
        starts_with: Beginnings of addresses below which the issuer's assertions are published;
            empty if they are all at the profile's own host.
    """

    id: str
    name: str
    url: str
    email: str
    description: str = ""
    image: str = ""
    starts_with: Sequence[str] = ()

    def document(self) -> JsonObject:
        """The profile."""
        return {
            "@context": OPEN_BADGES_V2,
            "id": self.id,
            "type": "Issuer",
            "name": self.name,
            "url": self.url,
            "email": self.email,
            **given(
                description=self.description,
                image=self.image,
                verification=(
                    {"type": "VerificationObject", "startsWith": list(self.starts_with)}
                    if self.starts_with
                    else None
                ),
            ),
        }


@dataclass(frozen=True, slots=True)
class Alignment:
    """An element of a framework that the badge is aligned with."""

    name: str
    url: str
    code: str = ""
    framework: str = ""

    def document(self) -> JsonObject:
        """The standard's AlignmentObject."""
        return {
            "targetName": self.name,
            "targetUrl": self.url,
            **given(targetCode=self.code, targetFramework=self.framework),
        }


@dataclass(frozen=True, slots=True)
class BadgeClass:
    """What is awarded: for us, one version of a micro-credential as one organization awards it.

    Attributes:
        id: The https address where it is published.
        image: The address of its picture, PNG or SVG, without a badge in it.
        issuer: The address of the issuer's profile.
    """

    id: str
    name: str
    description: str
    image: str
    criteria_narrative: str
    issuer: str
    criteria_id: str = ""
    alignment: Sequence[Alignment] = ()
    tags: Sequence[str] = ()
    related: Sequence[str] = ()

    def document(self) -> JsonObject:
        """The badge class."""
        return {
            "@context": OPEN_BADGES_V2,
            "id": self.id,
            "type": "BadgeClass",
            "name": self.name,
            "description": self.description,
            "image": self.image,
            "criteria": given(id=self.criteria_id, narrative=self.criteria_narrative),
            "issuer": self.issuer,
            **given(
                alignment=[target.document() for target in self.alignment],
                tags=list(self.tags),
                related=[{"id": other} for other in self.related],
            ),
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """Work that supports the award, named only if its author chose to show it."""

    name: str
    genre: str = ""
    description: str = ""

    def document(self) -> JsonObject:
        """The standard's Evidence object."""
        return {
            "type": "Evidence",
            "name": self.name,
            **given(genre=self.genre, description=self.description),
        }


@dataclass(frozen=True, slots=True)
class Assertion:
    """That somebody earned the badge.

    Attributes:
        id: The https address where it is published; that it is there is what proves it.
        badge: The address of the badge class.
        image: The address of the picture with this badge in it.
    """

    id: str
    badge: str
    recipient: HashedIdentity
    issued_on: datetime
    expires: datetime | None = None
    image: str = ""
    narrative: str = ""
    evidence: Sequence[Evidence] = ()

    def document(self) -> JsonObject:
        """The hosted assertion."""
        return {
            "@context": OPEN_BADGES_V2,
            "id": self.id,
            "type": "Assertion",
            "recipient": {
                "type": "email",
                "hashed": True,
                "salt": self.recipient.salt,
                "identity": self.recipient.identity_hash,
            },
            "badge": self.badge,
            "verification": {"type": "HostedBadge"},
            "issuedOn": show_instant(self.issued_on),
            **given(
                expires=show_instant(self.expires) if self.expires else "",
                image=self.image,
                narrative=self.narrative,
                evidence=[item.document() for item in self.evidence],
            ),
        }


def revoked_assertion(identifier: str, *, reason: str = "") -> JsonObject:
    """What stands at the address of an assertion that was revoked: that, and no more."""
    return {
        "@context": OPEN_BADGES_V2,
        "id": identifier,
        "type": "Assertion",
        "revoked": True,
        **given(revocationReason=reason),
    }
