"""Badges as varied as those of several issuers: shapes, texts, people; made up from a seed."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from random import Random

from longleaf.credential.document import JsonObject
from longleaf.credential.open_badges import (
    Achievement,
    Alignment,
    Badge,
    Evidence,
    HashedIdentity,
    Profile,
    Result,
    ResultDescription,
)
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.status_list import status_entry

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ISSUERS = 5
_WORDS = (
    "pupils", "think", "wait", "time", "question", "évaluation", "lesson", "small", "group",
    "feedback", "noticing", "“why?”", "observed", "twice—then", "adjusted", "学习", "reading",
    "fluency", "número", "portfolio\nnext", "step", "https://x.test", "they", "said", '"again"',
    "and", "tried", "plan", "peer", "coach", "school", "rubric",
)  # fmt: skip


def seeds() -> list[bytes]:
    """A private key for each issuer."""
    return [sha256(f"bench {number}".encode()).digest() for number in range(ISSUERS)]


def signers() -> list[Ed25519Signer]:
    """The issuers."""
    return [Ed25519Signer(seed) for seed in seeds()]


def badges(
    count: int, *, seed: int = 1, shapes: int = 12
) -> list[tuple[Ed25519Signer, JsonObject]]:
    """Unsigned badges with their issuers, of so many shapes in a mixed order."""
    random = Random(seed)  # noqa: S311 - made-up texts
    issuers = signers()
    forms = [[random.randint(low, 3) for low in (1, 1, 1)] for _ in range(shapes)]
    made = []
    for number in range(count):
        issuer = random.choice(issuers)
        made.append((issuer, badge(number, issuer, *random.choice(forms), random=random)))
    return made


def badge(
    number: int,
    issuer: Ed25519Signer,
    alignments: int,
    results: int,
    evidence: int,
    *,
    random: Random,
    tags: int = 2,
) -> JsonObject:
    """One badge with so many parts of each kind."""

    def said(words: int) -> str:
        return " ".join(random.choice(_WORDS) for _ in range(words))

    site = "https://longleaf.example"
    version = f"{site}/microcredentials/{random.randrange(500)}/versions/{random.randrange(4)}"
    return Badge(
        id=f"{site}/awards/{number}",
        name=said(4),
        issuer=Profile(issuer.controller, said(3), url=f"{site}/issuers/{random.randrange(99)}"),
        achievement=Achievement(
            id=version,
            name=said(4),
            description=said(20),
            criteria_narrative=said(30),
            alignment=[
                Alignment(said(3), f"{site}/frameworks/{random.randrange(999)}", f"{place}.a")
                for place in range(alignments)
            ],
            result_description=[
                ResultDescription(f"{version}/results/{place}", said(3), "RubricCriterionLevel")
                for place in range(results)
            ],
            tag=[f"{said(1)} {place}" for place in range(tags)],
            version=str(random.randrange(9)),
            credits_available=Fraction(random.randrange(1, 9), 2) + Fraction(1, 4),
        ),
        identity=HashedIdentity.of_email(f"person{number}@example.org", salt=f"{random.random()}"),
        valid_from=NOW - timedelta(days=random.randrange(300)),
        valid_until=NOW + timedelta(days=300 + random.randrange(900)),
        awarded=NOW - timedelta(days=random.randrange(300)),
        result=[
            Result(f"{version}/results/{place}", value=said(2)) for place in range(results)
        ],
        evidence=[
            Evidence(f"{site}/evidence/{random.randrange(10**6)}", said(4), said(25))
            for _ in range(evidence)
        ],
        status=[
            status_entry(
                address=f"{site}/status/{random.randrange(9)}",
                index=random.randrange(131_072),
                purpose="revocation",
            )
        ],
    ).document()  # fmt: skip
