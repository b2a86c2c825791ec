from datetime import timedelta
from typing import Any

import pytest

from longleaf.credential.bake import bake_into_png, credential_in
from longleaf.credential.bake_png import KEYWORD_OF_2_0
from longleaf.credential.open_badges import is_awarded_to
from longleaf.credential.open_badges_2 import Issuer, revoked_assertion
from longleaf.credential.open_badges_2.scope import is_published_by
from longleaf.credential.open_badges_2.shape import (
    assertion_problems,
    badge_class_problems,
    issuer_problems,
)
from longleaf.credential.ports import NoRegistry, NoStatusLists, RecognizedIssuers
from longleaf.credential.report import Outcome, Overall
from longleaf.credential.verify import verify
from tests.credential.examples import NOW, reasons, result_of
from tests.credential.older_badges import (
    ASSERTION,
    BADGE,
    ISSUER,
    KEY,
    OTHER,
    SITE,
    Published,
    assertion,
    badge_class,
    issuer,
    pem,
    report_of,
    signed_payload,
    signed_site,
    site,
    token,
)
from tests.credential.test_bake import PNG

ALL_PASSED = {
    "readable": "readable",
    "contexts": "contexts_known",
    "schema": "complete",
    "proof": "hosted",
    "issuer": "published_by_issuer",
    "dates": "in_its_period",
    "status": "in_force",
    "trust": "issuer_unknown",
    "endorsements": "no_endorsements",
}


def test_what_we_build_is_as_the_standard_asks() -> None:
    assert assertion_problems(assertion()) == []
    assert badge_class_problems(badge_class()) == []
    assert issuer_problems(issuer()) == []


def test_a_hosted_badge_is_good() -> None:
    report = report_of(assertion(), site())
    assert reasons(report) == ALL_PASSED
    assert report.overall is Overall.GOOD


def test_the_address_alone_is_enough() -> None:
    assert reasons(report_of(ASSERTION, site())) == ALL_PASSED


def test_a_hosted_badge_in_its_picture_is_good() -> None:
    picture = bake_into_png(PNG, ASSERTION, keyword=KEYWORD_OF_2_0)
    assert report_of(credential_in(picture), site()).overall is Overall.GOOD


def test_a_badge_with_its_class_and_issuer_inside_is_checked_from_one_address() -> None:
    whole = {**assertion(), "badge": {**badge_class(), "issuer": issuer()}}
    published = Published({ASSERTION: whole})
    report = verify(whole, trust=NoRegistry(), status=NoStatusLists(), now=NOW, documents=published)
    assert report.overall is Overall.GOOD
    assert published.asked == [ASSERTION]


def test_a_signed_badge_is_good() -> None:
    report = report_of(token(signed_payload()), signed_site())
    assert reasons(report) == {**ALL_PASSED, "proof": "signature_holds"}
    assert report.overall is Overall.GOOD


def test_a_signed_badge_with_its_class_inside_needs_the_issuers_profile_and_key() -> None:
    published = signed_site()
    whole = signed_payload(badge={**published.pop(BADGE), "id": "urn:uuid:9"})
    assert report_of(token(whole), published).overall is Overall.GOOD


def test_a_key_inside_the_profile_is_the_issuers() -> None:
    published = signed_site()
    published[ISSUER]["publicKey"] = published.pop(KEY)
    assert report_of(token(signed_payload()), published).overall is Overall.GOOD


@pytest.mark.parametrize("address", [ASSERTION, BADGE, ISSUER])
def test_what_cannot_be_had_is_not_called_bad(address: str) -> None:
    published = site()
    del published[address]
    report = report_of(assertion(), published)
    assert report.overall is Overall.COULD_NOT_CHECK
    assert list(reasons(report).values())[-1] == "not_available"


def test_nothing_is_fetched_where_nothing_may_be() -> None:
    report = verify(assertion(), trust=NoRegistry(), status=NoStatusLists(), now=NOW)
    assert result_of(report, "proof").reason == "not_fetched"
    assert report.overall is Overall.COULD_NOT_CHECK


def test_one_badge_makes_us_ask_only_so_many_addresses() -> None:
    published = Published(signed_site())
    verify(
        token(signed_payload()),
        trust=NoRegistry(),
        status=NoStatusLists(),
        now=NOW,
        documents=published,
    )
    assert len(published.asked) == len(set(published.asked)) == 4


def test_a_registry_is_asked_about_the_issuer_by_its_profiles_address() -> None:
    known = RecognizedIssuers({ISSUER: "Northfield Schools"}, by="the Department")
    report = report_of(assertion(), site(), trust=known)
    assert result_of(report, "trust").reason == "issuer_recognized"


def test_a_badge_holds_until_the_last_second_of_its_period() -> None:
    end = NOW + timedelta(days=365)
    for moment, reason in ((end, "in_its_period"), (end + timedelta(seconds=1), "expired")):
        report = verify(
            assertion(),
            trust=NoRegistry(),
            status=NoStatusLists(),
            now=moment,
            documents=Published(site()),
        )
        assert result_of(report, "dates").reason == reason


def test_what_stands_at_the_address_of_a_revoked_badge_says_so() -> None:
    published = {**site(), ASSERTION: revoked_assertion(ASSERTION, reason="Given in error.")}
    report = report_of(assertion(), published)
    assert result_of(report, "status").reason == "revoked"
    assert "Given in error." in result_of(report, "status").sentence
    assert report.overall is Overall.BAD
    assert reasons(report_of(ASSERTION, published))["status"] == "revoked"


