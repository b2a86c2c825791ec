from dataclasses import replace
from typing import Any

import pytest

from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.report import Overall
from longleaf.credential.schema import problems_of
from longleaf.credential.verify import verify
from longleaf.domain.badge.document import AlignedElement, compose
from longleaf.domain.badge.record import MOST_ASSOCIATIONS, RecordFacts, compose_record
from tests.domain.badge.test_results import BASE, FACTS, NOW, SIGNER

IVC = AlignedElement("Standards", "IV-c", "Uses a variety of methods", "/frameworks/s/IV-c")
IVH = AlignedElement("Standards", "IV-h", "Assesses what was learned", "/frameworks/s/IV-h")
ALL_LEVELS = {"pause": "meets", "follow": "strong"}


def badge(slug: str, number: int = 1, **facts: Any) -> JsonObject:
    award = f"{slug}-{number}"
    document = compose(replace(FACTS, award=award, slug=slug, version_number=number, **facts))
    del document["credentialStatus"]  # no list is at hand here
    return issue(document, signer=SIGNER, now=NOW)


def record(*badges: JsonObject) -> JsonObject:
    return compose_record(
        RecordFacts(
            identifier="urn:uuid:5a1e3c52-0000-4000-8000-00000000000a",
            issuer=FACTS.issuer,
            badges=badges,
            recipient_email="amina@northfield.example",
            salt="another-salt",
            made_at=NOW,
            base_url=BASE,
        )
    )


def associations(document: JsonObject) -> list[tuple[str, str, str]]:
    subject: Any = document["credentialSubject"]
    return [
        (one["sourceId"].rpartition("microcredentials/")[2], one["associationType"],
         one["targetId"].rpartition("microcredentials/")[2])
        for one in subject.get("association", [])
    ]  # fmt: skip


def test_a_record_is_as_the_standard_asks_and_can_be_signed_and_checked() -> None:
    document = record(badge("wait-time"), badge("asking"))
    assert problems_of(document) == []
    signed = issue(document, signer=SIGNER, now=NOW)
    report = verify(signed, trust=NoRegistry(), status=NoStatusLists(), now=NOW)
    assert report.overall is Overall.GOOD, report.as_json()
    assert [inner.report.overall for inner in report.within] == [Overall.GOOD] * 2


def test_each_badge_stands_in_it_as_it_was_signed() -> None:
    held = [badge("wait-time"), badge("asking")]
    subject: Any = record(*held)["credentialSubject"]
    assert subject["verifiableCredential"] == held


def test_a_later_version_replaces_an_earlier_one() -> None:
    document = record(badge("wait-time", 2, earlier_versions=[1]), badge("wait-time", 1))
    assert associations(document) == [
        ("wait-time/versions/1", "replacedBy", "wait-time/versions/2")
    ]


def test_badges_that_serve_the_same_standard_are_related() -> None:
    document = record(
        badge("a", elements=[IVC]), badge("b", elements=[IVH]), badge("c", elements=[IVC, IVH])
    )
    assert associations(document) == [
        ("a/versions/1", "isRelatedTo", "c/versions/1"),
        ("b/versions/1", "isRelatedTo", "c/versions/1"),
    ]


def test_a_record_without_a_badge_is_none() -> None:
    with pytest.raises(ValueError, match="at least one"):
        record()


@pytest.mark.thorough
def test_a_record_of_very_many_badges_holds_the_newest_and_is_still_read() -> None:
    held = [
        badge(f"m-{number:03}", levels=ALL_LEVELS, elements=[IVC, IVH], earlier_versions=[])
        for number in range(90)
    ]
    document = record(*held)
    subject: Any = document["credentialSubject"]
    inside = subject["verifiableCredential"]
    assert 50 < len(inside) < len(held)
    assert inside == held[: len(inside)]
    assert len(subject["association"]) == MOST_ASSOCIATIONS
    assert document["partial"] is True
    signed = issue(document, signer=SIGNER, now=NOW)
    assert verify(signed, trust=NoRegistry(), status=NoStatusLists(), now=NOW).overall == "good"


def test_a_record_that_holds_all_says_so() -> None:
    assert record(badge("wait-time"))["partial"] is False
