"""Open Badges 3.0: the parts of a badge, in the standard's words, and the document they make."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from longleaf.credential.contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from longleaf.credential.document import JsonObject
from longleaf.credential.instants import show_instant


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `id` is its address, or the picture itself as a data: address."""

    id: str
    caption: str = ""

    def document(self) -> JsonObject:
        """The standard's Image object."""
        return {"id": self.id, "type": "Image", **_given(caption=self.caption)}


@dataclass(frozen=True, slots=True)
class Profile:
    """An issuer or creator. For an issuer, `id` is the identifier whose key signs."""

    id: str
    name: str
    url: str = ""
    email: str = ""
    description: str = ""
    image: Image | None = None

    def document(self) -> JsonObject:
        """The standard's Profile object."""
        return {
            "id": self.id,
            "type": ["Profile"],
            "name": self.name,
            **_given(url=self.url, email=self.email, description=self.description),
            **_given(image=self.image.document() if self.image else None),
        }


@dataclass(frozen=True, slots=True)
class Alignment:
    """A node of a framework that the achievement is aligned with."""

    target_name: str
    target_url: str
    target_code: str = ""
    target_framework: str = ""
    target_description: str = ""
    target_type: str = ""

    def document(self) -> JsonObject:
        """The standard's Alignment object."""
        return {
            "type": ["Alignment"],
            "targetName": self.target_name,
            "targetUrl": self.target_url,
            **_given(
                targetCode=self.target_code,
                targetFramework=self.target_framework,
                targetDescription=self.target_description,
                targetType=self.target_type,
            ),
        }


@dataclass(frozen=True, slots=True)
class RubricLevel:
    """A level of a rubric criterion; `id` is an absolute URI."""

    id: str
    name: str
    description: str = ""
    level: str = ""
    points: str = ""

    def document(self) -> JsonObject:
        """The standard's RubricCriterionLevel object."""
        return {
            "id": self.id,
            "type": ["RubricCriterionLevel"],
            "name": self.name,
            **_given(description=self.description, level=self.level, points=self.points),
        }


