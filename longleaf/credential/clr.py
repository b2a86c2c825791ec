"""Comprehensive Learner Record 2.0: credentials of one person, whole and signed, in one record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from longleaf.credential.contexts import CLR_V2, CREDENTIALS_V2
from longleaf.credential.document import JsonObject
from longleaf.credential.instants import show_instant
from longleaf.credential.open_badges.achievement import Achievement
from longleaf.credential.open_badges.identity import HashedIdentity
from longleaf.credential.open_badges.members import given, one_or_all, with_contexts
from longleaf.credential.open_badges.parts import Image, Profile, Service


@dataclass(frozen=True, slots=True)
class Association:
    """How one achievement relates to another: "the source is child of the target".

    Attributes:
        kind: exactMatchOf, isChildOf, isParentOf, isPartOf, isPeerOf, isRelatedTo, precedes or
            replacedBy.
        source: The id of an achievement in the record.
        target: The id of another.
    """

    kind: str
    source: str
    target: str

    def document(self) -> JsonObject:
        """The standard's Association object."""
        return {
            "type": "Association",
            "associationType": self.kind,
            "sourceId": self.source,
            "targetId": self.target,
        }


@dataclass(frozen=True, slots=True)
class LearnerRecord:
    """Everything a ClrCredential says.

    Attributes:
        id: The record's absolute URI.
        issuer: Who puts the record together; each credential in it has its own issuer.
        credentials: Signed credentials, whole, so that each can be verified on its own.
        identity: The learner's hashed identity; it or `learner_id` is needed.
        achievements: Achievements that associations name, and no credential in the record has.
        is_partial: Whether more is known of the learner than is in it.
        status: Entries from `status_list.status_entry`.
    """

    id: str
    name: str
    issuer: Profile
    credentials: Sequence[JsonObject]
    valid_from: datetime
    learner_id: str = ""
    identity: HashedIdentity | None = None
    valid_until: datetime | None = None
    description: str = ""
    image: Image | None = None
    achievements: Sequence[Achievement] = ()
    associations: Sequence[Association] = ()
    is_partial: bool = False
    status: Sequence[JsonObject] = ()
    refresh: Service | None = None
    terms_of_use: Sequence[Service] = ()
    endorsement: Sequence[JsonObject] = ()
    endorsement_jwt: Sequence[str] = ()

    def document(self) -> JsonObject:
        """The ClrCredential, yet to be signed by `issue`.

        Raises:
            ValueError: If it does not say whose it is, or holds nothing.
        """
        if not self.credentials:
            message = "A learner record holds at least one credential."
            raise ValueError(message)
        if not self.learner_id and self.identity is None:
            message = "A learner record must say whose it is, by an id or a hashed identity."
            raise ValueError(message)
        return with_contexts(
            CREDENTIALS_V2,
            CLR_V2,
            document={
                "id": self.id,
                "type": ["VerifiableCredential", "ClrCredential"],
                "name": self.name,
                **given(
                    description=self.description,
                    image=self.image.document() if self.image else None,
                ),
                "partial": self.is_partial,
                "issuer": self.issuer.document(),
                "validFrom": show_instant(self.valid_from),
                **given(
                    validUntil=show_instant(self.valid_until) if self.valid_until else "",
                    credentialStatus=one_or_all(self.status),
                ),
                "credentialSubject": self._subject(),
                **given(
                    endorsement=list(self.endorsement),
                    endorsementJwt=list(self.endorsement_jwt),
                    refreshService=self.refresh.document() if self.refresh else None,
                    termsOfUse=[terms.document() for terms in self.terms_of_use],
                ),
            },
        )

    def _subject(self) -> JsonObject:
        return {
            **given(
                id=self.learner_id,
                identifier=[self.identity.document()] if self.identity else None,
            ),
            "type": ["ClrSubject"],
            **given(achievement=[item.document() for item in self.achievements]),
            "verifiableCredential": list(self.credentials),
            **given(association=[link.document() for link in self.associations]),
        }
