"""Reads of what is hosted for Open Badges 2.0: all of it is public."""

from dataclasses import dataclass

from longleaf.credential.open_badges_2 import Alignment
from longleaf.domain.badge.hosted import IssuerFacts
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.microcredential.shape import Definition
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.badge import earlier_versions
from longleaf.records.models import badge as badges
from longleaf.records.models import microcredential as rows
from longleaf.records.models import organization as organizations


@dataclass(frozen=True, slots=True)
class AwardedVersion:
    """A version that was published, with what its badge class says."""

    definition: Definition
    issuer: str
    elements: list[Alignment]
    earlier: list[int]


def awarded_version(slug: str, number: int, *, base_url: str) -> AwardedVersion:
    """A version of a micro-credential, as long as it was ever published.

    Raises:
        NoSuchRecordError: If there is none.
    """
    found = (
        rows.Version.objects.filter(microcredential__slug=slug, number=number)
        .exclude(content_hash="")
        .select_related("microcredential__issuer")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    elements = found.elements.select_related("framework")
    return AwardedVersion(
        definition=parse_definition(found.definition),
        issuer=found.microcredential.issuer.slug,
        elements=[
            Alignment(
                element.statement,
                f"{base_url}/frameworks/{element.framework.slug}/{element.code}",
                element.code,
                element.framework.title,
            )
            for element in elements
        ],
        earlier=earlier_versions(found),
    )


def issuer_facts(slug: str, *, or_email: str) -> IssuerFacts:
    """An organization that signed a badge here.

    Args:
        slug: The organization's.
        or_email: The site's own address, for an organization that gives none.

    Raises:
        NoSuchRecordError: If there is none.
    """
    signs = badges.SigningKey.objects.values("organization")
    found = organizations.Organization.objects.filter(slug=slug, pk__in=signs).first()
    if found is None:
        raise NoSuchRecordError
    return IssuerFacts(
        found.slug, found.name, found.website, found.contact_email or or_email, found.description
    )
