"""An award's badge as Open Badges 2.0 hosts it, for readers that know no newer standard.

Three documents that point to one another: the assertion, the badge class (a version of a
micro-credential as its issuer awards it) and the issuer's profile. Nothing is signed: that they
stand at the site's own addresses is what proves them.
"""

from dataclasses import dataclass

from longleaf.credential.document import JsonObject, as_list, members
from longleaf.credential.instants import parse_instant
from longleaf.credential.open_badges import HashedIdentity
from longleaf.credential.open_badges_2 import (
    Alignment,
    Assertion,
    BadgeClass,
    Evidence,
    Issuer,
    revoked_assertion,
)
from longleaf.domain.badge.document import criteria_in_words
from longleaf.domain.microcredential.shape import Definition

_NAME = "open-badges-2"
SUSPENDED = "Suspended for now."


@dataclass(frozen=True, slots=True)
class IssuerFacts:
    """What an issuer's profile says; `email` is required by the standard."""

    slug: str
    name: str
    website: str
    email: str
    description: str


def assertion_address(award: str, *, base_url: str) -> str:
    """Where an award's assertion stands, which is also its identifier."""
    return f"{base_url}/badges/{award}/{_NAME}"


def badge_class_address(slug: str, number: int, *, base_url: str) -> str:
    """Where a version's badge class stands."""
    return f"{base_url}/microcredentials/{slug}/versions/{number}/{_NAME}"


def issuer_address(slug: str, *, base_url: str) -> str:
    """Where an issuer's profile stands."""
    return f"{base_url}/issuers/{slug}/{_NAME}"


def assertion_of(
    badge: JsonObject, *, award: str, slug: str, number: int, base_url: str
) -> JsonObject:
    """The hosted assertion that says what a signed badge of Open Badges 3.0 says.

    The recipient's hash and salt are the same in both, and so is what the educator chose to show.

    Args:
        badge: The award's present badge, as it was signed here.
        award: The award's identifier.
        slug: The micro-credential's.
        number: Its version's.
        base_url: The site's address.
    """
    subject = members(badge["credentialSubject"])
    identity = members(as_list(subject["identifier"])[0])
    until = badge.get("validUntil")
    address = assertion_address(award, base_url=base_url)
    return Assertion(
        id=address,
        badge=badge_class_address(slug, number, base_url=base_url),
        recipient=HashedIdentity(str(identity["identityHash"]), str(identity["salt"])),
        issued_on=parse_instant(badge["awardedDate"]),
        expires=parse_instant(until) if until is not None else None,
        image=f"{address}.png",
        evidence=[
            Evidence(
                name=str(members(item).get("name", "")), genre=str(members(item).get("genre", ""))
            )
            for item in as_list(badge.get("evidence"))
        ],
    ).document()


def withdrawn_assertion(award: str, *, state: str, reason: str, base_url: str) -> JsonObject:
    """What stands at the address while an award does not hold.

    Open Badges 2.0 knows no suspension. A hosted assertion is read anew each time, so it is
    revoked as long as the suspension lasts.
    """
    said = reason or (SUSPENDED if state == "suspended" else "")
    return revoked_assertion(assertion_address(award, base_url=base_url), reason=said)


def badge_class_of(
    definition: Definition,
    *,
    slug: str,
    number: int,
    issuer: str,
    elements: list[Alignment],
    earlier: list[int],
    base_url: str,
) -> JsonObject:
    """A version of a micro-credential as a badge class; `issuer` is the organization's slug."""
    page = f"{base_url}/microcredentials/{slug}/versions/{number}"
    return BadgeClass(
        id=badge_class_address(slug, number, base_url=base_url),
        name=definition.title,
        description=definition.summary,
        image=f"{page}/image.png",
        criteria_narrative=criteria_in_words(definition),
        issuer=issuer_address(issuer, base_url=base_url),
        criteria_id=page,
        alignment=elements,
        tags=definition.tags,
        related=[badge_class_address(slug, one, base_url=base_url) for one in earlier],
    ).document()


def issuer_of(facts: IssuerFacts, *, base_url: str) -> JsonObject:
    """An organization's profile; its assertions stand among the site's badges and nowhere else."""
    return Issuer(
        id=issuer_address(facts.slug, base_url=base_url),
        name=facts.name,
        url=facts.website or f"{base_url}/organizations/{facts.slug}",
        email=facts.email,
        description=facts.description,
        starts_with=[f"{base_url}/badges/"],
    ).document()
