"""An endorsement: what somebody else says of a badge, an achievement or an organization."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject
from longleaf.credential.instants import show_instant
from longleaf.credential.open_badges.members import given, one_or_all, with_contexts
from longleaf.credential.open_badges.parts import Profile, Service


@dataclass(frozen=True, slots=True)
class Endorsement:
    """Everything an EndorsementCredential says.

    Attributes:
        id: The endorsement's own absolute URI.
        issuer: Who endorses; not the issuer of what is endorsed.
        endorsed: The id of the badge, achievement or profile that it is about.
        comment: What is said of it, as Markdown text.
        valid_until: Until when it stands; None if it does not end.
    """

    id: str
    name: str
    issuer: Profile
    endorsed: str
    comment: str
    valid_from: datetime
    valid_until: datetime | None = None
    description: str = ""
    status: Sequence[JsonObject] = ()
    refresh: Service | None = None
    schemas: Sequence[Service] = ()
    terms_of_use: Sequence[Service] = ()

    def document(self) -> JsonObject:
        """The EndorsementCredential, yet to be signed by `issue` or as a token."""
        return with_contexts(
            CREDENTIALS_V2,
            document={
                "id": self.id,
                "type": ["VerifiableCredential", "EndorsementCredential"],
                "name": self.name,
                **given(description=self.description),
                "issuer": self.issuer.document(),
                "validFrom": show_instant(self.valid_from),
                **given(
                    validUntil=show_instant(self.valid_until) if self.valid_until else "",
                    credentialStatus=one_or_all(self.status),
                ),
                "credentialSubject": {
                    "id": self.endorsed,
                    "type": ["EndorsementSubject"],
                    **given(endorsementComment=self.comment),
                },
                **given(
                    credentialSchema=[schema.document() for schema in self.schemas],
                    refreshService=self.refresh.document() if self.refresh else None,
                    termsOfUse=[terms.document() for terms in self.terms_of_use],
                ),
            },
        )
