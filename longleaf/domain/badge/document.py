"""What a badge says of an award, in the words of Open Badges 3.0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from longleaf.credential.document import JsonObject, members
from longleaf.credential.instants import show_instant
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


class Composing:
    """Composes many badges of one version and source: what they all say is composed once.

    Gives what `compose` gives; a test compares the two. They share parts: none may be changed.
    """

    def __init__(self) -> None:
        """Begin with nothing composed."""
        self._composed: dict[tuple[object, ...], tuple[JsonObject, Mapping[str, object]]] = {}

    def compose(self, facts: BadgeFacts) -> JsonObject:
        """The OpenBadgeCredential, yet to be signed; see `compose`."""
        key: tuple[object, ...] = (
            facts.issuer,
            facts.issued_at,
            facts.expires_at is None,
            bool(facts.narrative),
            tuple(facts.levels.items()),
            _forms(facts),
        )
        found = self._composed.get(key)
        if found is None:
            document = compose(facts)
            self._composed[key] = document, members(document["credentialSubject"])
            return document
        return _alike(*found, facts)


def _forms(facts: BadgeFacts) -> tuple[object, ...]:
    return tuple(
        (bool(item.title), bool(item.kind), bool(item.description), bool(item.address))
        for item in facts.shown
    )


def _alike(document: JsonObject, subject: Mapping[str, object], facts: BadgeFacts) -> JsonObject:
    """A badge that says the same as another, but for what is each award's own."""
    own: JsonObject = {
        **subject,
        "identifier": [HashedIdentity.of_email(facts.recipient_email, salt=facts.salt).document()],
    }
    if facts.narrative:
        own["narrative"] = facts.narrative
    address = address_of(facts.award, base_url=facts.base_url)
    made: JsonObject = {
        **document,
        "id": address,
        "awardedDate": show_instant(facts.granted_at),
        "credentialSubject": own,
        "credentialStatus": _status(facts.status),
        "refreshService": refresh_at(
            document_address_of(facts.award, base_url=facts.base_url)
        ).document(),
    }
    if facts.expires_at is not None:
        made["validUntil"] = show_instant(facts.expires_at)
    if facts.shown:
        made["evidence"] = [_evidence(item).document() for item in facts.shown]
    return made


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
        evidence=[_evidence(item) for item in facts.shown],
        narrative=facts.narrative,
        result=results_of(facts.levels, facts.definition.rubric, page=version_page(facts)),
        source=_profile(facts.source, facts.base_url) if facts.source else None,
        refresh=refresh_at(document_address_of(facts.award, base_url=facts.base_url)),
        schemas=[schema_at(SCHEMA)],
        status=[_status(facts.status)],
    ).document()


def _evidence(item: ShownArtifact) -> Evidence:
    return Evidence(id=item.address, name=item.title, genre=item.kind, description=item.description)


def _status(place: StatusPlace) -> JsonObject:
    return status_entry(address=place.address, index=place.index, purpose=place.purpose)


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
        # A place on the page: under the page's own name, both would be one thing in RDF.
        criteria_id=f"{page}#rubric",
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
