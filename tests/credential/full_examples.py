"""A fictional badge and a learner record with every member that the standards name."""

from datetime import timedelta
from fractions import Fraction

from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.open_badges import (
    Achievement,
    Alignment,
    Badge,
    Endorsement,
    Evidence,
    HashedIdentity,
    Identifier,
    Image,
    Profile,
    Related,
    Result,
    ResultDescription,
    RubricLevel,
    Service,
    refresh_at,
    schema_at,
)
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.status_list import status_entry
from tests.credential.examples import INDEX, NOW, REVOCATIONS, SIGNER, SITE, STRANGER

TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJkaWQ6ZXhhbXBsZToxIn0.c2lnbmF0dXJl"
LINE = Alignment("A standard", f"{SITE}/frameworks/1", "1.a", "Standards", "What it says", "CFItem")


def endorsement(
    endorsed: str = f"{SITE}/microcredentials/1/versions/2",
    *,
    signer: Ed25519Signer = STRANGER,
    valid_days: int = 700,
    **members: object,
) -> JsonObject:
    """Another organization's signed word for an achievement, badge or issuer."""
    document = Endorsement(
        id=f"{SITE}/endorsements/1",
        name="Endorsement of a micro-credential",
        issuer=Profile(signer.controller, "Association of Educators (fictional)"),
        endorsed=endorsed,
        comment="The rubric asks for what the profession asks for.",
        valid_from=NOW - timedelta(days=365),
        valid_until=NOW - timedelta(days=365) + timedelta(days=valid_days),
        **members,  # type: ignore[arg-type]  # the tests name real members
    ).document()
    return issue(document, signer=signer, now=NOW - timedelta(days=365))


def full_profile(identifier: str) -> JsonObject:
    """A profile with every member of the standard, also those that the product never says."""
    words = (
        "official", "familyName", "givenName", "additionalName", "patronymicName",
        "honorificPrefix", "honorificSuffix", "familyNamePrefix",
    )  # fmt: skip
    places = (
        "addressCountry", "addressCountryCode", "addressRegion", "addressLocality",
        "streetAddress", "postOfficeBoxNumber", "postalCode",
    )  # fmt: skip
    return {
        **Profile(
            identifier,
            "Northfield Schools (fictional)",
            url=f"{SITE}/",
            email="pd@northfield.example",
            description="A school district that does not exist.",
            image=Image(f"{SITE}/logo.png", "A pine"),
            phone="+1 555 0100",
            other_identifier=[Identifier("NF-1", "systemId")],
            parent=Profile("did:example:state", "A state (fictional)"),
        ).document(),
        **dict.fromkeys(words, "x"),
        "dateOfBirth": "1999-12-31",
        "address": {
            "type": ["Address"],
            **dict.fromkeys(places, "x"),
            "geo": {"type": "GeoCoordinates", "latitude": 35.5, "longitude": -79},
        },
    }


def full_achievement(*, tokens: bool = False) -> Achievement:
    """An achievement with every member of the standard."""
    level = RubricLevel(
        f"{SITE}/levels/3", "Proficient", "Does it.", level="3", points="3", alignment=[LINE]
    )
    return Achievement(
        id=f"{SITE}/microcredentials/1/versions/2",
        name="Questions that make thinking visible",
        description="Plans and asks questions that show how learners think.",
        criteria_narrative="Reach *Proficient* on every criterion.",
        criteria_id=f"{SITE}/microcredentials/1/versions/2/criteria",
        creator=Profile(f"{SITE}/partners/1", "Partner (fictional)"),
        image=Image(f"{SITE}/images/1.png", "A badge"),
        alignment=[LINE],
        result_description=[
            ResultDescription(
                f"{SITE}/results/1",
                "Clarity",
                "RubricCriterionLevel",
                [level],
                required_level=f"{SITE}/levels/3",
                required_value="3",
                allowed_value=["1", "2", "3"],
                value_min="1",
                value_max="3",
                alignment=[LINE],
            )
        ],
        tag=["questioning"],
        version="2",
        in_language="en-US",
        human_code="Q-1",
        field_of_study="Education",
        specialization="Questioning",
        credits_available=Fraction(2),
        related=[Related(f"{SITE}/microcredentials/1/versions/1", "en-US", "1")],
        other_identifier=[Identifier("Q-1", "ext:catalog")],
        endorsement=[endorsement()],
        endorsement_jwt=[TOKEN] if tokens else (),
    )


def full_badge(*, tokens: bool = False) -> JsonObject:
    """A badge with every member of the standard, not yet signed."""
    document = Badge(
        id=f"{SITE}/awards/1",
        name="Questions that make thinking visible",
        description="Earned at the fictional Northfield Schools.",
        issuer=Profile(SIGNER.controller, "replaced below"),
        achievement=full_achievement(tokens=tokens),
        recipient_id="did:example:amina",
        identity=HashedIdentity.of_email("amina@northfield.example", salt="a-salt"),
        valid_from=NOW - timedelta(days=1),
        valid_until=NOW + timedelta(days=365),
        awarded=NOW - timedelta(days=2),
        image=Image("data:image/png;base64,iVBORw0KGgo=", "A badge"),
        narrative="Two reviewers agreed.",
        result=[
            Result(
                f"{SITE}/results/1", f"{SITE}/levels/3", "Proficient", "Completed", alignment=[LINE]
            )
        ],
        evidence=[
            Evidence(f"{SITE}/evidence/1", "A lesson", "Why.", "What.", "Lesson plan", "Reviewers")
        ],
        credits_earned=Fraction(3, 2),
        status=[status_entry(address=REVOCATIONS, index=INDEX, purpose="revocation")],
        source=Profile(f"{SITE}/assessors/1", "Assessors (fictional)"),
        activity_began=NOW - timedelta(days=90),
        activity_ended=NOW - timedelta(days=9),
        license_number="L-1",
        role="Teacher",
        term="Fall",
        refresh=refresh_at(f"{SITE}/awards/1"),
        schemas=[schema_at(f"{SITE}/schema.json")],
        terms_of_use=[Service(f"{SITE}/terms", "https://vocabulary.example/Terms")],
        endorsement=[endorsement(f"{SITE}/awards/1")],
        endorsement_jwt=[TOKEN] if tokens else (),
    ).document()
    document["issuer"] = full_profile(SIGNER.controller)
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    subject["image"] = Image(f"{SITE}/mine.png").document()
    return document


def full_signed(*, tokens: bool = False) -> JsonObject:
    """The same, signed."""
    return issue(full_badge(tokens=tokens), signer=SIGNER, now=NOW)
