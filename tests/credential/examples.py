"""Fictional badges, keys and lists that the credential tests share."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.issue import issue
from longleaf.credential.open_badges import (
    Achievement,
    Alignment,
    Badge,
    Evidence,
    HashedIdentity,
    Image,
    Profile,
    Result,
    ResultDescription,
    RubricLevel,
)
from longleaf.credential.ports import GivenStatusLists, NoRegistry, StatusPort, TrustPort
from longleaf.credential.report import CheckResult, Report
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.status_list import StatusList, status_entry, status_list_credential
from longleaf.credential.verify import verify

NOW = datetime(2025, 8, 1, 12, tzinfo=UTC)
SITE = "https://badges.northfield.example"
SIGNER = Ed25519Signer(bytes(range(32)))
STRANGER = Ed25519Signer(bytes(range(1, 33)))
REVOCATIONS = f"{SITE}/status/revocation/1"
SUSPENSIONS = f"{SITE}/status/suspension/1"
INDEX = 94_567


def badge(
    *,
    issuer: str = SIGNER.controller,
    status: bool = True,
    valid_until: datetime | None = NOW + timedelta(days=365),
) -> JsonObject:
    """A badge with everything in it, not yet signed."""
    entries = [
        status_entry(address=REVOCATIONS, index=INDEX, purpose="revocation"),
        status_entry(address=SUSPENSIONS, index=INDEX, purpose="suspension"),
    ]
    return Badge(
        id=f"{SITE}/awards/1",
        name="Questions that make thinking visible",
        description="A micro-credential earned at the fictional Northfield Schools.",
        issuer=Profile(
            issuer, "Northfield Schools (fictional)", url=f"{SITE}/", email="pd@northfield.example"
        ),
        achievement=achievement(),
        recipient_id="did:example:amina",
        identity=HashedIdentity.of_email("amina@northfield.example", salt="a-salt"),
        valid_from=NOW - timedelta(days=1),
        valid_until=valid_until,
        awarded=NOW - timedelta(days=2),
        image=Image("data:image/png;base64,iVBORw0KGgo=", "A badge"),
        narrative="Two reviewers agreed.",
        result=[Result(f"{SITE}/results/1", f"{SITE}/levels/3", value="Proficient")],
        evidence=[Evidence(f"{SITE}/evidence/1", "A lesson", "What I tried — and why.")],
        credits_earned=Fraction(3, 2),
        status=entries if status else (),
    ).document()


def achievement() -> Achievement:
    """A micro-credential as an achievement."""
    level = RubricLevel(f"{SITE}/levels/3", "Proficient", "Does it.", level="3", points="3")
    return Achievement(
        id=f"{SITE}/microcredentials/1/versions/2",
        name="Questions that make thinking visible",
        description="Plans and asks questions that show how learners think.",
        criteria_narrative="Reach *Proficient* on every criterion.",
        criteria_id=f"{SITE}/microcredentials/1/versions/2/criteria",
        creator=Profile(f"{SITE}/partners/1", "Partner (fictional)"),
        image=Image(f"{SITE}/images/1.png"),
        alignment=[Alignment("A standard", f"{SITE}/frameworks/1", "1.a", "Standards")],
        result_description=[
            ResultDescription(f"{SITE}/results/1", "Clarity", "RubricCriterionLevel", [level])
        ],
        tag=["questioning"],
        version="2",
        in_language="en",
        human_code="Q-1",
        credits_available=Fraction(2),
    )


def signed(document: JsonObject | None = None) -> JsonObject:
    """A signed badge."""
    return issue(document or badge(), signer=SIGNER, now=NOW)


def status_list(
    address: str = REVOCATIONS,
    *,
    purpose: str = "revocation",
    marked: tuple[int, ...] = (),
    signer: Ed25519Signer = SIGNER,
    valid_until: datetime | None = None,
) -> JsonObject:
    """A signed status list with these entries marked."""
    bits = StatusList.empty()
    bits.set(marked)
    document = status_list_credential(
        bits,
        address=address,
        issuer=signer.controller,
        purpose=purpose,
        valid_from=NOW - timedelta(days=1),
        valid_until=valid_until,
        ttl_milliseconds=300_000,
    )
    return issue(document, signer=signer, now=NOW)


def status_lists(**marked: tuple[int, ...]) -> dict[str, JsonObject | bytes]:
    """Both lists that the badge names, by address."""
    return {
        REVOCATIONS: status_list(marked=marked.get("revocation", ())),
        SUSPENSIONS: status_list(
            SUSPENSIONS, purpose="suspension", marked=marked.get("suspension", ())
        ),
    }


UNMARKED = GivenStatusLists(status_lists())


def report_on(
    document: JsonObject | bytes | str,
    *,
    status: StatusPort = UNMARKED,
    trust: TrustPort | None = None,
    now: datetime = NOW,
) -> Report:
    """Verify with the lists at hand."""
    return verify(document, trust=trust or NoRegistry(), status=status, now=now)


def reasons(report: Report) -> dict[str, str]:
    """The reason of every check that was made."""
    return {result.name: result.reason for result in report}


def result_of(report: Report, name: str) -> CheckResult:
    """The result of a check that must have been made."""
    result = report.result(name)
    assert result is not None, f"{name} was not checked: {reasons(report)}"
    return result


def proof_of(document: JsonObject) -> JsonObject:
    """The one proof of a signed badge."""
    proofs = as_list(document["proof"])
    assert len(proofs) == 1
    assert isinstance(proofs[0], dict)
    return proofs[0]
