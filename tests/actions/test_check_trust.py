"""What a check on the site says of an issuer, with the registry on record."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longleaf.actions.check import check_badge
from longleaf.actions.recognition import make_statement, register_issuer
from longleaf.actions.registry import Origin, apply_registry, read_registry
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue
from longleaf.credential.registry import RegistryTrust, Saying, Scope, ScopeKind
from longleaf.credential.registry_file import read_registry as read_file
from longleaf.credential.registry_file import write_registry
from longleaf.credential.report import CheckResult, Overall
from longleaf.credential.trust_check import check_trust
from longleaf.domain.badge.recognition import Draft, IssuerFacts
from longleaf.gateways.wiring import ports
from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
from longleaf.records.models import microcredential as definitions
from longleaf.records.queries.registry import RecordedRegistry, whole_registry
from tests.credential.examples import SIGNER, badge
from tests.people import NOW, TODAY, Cast
from tests.web.public.test_badges import award

__all__ = ["award"]

ELSEWHERE = SIGNER.controller
SITE = settings.BASE_URL


def document(achievement: str = "https://college.example/1") -> JsonObject:
    made: Any = json.loads(json.dumps(badge(status=False, valid_until=None)))
    made["validFrom"] = "2026-01-15T12:00:00Z"
    inner = made["credentialSubject"]["achievement"]
    inner["id"] = achievement
    del inner["creator"]
    return dict(made)


def trust(given: JsonObject | str) -> CheckResult:
    content = given if isinstance(given, str) else json.dumps(issue(given, signer=SIGNER, now=NOW))
    report = check_badge(content.encode(), vault=ports().vault, base_url=SITE, now=NOW)
    found = report.result("trust")
    assert found is not None, report.as_json()
    assert (report.overall is Overall.BAD) == (found.outcome == "failed")
    return found


def register(cast: Cast, **changes: Any) -> UUID:
    said = {
        "saying": Saying.RECOGNIZED,
        "since": date(2025, 7, 1),
        "because": "It follows our standards.",
        **changes,
    }
    return register_issuer(
        by=cast.acting(cast.dev),
        department=cast.department.pk,
        facts=IssuerFacts("Riverbend College (fictional)", (ELSEWHERE,)),
        draft=Draft(**said),
        on=TODAY,
        now=NOW,
    )


def own_badge(award: rows.Award) -> str:
    return badges.Badge.objects.get(award=award).document


def test_an_unknown_issuer_is_unknown(cast: Cast, award: rows.Award) -> None:
    assert trust(document()).reason == "issuer_unknown"


def test_a_recognized_issuer_is_so_by_the_department_since_a_day(
    cast: Cast, award: rows.Award
) -> None:
    register(cast)
    found = trust(document())
    assert found.reason == "issuer_recognized"
    assert "recognized by Department of Education for all it issues, since July 1, 2025" in (
        found.sentence
    )


def test_a_distrusted_issuer_makes_the_report_bad(cast: Cast, award: rows.Award) -> None:
    register(cast, saying=Saying.DISTRUSTED)
    assert trust(document()).reason == "issuer_distrusted"


def test_a_badge_of_this_site_is_issued_here(cast: Cast, award: rows.Award) -> None:
    found = trust(own_badge(award))
    assert found.reason == "issuer_issues_here"
    assert "Northfield Schools issues on" in found.sentence


def test_the_department_can_distrust_an_organization_of_this_site(
    cast: Cast, award: rows.Award
) -> None:
    register_issuer(
        by=cast.acting(cast.dev),
        department=cast.department.pk,
        facts=IssuerFacts("Northfield Schools"),
        organization=cast.northfield.pk,
        draft=Draft(Saying.DISTRUSTED, TODAY, "It awards without review."),
        on=TODAY,
        now=NOW,
    )
    assert trust(own_badge(award)).reason == "issuer_distrusted"


def test_an_issuer_of_an_imported_list_is_only_listed(cast: Cast, award: rows.Award) -> None:
    edition = read_registry(
        by=cast.acting(cast.dev),
        department=cast.department.pk,
        origin=Origin("A consortium’s list", TODAY),
        content=f"identifier,name\n{ELSEWHERE},Riverbend\n".encode(),
        on=TODAY,
        now=NOW,
    )
    assert trust(document()).reason == "issuer_unknown"
    apply_registry(by=cast.acting(cast.dev), edition=edition, only_if_all_good=True, now=NOW)
    found = trust(document())
    assert found.reason == "issuer_listed"
    assert "listed in A consortium’s list as Riverbend" in found.sentence


def test_an_achievement_of_this_site_under_another_issuer_is_found(
    cast: Cast, award: rows.Award
) -> None:
    register(cast)
    address = f"{SITE}/microcredentials/{award.microcredential.slug}/versions/1"
    found = trust(document(address))
    assert found.reason == "achievement_of_another"
    assert "belongs to Northfield Schools" in found.sentence


def test_an_address_of_this_site_that_was_never_published_is_found_too(
    cast: Cast, award: rows.Award
) -> None:
    definitions.Microcredential.objects.create(
        slug="unfinished", issuer=cast.northfield, begun_at=NOW
    )
    for slug in ("never-written", "unfinished"):
        found = trust(document(f"{SITE}/microcredentials/{slug}/versions/1"))
        assert found.reason == "achievement_of_another", slug


def test_the_owners_permission_on_record_lets_it_pass(cast: Cast, award: rows.Award) -> None:
    issuer = register(cast)
    address = f"{SITE}/microcredentials/{award.microcredential.slug}"
    make_statement(
        by=cast.acting(cast.dev),
        issuer=issuer,
        draft=Draft(
            Saying.PERMITTED,
            date(2026, 1, 1),
            "Northfield wrote so.",
            scope=Scope(ScopeKind.ACHIEVEMENTS, (address,)),
            owner_is_here=True,
        ),
        owner=cast.northfield.pk,
        on=TODAY,
        now=NOW,
    )
    found = trust(document(f"{address}/versions/1"))
    assert found.reason == "issuer_recognized"
    assert "The achievement is Northfield Schools’s" in found.sentence


@pytest.mark.parametrize("text", ["did:web:a\0b", "https://a.example/\0"])
def test_a_text_that_no_database_holds_is_only_unknown(db: None, text: str) -> None:
    achievement = {"id": f"{SITE}/microcredentials/\0", "creator": text}
    given: JsonObject = {"issuer": text, "credentialSubject": {"achievement": achievement}}
    recorded = RegistryTrust(RecordedRegistry(base_url=SITE), on=TODAY)
    assert check_trust(given, trust=recorded).reason == "issuer_unknown"


def test_a_registry_carried_off_says_the_same_of_every_case(cast: Cast, award: rows.Award) -> None:
    register(cast, until=date(2025, 12, 31))
    held = read_file(
        json.dumps(write_registry(whole_registry(base_url=SITE), made_at=NOW)).encode()
    )
    carried = RegistryTrust(held, on=TODAY, zone=held.zone)
    own = f"{SITE}/microcredentials/{award.microcredential.slug}/versions/1"
    for given in (document(), document(own), document(f"{SITE}/microcredentials/none")):
        assert check_trust(given, trust=carried) == trust(given)
    ours: JsonObject = json.loads(own_badge(award))
    assert check_trust(ours, trust=carried) == trust(own_badge(award))


def test_asking_the_registry_takes_few_queries(cast: Cast, award: rows.Award) -> None:
    register(cast)
    content = json.dumps(issue(document(), signer=SIGNER, now=NOW)).encode()
    with CaptureQueriesContext(connection) as found:
        check_badge(content, vault=ports().vault, base_url=SITE, now=NOW)
    assert len(found) <= 12
