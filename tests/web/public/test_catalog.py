"""What everyone may read: catalog, micro-credentials, frameworks, organizations, glossary."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from longleaf.actions.microcredential import (
    begin_next_version,
    draft_microcredential,
    propose_version,
    publish_version,
    save_draft,
    withdraw_version,
)
from longleaf.records.models import award as awards
from longleaf.records.models import evidence
from longleaf.records.models import microcredential as rows
from longleaf.records.queries.microcredential import ENOUGH_EARNERS, Figures, figures
from tests.domain.microcredential.definitions import small_definition
from tests.people import NOW, Cast, person
from tests.standards import make_framework


def published(cast: Cast, **changes: object) -> rows.Version:
    definition = small_definition() | changes
    version = draft_microcredential(
        by=cast.acting(cast.ash),
        issuer=cast.northfield.pk,
        title=str(definition["title"]),
        definition=definition,
        now=NOW,
    )
    propose_version(by=cast.acting(cast.ash), version=version, now=NOW)
    publish_version(by=cast.acting(cast.asa), version=version, now=NOW)
    return rows.Version.objects.get(pk=version)


@pytest.fixture
def version(cast: Cast) -> rows.Version:
    make_framework()
    return published(cast)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def found(client: Client, query: str) -> list[str]:
    return re.findall(r'<h2><a href="/microcredentials/([a-z0-9-]+)"', text(client, query))


@pytest.fixture
def three(cast: Cast, version: rows.Version) -> None:
    published(
        cast,
        slug="phonics",
        title="Explicit Phonics",
        summary="Teach one spelling pattern.",
        renewal_categories=["literacy"],
        grade_spans=["K-5"],
        alignments=[{"framework": "ncpts", "element": "IV-h"}],
    )
    published(
        cast,
        slug="shared-lead",
        title="A Team That Shares the Lead",
        summary="Hand real decisions over.",
        audience=["administrator"],
        grade_spans=[],
    )


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["shared-lead", "phonics", "wait-time"]),
        ("?q=spelling", ["phonics"]),
        ("?q=teaching+spellings", ["phonics"]),
        ("?q=spelling+-phonics", []),
        ("?q=phonisc", ["phonics"]),
        ("?q=zebra", []),
        ("?q=%27%22%29%3B--", []),
        ("?license=administrator", ["shared-lead"]),
        ("?grades=6-12", ["shared-lead", "wait-time"]),
        ("?category=literacy", ["phonics"]),
        ("?standard=ncpts+IV-h", ["phonics"]),
        ("?standard=ncpts+IV", ["shared-lead", "phonics", "wait-time"]),
        ("?issuer=northfield-schools&category=literacy", ["phonics"]),
        ("?license=astronaut", ["shared-lead", "phonics", "wait-time"]),
        ("?sort=newest", ["shared-lead", "phonics", "wait-time"]),
    ],
)
def test_the_address_says_what_is_found(
    client: Client, three: None, query: str, slugs: list[str]
) -> None:
    assert found(client, f"/microcredentials{query}") == slugs


def test_the_number_found_stands_in_words(client: Client, three: None) -> None:
    assert "1 micro-credential found" in text(client, "/microcredentials?q=spelling")


def test_an_empty_catalog_says_what_to_do(client: Client, cast: Cast) -> None:
    assert "has been published yet" in text(client, "/microcredentials")


def test_a_word_that_nobody_uses_is_set_right_in_the_open(client: Client, three: None) -> None:
    assert "<strong>phonics</strong>" in text(client, "/microcredentials?q=phonisc")


def test_the_full_rubric_is_open_to_everyone(client: Client, version: rows.Version) -> None:
    page = text(client, "/microcredentials/wait-time")
    for words in (
        "waits at least three seconds",
        "Every question gets three seconds.",
        "10 to 100 words",
        "Hand in 1 to 2: video of practice or audio recording",
        "10 business days",
        "/frameworks/ncpts/IV-c",
        "Sign in to begin",
    ):
        assert words in page


def test_whoever_is_signed_in_can_begin(client: Client, cast: Cast, version: rows.Version) -> None:
    client.force_login(cast.amina)
    assert "Begin this micro-credential" in text(client, "/microcredentials/wait-time")


def test_what_does_not_exist_is_not_found(client: Client, version: rows.Version) -> None:
    for address in (
        "/microcredentials/none",
        "/microcredentials/wait-time/versions/2",
        "/microcredentials/wait-time/versions/2/image.svg",
        "/frameworks/none",
        "/frameworks/ncpts/X",
        "/organizations/none",
        "/organizations/northfield-elementary",
        "/glossary/none",
    ):
        text(client, address, 404)


def test_a_draft_is_seen_by_nobody_but_its_writers(
    client: Client, cast: Cast, version: rows.Version
) -> None:
    begin_next_version(
        by=cast.acting(cast.ash), microcredential=version.microcredential_id, now=NOW
    )
    text(client, "/microcredentials/wait-time/versions/2", 404)
    client.force_login(cast.eve)
    text(client, "/microcredentials/wait-time/versions/2", 404)
    client.force_login(cast.asa)
    text(client, "/microcredentials/wait-time/versions/2/image.svg")


def test_a_replaced_version_stays_readable_and_says_so(
    client: Client, cast: Cast, version: rows.Version
) -> None:
    second = begin_next_version(
        by=cast.acting(cast.ash), microcredential=version.microcredential_id, now=NOW
    )
    save_draft(
        by=cast.acting(cast.ash),
        version=second,
        revision=1,
        changes={"competency": ["The educator waits five seconds."]},
        now=NOW,
    )
    propose_version(by=cast.acting(cast.ash), version=second, now=NOW)
    publish_version(by=cast.acting(cast.asa), version=second, now=NOW)
    assert "waits five seconds" in text(client, "/microcredentials/wait-time")
    earlier = text(client, "/microcredentials/wait-time/versions/1")
    assert "A later version has replaced it" in earlier
    assert "waits at least three seconds" in earlier


def test_a_withdrawn_one_leaves_the_catalog_but_not_the_record(
    client: Client, cast: Cast, version: rows.Version
) -> None:
    withdraw_version(by=cast.acting(cast.ada), version=version.pk, because="Outdated.", now=NOW)
    assert found(client, "/microcredentials") == []
    page = text(client, "/microcredentials/wait-time")
    assert "Outdated." in page
    assert "Sign in to begin" not in page


def test_pictures_are_drawn_in_both_forms_and_kept(client: Client, version: rows.Version) -> None:
    svg = client.get("/microcredentials/wait-time/versions/1/image.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    assert "max-age=86400" in svg["Cache-Control"]
    small = client.get("/microcredentials/wait-time/versions/1/image.svg?size=small")
    assert small.content != svg.content
    png = client.get("/microcredentials/wait-time/versions/1/image.png?width=64")
    assert png.content.startswith(b"\x89PNG")
    text(client, "/microcredentials/wait-time/versions/1/image.gif", 404)


def test_a_picture_is_never_larger_than_we_draw(client: Client, version: rows.Version) -> None:
    address = "/microcredentials/wait-time/versions/1/image.png"
    for width in ("0", "-5", "999999999", "many"):
        assert client.get(f"{address}?width={width}").status_code == 200


def test_an_element_lists_what_serves_it_and_a_standard_what_serves_its_elements(
    client: Client, version: rows.Version
) -> None:
    assert "Wait Time" in text(client, "/frameworks/ncpts/IV-c")
    assert "Wait Time" in text(client, "/frameworks/ncpts/IV")
    assert "Wait Time" not in text(client, "/frameworks/ncpts/IV-h")
    assert "1 micro-credential" in text(client, "/frameworks/ncpts")
    assert "Teaching Standards of a test" in text(client, "/frameworks")


def test_an_organizations_page_lists_what_it_issues(client: Client, version: rows.Version) -> None:
    page = text(client, "/organizations/northfield-schools")
    assert "Wait Time" in page
    assert "invented for a demonstration" in page
    assert "It has published none yet" in text(client, "/organizations/southfield-schools")


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 3), ("?kind=lea", 2), ("?q=south", 1), ("?issuing=1", 1), ("?region=9", 0)],
)
def test_organizations_are_found_by_kind_name_and_region(
    client: Client, version: rows.Version, query: str, count: int
) -> None:
    words = f"{count} organization{'' if count == 1 else 's'}"
    assert words in text(client, f"/organizations{query}")


def test_the_glossary_is_open_and_searched(client: Client, cast: Cast) -> None:
    assert "/glossary/micro-credential" in text(client, "/glossary")
    assert "No word here says that" in text(client, "/glossary?q=xyzzy")
    assert "Open Badges" in text(client, "/glossary/micro-credential")


@pytest.mark.parametrize("address", ["/microcredentials", "/microcredentials/wait-time"])
def test_no_page_asks_the_database_too_often(
    client: Client, three: None, address: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(25):  # type: ignore[operator]  # a fixture of pytest-django
        client.get(address)


def earn(cast: Cast, version: rows.Version, at: int) -> None:
    """One more educator earns it, `at` days after beginning."""
    earner = person(f"Earner{at} Test")
    submission = evidence.Submission.objects.create(
        number=f"E{at}",
        educator=earner,
        organization=cast.elementary,
        microcredential=version.microcredential,
        version=version,
        state="earned",
        begun_at=NOW,
        changed_at=NOW,
    )
    awards.Award.objects.create(
        educator=earner,
        microcredential=version.microcredential,
        version=version,
        issuer=cast.northfield,
        submission=submission,
        granted_at=NOW + timedelta(days=at),
    )


def test_figures_are_kept_back_until_nobody_can_be_told_from_them(
    client: Client, cast: Cast, version: rows.Version
) -> None:
    with connection.cursor() as cursor:
        # These awards need neither badge nor credit, so the trigger that asks for both rests.
        cursor.execute("ALTER TABLE records_award DISABLE TRIGGER award_is_whole")
    for at in range(1, ENOUGH_EARNERS):
        earn(cast, version, at)
    assert figures(version.microcredential_id) is None
    assert "have earned it" not in text(client, "/microcredentials/wait-time")
    earn(cast, version, ENOUGH_EARNERS)
    assert figures(version.microcredential_id) == Figures(earned=10, decided=10, median_days=6)
    assert "10 educators of 10" in text(client, "/microcredentials/wait-time")