def test_the_same_moment_written_otherwise_is_no_difference() -> None:
    published = site(assertion={"issuedOn": "2025-07-30T14:00:00+02:00"})
    assert report_of(assertion(), published).overall is Overall.GOOD


@pytest.mark.parametrize(
    ("email", "same"), [("Amina@northfield.example", True), ("ben@northfield.example", False)]
)
def test_the_recipient_is_recognized_by_their_address(email: str, same: bool) -> None:
    assert is_awarded_to(assertion(), email=email) is same


V1 = "https://w3id.org/openbadges/v1"
OLD: dict[str, Any] = {
    "uid": "1",
    "recipient": {"type": "email", "hashed": False, "identity": "amina@northfield.example"},
    "badge": BADGE,
    "verify": {"type": "hosted", "url": ASSERTION},
    "issuedOn": 1753963200,
}
OLD_BADGE = {
    "name": "B",
    "description": "D",
    "image": f"{SITE}/b.png",
    "criteria": f"{SITE}/criteria",
    "issuer": ISSUER,
    "alignment": [{"name": "A standard", "url": f"{SITE}/s"}],
}
OLD_SITE = {
    ASSERTION: OLD,
    BADGE: OLD_BADGE,
    ISSUER: {"name": "Northfield (fictional)", "url": SITE},
}


def test_a_hosted_badge_of_1_0_is_good() -> None:
    assert reasons(report_of(OLD, OLD_SITE)) == ALL_PASSED


def test_a_hosted_badge_of_1_1_is_good() -> None:
    newer = {**OLD, "@context": V1, "type": "Assertion", "id": ASSERTION, "issuedOn": "2025-07-30"}
    published = {
        ASSERTION: newer,
        BADGE: {**OLD_BADGE, "@context": V1, "type": "BadgeClass", "id": BADGE},
        ISSUER: {
            "@context": V1,
            "type": "Issuer",
            "id": ISSUER,
            "name": "Northfield (fictional)",
            "url": SITE,
        },
    }
    assert reasons(report_of(newer, published)) == ALL_PASSED


def test_a_signed_badge_of_1_0_is_good_if_its_key_stands_where_the_profile_does() -> None:
    payload = {**OLD, "verify": {"type": "signed", "url": KEY}}
    published = {BADGE: OLD_BADGE, ISSUER: OLD_SITE[ISSUER], KEY: pem().encode()}
    report = report_of(token(payload), published)
    assert reasons(report)["issuer"] == "published_by_issuer"
    assert report.overall is Overall.GOOD
    elsewhere = {**payload, "verify": {"type": "signed", "url": f"{OTHER}/key"}}
    moved = {**published, f"{OTHER}/key": pem().encode()}
    assert reasons(report_of(token(elsewhere), moved))["issuer"] == "not_signed_by_issuer"
    listed: dict[str, Any] = {**OLD_SITE[ISSUER], "revocationList": f"{SITE}/revoked"}
    revoked = {**published, ISSUER: listed, f"{SITE}/revoked": {"1": "In error"}}
    assert reasons(report_of(token(payload), revoked))["status"] == "revoked"


def test_a_badge_of_0_5_says_too_little() -> None:
    oldest = {**OLD, "recipient": "amina@northfield.example"}
    report = report_of(oldest, {})
    assert result_of(report, "contexts").outcome is Outcome.COULD_NOT_CHECK


RULES: list[tuple[dict[str, Any], str, bool]] = [
    ({}, f"{SITE}/assertions/1", True),
    ({}, f"{SITE}:443/assertions/1", True),
    ({}, f"{SITE}:8443/assertions/1", False),
    ({}, "https://BADGES.northfield.example/assertions/1", True),
    ({}, "https://badges.northfield.example.evil.example/1", False),
    ({}, "https://badges.northfield.example@evil.example/1", False),
    ({}, "https://evil.example/https://badges.northfield.example/1", False),
    ({}, "https://evil.example\\@badges.northfield.example/1", False),
    ({}, "urn:uuid:1", False),
    ({"allowedOrigins": "other.example"}, "https://other.example/1", True),
    ({"allowedOrigins": ["https://other.example"]}, "https://other.example/1", True),
    ({"allowedOrigins": "other.example"}, f"{SITE}/1", False),
    ({"startsWith": f"{SITE}/a/"}, f"{SITE}/a/1", True),
    ({"startsWith": f"{SITE}/a/"}, f"{SITE}/b/1", False),
    ({"startsWith": f"{SITE}/a/"}, f"{SITE}/a/../b/1", False),
    ({"startsWith": f"{SITE}/a/"}, f"{SITE}/a/%2e%2E/b/1", False),
    ({"startsWith": SITE}, f"{SITE}.evil.example/1", False),
    ({"startsWith": "https:"}, "https://evil.example/1", False),
    ({"startsWith": "https://"}, "https://evil.example/1", False),
    ({"startsWith": f"{SITE}/a", "allowedOrigins": "other.example"}, f"{SITE}/a", False),
]


@pytest.mark.parametrize(("rules", "address", "within"), RULES)
def test_an_issuer_says_where_its_badges_stand(
    rules: dict[str, Any], address: str, within: bool
) -> None:
    profile = {**issuer(), **({"verification": rules} if rules else {})}
    assert is_published_by(address, issuer=profile) is within


def test_our_own_profile_claims_only_the_addresses_below_it() -> None:
    profile = Issuer(ISSUER, "N", SITE, "a@b.example", starts_with=[f"{SITE}/assertions/"])
    document = profile.document()
    assert issuer_problems(document) == []
    assert is_published_by(ASSERTION, issuer=document)
    assert not is_published_by(f"{SITE}/others/1", issuer=document)
