"""The smaller parts of a badge: pictures, profiles, alignments, results, evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from longleaf.credential.document import JsonObject
from longleaf.credential.open_badges.members import given


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `id` is its address, or the picture itself as a data: address."""

    id: str
    caption: str = ""

    def document(self) -> JsonObject:
        """The standard's Image object."""
        return {"id": self.id, "type": "Image", **given(caption=self.caption)}


@dataclass(frozen=True, slots=True)
class Identifier:
    """Another system's identifier of the same thing; `type` is a word of the standard's list."""

    identifier: str
    type: str = "identifier"

    def document(self) -> JsonObject:
        """The standard's IdentifierEntry object."""
        return {
            "type": "IdentifierEntry",
            "identifier": self.identifier,
            "identifierType": self.type,
        }


@dataclass(frozen=True, slots=True)
class Profile:
    """An issuer, creator or assessor. For an issuer, `id` is the identifier whose key signs.

    Attributes:
        parent: The organization that this one is a part of; None to leave it out.
        endorsement: Signed EndorsementCredentials of this profile.
    """

    id: str
    name: str
    url: str = ""
    email: str = ""
    description: str = ""
    image: Image | None = None
    phone: str = ""
    other_identifier: Sequence[Identifier] = ()
    parent: "Profile | None" = None
    endorsement: Sequence[JsonObject] = ()
    endorsement_jwt: Sequence[str] = ()

    def document(self) -> JsonObject:
        """The standard's Profile object."""
        return {
            "id": self.id,
            "type": ["Profile"],
            "name": self.name,
            **given(
                url=self.url,
                phone=self.phone,
                description=self.description,
                endorsement=list(self.endorsement),
                endorsementJwt=list(self.endorsement_jwt),
                image=self.image.document() if self.image else None,
                email=self.email,
                otherIdentifier=[entry.document() for entry in self.other_identifier],
                parentOrg=self.parent.document() if self.parent else None,
            ),
        }


@dataclass(frozen=True, slots=True)
class Related:
    """An achievement that is much the same: another version, or another language."""

    id: str
    in_language: str = ""
    version: str = ""

    def document(self) -> JsonObject:
        """The standard's Related object."""
        return {
            "id": self.id,
            "type": ["Related"],
            **given(inLanguage=self.in_language, version=self.version),
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
            **given(
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
    alignment: Sequence[Alignment] = ()

    def document(self) -> JsonObject:
        """The standard's RubricCriterionLevel object."""
        return {
            "id": self.id,
            "type": ["RubricCriterionLevel"],
            "name": self.name,
            **given(
                description=self.description,
                level=self.level,
                points=self.points,
                alignment=[target.document() for target in self.alignment],
            ),
        }


@dataclass(frozen=True, slots=True)
class ResultDescription:
    """A kind of result that the achievement may be shown with, such as a criterion's level.

    Attributes:
        levels: Lowest first.
        required_level: The id of the lowest level that is enough.
        allowed_value: Values in order, lowest first, where they are words and not levels.
        value_min: The lowest value there is, where values are numbers; `value_max` the highest.
    """

    id: str
    name: str
    result_type: str
    levels: Sequence[RubricLevel] = ()
    required_level: str = ""
    required_value: str = ""
    allowed_value: Sequence[str] = ()
    value_min: str = ""
    value_max: str = ""
    alignment: Sequence[Alignment] = ()

    def document(self) -> JsonObject:
        """The standard's ResultDescription object."""
        return {
            "id": self.id,
            "type": ["ResultDescription"],
            "name": self.name,
            "resultType": self.result_type,
            **given(
                rubricCriterionLevel=[level.document() for level in self.levels],
                requiredLevel=self.required_level,
                requiredValue=self.required_value,
                allowedValue=list(self.allowed_value),
                valueMin=self.value_min,
                valueMax=self.value_max,
                alignment=[target.document() for target in self.alignment],
            ),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """A result reached; `achieved_level` and `result_description` are ids from the achievement."""

    result_description: str = ""
    achieved_level: str = ""
    value: str = ""
    status: str = ""
    alignment: Sequence[Alignment] = ()

    def document(self) -> JsonObject:
        """The standard's Result object."""
        return {
            "type": ["Result"],
            **given(
                resultDescription=self.result_description,
                achievedLevel=self.achieved_level,
                value=self.value,
                status=self.status,
                alignment=[target.document() for target in self.alignment],
            ),
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
            **given(id=self.id),
            "type": ["Evidence"],
            **given(
                name=self.name,
                narrative=self.narrative,
                description=self.description,
                genre=self.genre,
                audience=self.audience,
            ),
        }


@dataclass(frozen=True, slots=True)
class Service:
    """Something with an address and a kind: a schema, a way to refresh, terms of use."""

    id: str
    type: str

    def document(self) -> JsonObject:
        """The object as Verifiable Credentials write it; an id that is "" is left out."""
        return {**given(id=self.id), "type": self.type}


def refresh_at(address: str) -> Service:
    """Where a newer form of the badge can be had (1EdTech Credential Refresh 1.0)."""
    return Service(address, "1EdTechCredentialRefresh")


def schema_at(address: str) -> Service:
    """A JSON schema that the badge keeps to (1EdTech Credential Schema 1.0)."""
    return Service(address, "1EdTechJsonSchemaValidator2019")
