"""An educator's whole record: every badge they hold, in one Comprehensive Learner Record 2.0."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, islice

from longleaf.credential.clr import Association, LearnerRecord
from longleaf.credential.document import (
    MAX_VALUES_OF_A_RECORD,
    JsonObject,
    as_list,
    identifier_of,
    members,
)
from longleaf.credential.open_badges import HashedIdentity, Profile
from longleaf.domain.badge.document import Issuer

MOST_VALUES = MAX_VALUES_OF_A_RECORD - 4_000
"""How large the badges in a record may be together; what is beside them has the rest.

A larger record would be refused by careful readers, ours among them.
"""
MOST_ASSOCIATIONS = 200


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """All that a record is made from.

    Attributes:
        identifier: Of this record, an absolute URI; each record made has its own.
        issuer: The organization that puts it together, and whose key signs.
        badges: The present signed badges of awards in force, newest first.
        recipient_email: Hashed with `salt`; never written as it is.
    """

    identifier: str
    issuer: Issuer
    badges: Sequence[JsonObject]
    recipient_email: str
    salt: str
    made_at: datetime
    base_url: str


def compose_record(facts: RecordFacts) -> JsonObject:
    """The ClrCredential, yet to be signed.

    The badges stand in it whole, each with its own issuer's signature, so that whoever is given
    the record can check every one of them without the others. Of very many, the newest are in it,
    and it says that it is partial.

    Raises:
        ValueError: If there is no badge.
    """
    held = list(_newest_that_fit(facts.badges))
    return LearnerRecord(
        id=facts.identifier,
        name="Record of professional learning",
        description="Micro-credentials earned and in force on the day it was made.",
        issuer=Profile(
            id=facts.issuer.identifier,
            name=facts.issuer.name,
            url=facts.issuer.website or f"{facts.base_url}/organizations/{facts.issuer.slug}",
            email=facts.issuer.email,
        ),
        credentials=held,
        valid_from=facts.made_at,
        identity=HashedIdentity.of_email(facts.recipient_email, salt=facts.salt),
        associations=list(
            islice(_associations([_achievement(badge) for badge in held]), MOST_ASSOCIATIONS)
        ),
        is_partial=len(facts.badges) > len(held),
    ).document()


def _newest_that_fit(badges: Sequence[JsonObject]) -> Iterator[JsonObject]:
    room = MOST_VALUES
    for badge in badges:
        room -= _size(badge)
        if room < 0:
            return
        yield badge


def _size(value: object) -> int:
    """How many values and names of members there are, as limits on documents count them."""
    if isinstance(value, dict):
        return 1 + len(value) + sum(_size(inner) for inner in value.values())
    return 1 + sum(_size(inner) for inner in value) if isinstance(value, list) else 1


def _achievement(badge: JsonObject) -> JsonObject:
    return dict(members(members(badge["credentialSubject"]).get("achievement")))


def _associations(achievements: Sequence[JsonObject]) -> Iterator[Association]:
    """How the achievements relate: first by version, then those that serve the same standard."""
    distinct = {str(one["id"]): one for one in achievements}
    pairs = list(combinations(sorted(distinct.items()), 2))
    for (first, one), (second, other) in pairs:
        if second in _related(one):
            yield Association("replacedBy", second, first)
        elif first in _related(other):
            yield Association("replacedBy", first, second)
    for (first, one), (second, other) in pairs:
        is_version = second in _related(one) or first in _related(other)
        if not is_version and _targets(one) & _targets(other):
            yield Association("isRelatedTo", first, second)


def _related(achievement: JsonObject) -> set[str | None]:
    """The earlier versions that an achievement names."""
    return {identifier_of(other) for other in as_list(achievement.get("related"))}


def _targets(achievement: JsonObject) -> set[object]:
    return {
        members(target)["targetUrl"]
        for target in as_list(achievement.get("alignment"))
        if "targetUrl" in members(target)
    }