@dataclass(frozen=True, slots=True)
class ResultDescription:
    """A kind of result that the achievement may be shown with, such as a criterion's level."""

    id: str
    name: str
    result_type: str
    levels: Sequence[RubricLevel] = ()
    required_level: str = ""
    required_value: str = ""

    def document(self) -> JsonObject:
        """The standard's ResultDescription object."""
        return {
            "id": self.id,
            "type": ["ResultDescription"],
            "name": self.name,
            "resultType": self.result_type,
            **_given(
                rubricCriterionLevel=[level.document() for level in self.levels],
                requiredLevel=self.required_level,
                requiredValue=self.required_value,
            ),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """A result reached; `achieved_level` and `result_description` are ids from the achievement."""

    result_description: str = ""
    achieved_level: str = ""
    value: str = ""
    status: str = ""

    def document(self) -> JsonObject:
        """The standard's Result object."""
        return {
            "type": ["Result"],
            **_given(
                resultDescription=self.result_description,
                achievedLevel=self.achieved_level,
                value=self.value,
                status=self.status,
            ),
        }


@dataclass(frozen=True, slots=True)
class Achievement:
    """What was achieved: for us, one version of a micro-credential.

    Attributes:
        id: Its absolute URI; every version has its own.
        criteria_narrative: What is required to earn it, as Markdown text.
        criteria_id: The address of a page that says it; "" if there is none.
        achievement_type: A word of the standard, or one that begins with "ext:".
        credits_available: Credit it may count for; None if it is not said. Written as a number.
    """

    id: str
    name: str
    description: str
    criteria_narrative: str
    criteria_id: str = ""
    achievement_type: str = "MicroCredential"
    creator: Profile | None = None
    image: Image | None = None
    alignment: Sequence[Alignment] = ()
    result_description: Sequence[ResultDescription] = ()
    tag: Sequence[str] = ()
    version: str = ""
    in_language: str = ""
    human_code: str = ""
    field_of_study: str = ""
    credits_available: Fraction | None = None

    def document(self) -> JsonObject:
        """The standard's Achievement object."""
        return {
            "id": self.id,
            "type": ["Achievement"],
            "name": self.name,
            "description": self.description,
            "criteria": _given(id=self.criteria_id, narrative=self.criteria_narrative),
            "achievementType": self.achievement_type,
            **_given(
                creator=self.creator.document() if self.creator else None,
                image=self.image.document() if self.image else None,
                alignment=[target.document() for target in self.alignment],
                resultDescription=[kind.document() for kind in self.result_description],
                tag=list(self.tag),
                version=self.version,
                inLanguage=self.in_language,
                humanCode=self.human_code,
                fieldOfStudy=self.field_of_study,
                creditsAvailable=_number(self.credits_available),
            ),
        }


@dataclass(frozen=True, slots=True)
class HashedIdentity:
    """Who earned it, so that only someone who knows the identity can recognize it."""

    identity_hash: str
    salt: str
    identity_type: str = "emailAddress"

    @classmethod
    def of_email(cls, address: str, *, salt: str) -> "HashedIdentity":
        """Hash an e-mail address, in lower case, with a salt (Open Badges 3.0, IdentityHash).

        Args:
            address: The address.
            salt: Random text, another for each badge; without it an address could be guessed.

        Raises:
            ValueError: If the salt is empty.
        """
        if not salt:
            message = "An identity is hashed with a salt, or it could be guessed."
            raise ValueError(message)
        return cls(identity_hash=_hash(_normal(address), salt), salt=salt)

    def document(self) -> JsonObject:
        """The standard's IdentityObject."""
        return {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": self.identity_hash,
            "identityType": self.identity_type,
            "salt": self.salt,
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """Work that supports the award, named only if its author chose to show it."""

    id: str = ""
    name: str = ""
    narrative: str = ""
    description: str = ""
    genre: str = ""
    audience: str = ""

    def document(self) -> JsonObject:
        """The standard's Evidence object."""
        return {
            **_given(id=self.id),
            "type": ["Evidence"],
            **_given(
                name=self.name,
                narrative=self.narrative,
                description=self.description,
                genre=self.genre,
                audience=self.audience,
            ),
        }


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
        status: Entries from `status_list.status_entry`, one for each list it stands in.
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

    def document(self) -> JsonObject:
        """The OpenBadgeCredential, yet to be signed by `issue`.

        Raises:
            ValueError: If it does not say who earned it.
        """
        return {
            "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
            "id": self.id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": self.name,
            **_given(
                description=self.description,
                image=self.image.document() if self.image else None,
            ),
            "issuer": self.issuer.document(),
            "validFrom": show_instant(self.valid_from),
            **_given(
                validUntil=show_instant(self.valid_until) if self.valid_until else "",
                awardedDate=show_instant(self.awarded) if self.awarded else "",
                credentialStatus=list(self.status) if len(self.status) > 1 else None,
            ),
            **({"credentialStatus": self.status[0]} if len(self.status) == 1 else {}),
            "credentialSubject": self._subject(),
            **_given(evidence=[item.document() for item in self.evidence]),
        }

    def _subject(self) -> JsonObject:
        if not self.recipient_id and self.identity is None:
            message = "A badge must say who earned it, by an id or a hashed identity."
            raise ValueError(message)
        return {
            **_given(id=self.recipient_id),
            "type": ["AchievementSubject"],
            **_given(identifier=[self.identity.document()] if self.identity else None),
            "achievement": self.achievement.document(),
            **_given(
                narrative=self.narrative,
                result=[item.document() for item in self.result],
                creditsEarned=_number(self.credits_earned),
            ),
        }


def is_awarded_to(document: JsonObject, *, email: str) -> bool:
    """Whether one of the badge's hashed identities is this e-mail address.

    Reads the document only; that it is genuine is for `verify` to say.
    """
    subject = document.get("credentialSubject")
    identities = subject.get("identifier") if isinstance(subject, dict) else None
    return any(
        isinstance(identity, dict)
        and identity.get("identityType") == "emailAddress"
        and _is_hash_of(identity, email)
        for identity in (identities if isinstance(identities, list) else [])
    )


def _is_hash_of(identity: JsonObject, email: str) -> bool:
    claimed, salt = identity.get("identityHash"), identity.get("salt", "")
    if not isinstance(claimed, str) or not isinstance(salt, str):
        return False
    if identity.get("hashed") is not True:
        return claimed.casefold() == email.casefold()
    return claimed.lower() in {_hash(email, salt), _hash(_normal(email), salt)}


def _normal(address: str) -> str:
    return address.strip().lower()


def _hash(identity: str, salt: str) -> str:
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()


def _given(**members: object) -> JsonObject:
    """The members that are there: empty text, empty lists and None are left out."""
    return {name: value for name, value in members.items() if value not in ("", None, [])}


def _number(amount: Fraction | None) -> int | float | None:
    """JSON has only doubles; whole numbers are written as such."""
    if amount is None:
        return None
    return int(amount) if amount.denominator == 1 else float(amount)
