"""What was achieved, in the standard's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from longleaf.credential.document import JsonObject
from longleaf.credential.open_badges.members import given, number
from longleaf.credential.open_badges.parts import (
    Alignment,
    Identifier,
    Image,
    Profile,
    Related,
    ResultDescription,
)


@dataclass(frozen=True, slots=True)
class Achievement:
    """What was achieved: for us, one version of a micro-credential.

    Attributes:
        id: Its absolute URI; every version has its own.
        criteria_narrative: What is required to earn it, as Markdown text.
        criteria_id: The address of a page that says it; "" if there is none.
        achievement_type: A word of the standard, or one that begins with "ext:".
        credits_available: Credit it may count for; None if it is not said. Written as a number.
        related: Earlier versions, or the same in another language.
        endorsement: Signed EndorsementCredentials of this achievement.
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
    specialization: str = ""
    related: Sequence[Related] = ()
    other_identifier: Sequence[Identifier] = ()
    endorsement: Sequence[JsonObject] = ()
    endorsement_jwt: Sequence[str] = ()

    def document(self) -> JsonObject:
        """The standard's Achievement object."""
        return {
            "id": self.id,
            "type": ["Achievement"],
            "name": self.name,
            "description": self.description,
            "criteria": given(id=self.criteria_id, narrative=self.criteria_narrative),
            "achievementType": self.achievement_type,
            **given(
                creator=self.creator.document() if self.creator else None,
                image=self.image.document() if self.image else None,
                alignment=[target.document() for target in self.alignment],
                resultDescription=[kind.document() for kind in self.result_description],
                tag=list(self.tag),
                version=self.version,
                inLanguage=self.in_language,
                humanCode=self.human_code,
                fieldOfStudy=self.field_of_study,
                creditsAvailable=number(self.credits_available),
                specialization=self.specialization,
                related=[other.document() for other in self.related],
                otherIdentifier=[entry.document() for entry in self.other_identifier],
                endorsement=list(self.endorsement),
                endorsementJwt=list(self.endorsement_jwt),
            ),
        }
