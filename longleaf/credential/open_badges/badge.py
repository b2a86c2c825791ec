"""A whole badge, and the services it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject
from longleaf.credential.instants import show_instant
from longleaf.credential.open_badges.achievement import Achievement
from longleaf.credential.open_badges.identity import HashedIdentity
from longleaf.credential.open_badges.members import given, number, one_or_all, with_contexts
from longleaf.credential.open_badges.parts import Evidence, Image, Profile, Result, Service


@dataclass(frozen=True, slots=True)
class Badge:
    """Everything an OpenBadgeCredential says.

    Attributes:
        id: The credential's absolute URI, such as its own public address or a urn:uuid.
        recipient_id: The recipient's identifier (a DID or other URI); "" if there is none.
        identity: The recipient's hashed identity; None if there is none. One of the two is needed.
        valid_from: From when it holds.
        valid_until: Until when; None if it does not expire.
        awarded: When mastery was decided, if that is another moment; None to leave it out.
        evidence: Empty unless the recipient chose to show it.
        status: Entries from `status_list.status_entry`; the published schema allows one.
        source: Who assessed it, on the issuer's behalf; None if the issuer did.
        activity_began: When the work that earned it began; `activity_ended` when it ended.
        refresh: Where a newer form of it can be had.
        schemas: JSON schemas that it keeps to.
        endorsement: Signed EndorsementCredentials of this badge as a whole.
    """

    id: str
    name: str
    issuer: Profile
    achievement: Achievement
    valid_from: datetime
    recipient_id: str = ""
    identity: HashedIdentity | None = None
    valid_until: datetime | None = None
    awarded: datetime | None = None
    description: str = ""
    image: Image | None = None
    narrative: str = ""
    result: Sequence[Result] = ()
    evidence: Sequence[Evidence] = ()
    credits_earned: Fraction | None = None
    status: Sequence[JsonObject] = ()
    more_identities: Sequence[HashedIdentity] = ()
    source: Profile | None = None
    activity_began: datetime | None = None
    activity_ended: datetime | None = None
    license_number: str = ""
    role: str = ""
    term: str = ""
    refresh: Service | None = None
    schemas: Sequence[Service] = ()
    terms_of_use: Sequence[Service] = ()
    endorsement: Sequence[JsonObject] = ()
    endorsement_jwt: Sequence[str] = ()

    def document(self) -> JsonObject:
        """The OpenBadgeCredential, yet to be signed by `issue`.

        Raises:
            ValueError: If it does not say who earned it.
        """
        return with_contexts(
            CREDENTIALS_V2,
            document={
                "id": self.id,
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
                "name": self.name,
                **given(
                    description=self.description,
                    image=self.image.document() if self.image else None,
                ),
                "issuer": self.issuer.document(),
                "validFrom": show_instant(self.valid_from),
                **given(
                    validUntil=show_instant(self.valid_until) if self.valid_until else "",
                    awardedDate=show_instant(self.awarded) if self.awarded else "",
                    credentialStatus=one_or_all(self.status),
                ),
                "credentialSubject": self._subject(),
                **given(
                    evidence=[item.document() for item in self.evidence],
                    endorsement=list(self.endorsement),
                    endorsementJwt=list(self.endorsement_jwt),
                    credentialSchema=[schema.document() for schema in self.schemas],
                    refreshService=self.refresh.document() if self.refresh else None,
                    termsOfUse=[terms.document() for terms in self.terms_of_use],
                ),
            },
        )

    def _subject(self) -> JsonObject:
        if not self.recipient_id and not self._identities():
            message = "A badge must say who earned it, by an id or a hashed identity."
            raise ValueError(message)
        return {
            **given(id=self.recipient_id),
            "type": ["AchievementSubject"],
            **given(identifier=[identity.document() for identity in self._identities()]),
            "achievement": self.achievement.document(),
            **given(
                narrative=self.narrative,
                result=[item.document() for item in self.result],
                creditsEarned=number(self.credits_earned),
                activityStartDate=show_instant(self.activity_began) if self.activity_began else "",
                activityEndDate=show_instant(self.activity_ended) if self.activity_ended else "",
                licenseNumber=self.license_number,
                role=self.role,
                source=self.source.document() if self.source else None,
                term=self.term,
            ),
        }

    def _identities(self) -> list[HashedIdentity]:
        first = [self.identity] if self.identity else []
        return [*first, *self.more_identities]
