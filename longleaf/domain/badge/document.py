"""What a badge says of an award, in the words of Open Badges 3.0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from longleaf.credential.document import JsonObject
from longleaf.credential.open_badges import (
    Achievement,
    Alignment,
    Badge,
    Evidence,
    HashedIdentity,
    Image,
    Profile,
    Related,
    refresh_at,
    schema_at,
)
from longleaf.credential.status_list import status_entry
from longleaf.domain.badge.results import descriptions_of, results_of
from longleaf.domain.microcredential.shape import Definition

LANGUAGE = "en-US"
"""Definitions are written in one language."""

SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
"""The published JSON schema that every badge of ours keeps to."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """The organization that answers for the award; `identifier` is whose key signs."""

    identifier: str
    name: str
    slug: str
    website: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class AlignedElement:
    """An element of a framework, with its page's path."""

    framework: str
    code: str
    statement: str
    path: str


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """A place on a status list, by the list's address."""

    purpose: str
    address: str
    index: int


@dataclass(frozen=True, slots=True)
class ShownArtifact:
    """An artifact the educator chose to show, by what it is; the thing itself stays private."""

    title: str
    kind: str
    description: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class BadgeFacts:
    """All that a badge is made from.

    Attributes:
        base_url: The site's address, without a slash at the end.
        award: The award's identifier.
        recipient_email: Hashed with `salt`; never written as it is.
        version_number: Of the definition the award is tied to.
        status: Its one place; the published Open Badges schema allows no second.
        earlier_versions: Numbers of the same micro-credential's versions published before.
        source: Who assessed it on the issuer's behalf; None where the issuer's reviewers did.
        narrative: What connects the evidence, in Markdown, if whoever assessed it wrote one.
        levels: The level reached by criterion; empty unless the educator chose to show it.
    """

    base_url: str
    award: str
    issuer: Issuer
    slug: str
    version_number: int
    definition: Definition
    elements: Sequence[AlignedElement]
    recipient_email: str
    salt: str
    granted_at: datetime
    issued_at: datetime
    status: StatusPlace
    expires_at: datetime | None = None
    shown: Sequence[ShownArtifact] = ()
    earlier_versions: Sequence[int] = ()
    source: Issuer | None = None
    narrative: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)


def address_of(award: str, *, base_url: str) -> str:
    """The badge's own address, which is also its identifier."""
    return f"{base_url}/badges/{award}"


def document_address_of(award: str, *, base_url: str) -> str:
    """Where the signed document itself is had, whatever a client says it accepts."""
    return f"{address_of(award, base_url=base_url)}.json"


def compose(facts: BadgeFacts) -> JsonObject:
    """The OpenBadgeCredential, yet to be signed.

    It names nobody: the recipient is a salted hash of their e-mail address, so that whoever holds
    the address can confirm it and nobody else learns it (Open Badges 3.0, section B.6).
    """
    return Badge(
        id=address_of(facts.award, base_url=facts.base_url),
        name=facts.definition.title,
        issuer=_profile(facts.issuer, facts.base_url),
        achievement=_achievement(facts),
        valid_from=facts.issued_at,
        valid_until=facts.expires_at,
        awarded=facts.granted_at,
        identity=HashedIdentity.of_email(facts.recipient_email, salt=facts.salt),
        evidence=[
            Evidence(
                id=item.address,
                name=item.title,
                genre=item.kind,
                description=item.description,
            )
            for item in facts.shown
        ],
        narrative=facts.narrative,
        result=results_of(facts.levels, facts.definition.rubric, page=version_page(facts)),
        source=_profile(facts.source, facts.base_url) if facts.source else None,
        refresh=refresh_at(document_address_of(facts.award, base_url=facts.base_url)),
        schemas=[schema_at(SCHEMA)],
        status=[
            status_entry(
                address=facts.status.address,
                index=facts.status.index,
                purpose=facts.status.purpose,
            )
        ],
    ).document()


def _profile(issuer: Issuer, base_url: str) -> Profile:
    return Profile(
        id=issuer.identifier,
        name=issuer.name,
        url=issuer.website or f"{base_url}/organizations/{issuer.slug}",
        email=issuer.email,
    )


def version_page(facts: BadgeFacts, number: int | None = None) -> str:
    """The address of a version of the micro-credential, which is also its identifier."""
    number = number or facts.version_number
    return f"{facts.base_url}/microcredentials/{facts.slug}/versions/{number}"


def _achievement(facts: BadgeFacts) -> Achievement:
    page = version_page(facts)
    definition = facts.definition
    return Achievement(
        id=page,
        name=definition.title,
        description=definition.summary,
        criteria_narrative=criteria_in_words(definition),
        criteria_id=page,
        achievement_type="MicroCredential",
        image=Image(id=f"{page}/image.png", caption=f"Badge: {definition.title}"),
        alignment=[
            Alignment(
                target_name=element.statement,
                target_url=f"{facts.base_url}{element.path}",
                target_code=element.code,
                target_framework=element.framework,
            )
            for element in facts.elements
        ],
        tag=list(definition.tags),
        version=str(facts.version_number),
        in_language=LANGUAGE,
        related=[
            Related(version_page(facts, number), LANGUAGE, str(number))
            for number in facts.earlier_versions
        ],
        # The levels there are belong to the results: without one to show, they would be ballast.
        result_description=descriptions_of(definition.rubric, page=page) if facts.levels else (),
    )


def criteria_in_words(definition: Definition) -> str:
    """What was asked for, in Markdown: the competency and every criterion at its passing level."""
    passing = definition.rubric.passing_level
    lines = [definition.competency, ""]
    lines += [
        f"- **{criterion.title}**: {criterion.descriptions[passing]}"
        for criterion in definition.rubric.criteria
    ]
    return "\n".join(lines)
