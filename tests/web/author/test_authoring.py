"""Authoring pages: the list, the editor without JavaScript and with it, and publishing."""

import json
from uuid import UUID

import pytest
from django.test import Client

from longleaf.actions.microcredential import draft_microcredential, propose_version, publish_version
from longleaf.records.models import microcredential as rows
from longleaf.records.models.organization import Role
from longleaf.web.author.sections import SECTIONS
from tests.domain.microcredential.definitions import small_definition
from tests.people import NOW, Cast
from tests.standards import make_framework


@pytest.fixture
def version(cast: Cast) -> UUID:
    make_framework()
    return draft_microcredential(
        by=cast.acting(cast.ash),
        issuer=cast.northfield.pk,
        title="Wait Time",
        definition=small_definition(),
        now=NOW,
    )


@pytest.fixture
def ash(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ash)
    return client


def as_person(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, name))
    return client


def row(version: UUID) -> rows.Version:
    return rows.Version.objects.get(pk=version)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def autosave(client: Client, version: UUID, **given: object) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/authoring/{version}/save", given, headers={"X-Autosave": "1"})
    return answer.status_code, answer.json()


def test_a_draft_is_begun_from_its_page(ash: Client, cast: Cast) -> None:
    assert "Northfield Schools" in page(ash, "/authoring/new")
    answer = ash.post("/authoring/new", {"title": "Exit Tickets", "issuer": cast.northfield.pk})
    made = rows.Version.objects.get()
    assert answer.headers["Location"] == f"/authoring/{made.pk}/edit/purpose"


def test_a_draft_without_a_title_says_so_and_keeps_what_was_typed(ash: Client, cast: Cast) -> None:
    answer = ash.post("/authoring/new", {"title": " ", "issuer": cast.northfield.pk})
    assert answer.status_code == 400
    assert b'href="#id_title"' in answer.content


def test_the_issuer_of_another_organization_is_not_on_offer(ash: Client, cast: Cast) -> None:
    answer = ash.post("/authoring/new", {"title": "X", "issuer": cast.southfield.pk})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["amina", "ben", "chloe"])
def test_authoring_is_for_authors(cast: Cast, version: UUID, name: str) -> None:
    other = as_person(cast, name)
    for address in ("/authoring", f"/authoring/{version}", f"/authoring/{version}/edit/purpose"):
        page(other, address, 403)


def test_another_organizations_author_finds_nothing(cast: Cast, version: UUID) -> None:
    Role.objects.create(
        person=cast.eve, organization=cast.southfield, kind="author", began_on="2020-07-01"
    )
    eve = as_person(cast, "eve")
    assert "Nothing has been written yet" in page(eve, "/authoring")
    for way in ("", "/edit/purpose", "/preview", "/compare"):
        page(eve, f"/authoring/{version}{way}", 404)
    for way in ("save", "propose", "publish", "return", "withdraw", "next-version"):
        answer = eve.post(f"/authoring/{version}/{way}", {"because": "x", "revision": "1"})
        assert answer.status_code == 404
    typed = {"revision": "1", "changed": "title", "title": "X"}
    answer = eve.post(f"/authoring/{version}/save", typed, headers={"X-Autosave": "1"})
    assert answer.status_code == 404
    assert row(version).title == "Wait Time"


def test_the_list_is_filtered_by_what_the_address_says(ash: Client, version: UUID) -> None:
    assert "1 version" in page(ash, "/authoring?state=draft&q=wait")
    assert "No version fits this" in page(ash, "/authoring?state=published")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_and_saves_unchanged(ash: Client, version: UUID, section: str) -> None:
    shown = ash.get(f"/authoring/{version}/edit/{section}")
    assert shown.status_code == 200
    given: dict[str, list[str]] = {}
    for one in shown.context["section"].fields():
        given[one.path] = one.texts
    answer = ash.post(
        f"/authoring/{version}/save",
        {"revision": "1", "section": section, "boxes": list(given), **given, "go": section},
    )
    assert answer.status_code == 302
    assert row(version).definition == small_definition()


def test_a_section_that_does_not_exist_leads_to_the_overview(ash: Client, version: UUID) -> None:
    answer = ash.get(f"/authoring/{version}/edit/nothing")
    assert answer.headers["Location"] == f"/authoring/{version}"


def test_boxes_of_which_none_is_checked_are_saved_as_none(ash: Client, version: UUID) -> None:
    ash.post(
        f"/authoring/{version}/save",
        {"revision": "1", "section": "purpose", "boxes": ["grade_spans"], "title": "Wait Time"},
    )
    assert row(version).definition["grade_spans"] == []


def test_a_button_adds_an_entry_and_keeps_what_was_typed(ash: Client, version: UUID) -> None:
    answer = ash.post(
        f"/authoring/{version}/save",
        {
            "revision": "1",
            "section": "research",
            "research[0].citation": "Typed just now",
            "step": "add:research",
        },
    )
    assert answer.headers["Location"].endswith("/edit/research#f-research-1")
    assert [one["citation"] for one in row(version).definition["research"]] == [
        "Typed just now",
        "",
    ]


def test_a_stale_page_is_shown_again_with_both_texts(ash: Client, version: UUID) -> None:
    autosave(ash, version, revision=1, changed="title", title="From the other tab")
    answer = ash.post(
        f"/authoring/{version}/save",
        {"revision": "1", "section": "purpose", "title": "Typed here", "summary": "Mine too"},
    )
    shown = answer.content.decode()
    assert answer.status_code == 409
    for words in ("From the other tab", 'value="Typed here"', "Mine too", 'value="2"'):
        assert words in shown
    assert row(version).title == "From the other tab"


def test_text_for_an_entry_that_is_gone_is_shown_and_not_lost(ash: Client, version: UUID) -> None:
    answer = ash.post(
        f"/authoring/{version}/save",
        {"revision": "1", "section": "research", "research[4].summary": "A long thought"},
    )
    assert answer.status_code == 400
    assert "A long thought" in answer.content.decode()


def test_typing_is_saved_and_said(ash: Client, version: UUID) -> None:
    status, said = autosave(ash, version, revision=1, changed="title", title="Wait")
    assert status == 200
    assert said["hidden"] == {"revision": "2"}
    assert str(said["message"]).startswith("Saved at ")
    assert row(version).title == "Wait"


def test_typing_saves_nothing_but_what_changed(ash: Client, version: UUID) -> None:
    autosave(ash, version, revision=1, changed="title", title="Wait", summary="Not named")
    assert row(version).summary == small_definition()["summary"]


def test_typing_in_two_tabs_meets_only_in_one_field(ash: Client, version: UUID) -> None:
    autosave(ash, version, revision=1, changed="title", title="One")
    seen = json.dumps({"summary": [small_definition()["summary"]]})
    status, said = autosave(ash, version, revision=1, changed="summary", summary="Two", seen=seen)
    assert (status, said["hidden"]) == (200, {"revision": "1"})
    status, said = autosave(
        ash, version, revision=1, changed="title", title="Three", seen='{"title": ["Wait Time"]}'
    )
    assert (status, said["conflicts"]) == (409, {"title": ["One"]})


@pytest.mark.parametrize("seen", ["", "not json", "[]", '{"title": 3}'])
def test_nonsense_in_what_was_seen_counts_as_nothing_seen(
    ash: Client, version: UUID, seen: str
) -> None:
    autosave(ash, version, revision=1, changed="title", title="One")
    assert autosave(ash, version, revision=1, changed="title", title="Two", seen=seen)[0] == 409


def test_typing_into_a_version_that_waits_is_refused(
    ash: Client, cast: Cast, version: UUID
) -> None:
    propose_version(by=cast.acting(cast.ash), version=version, now=NOW)
    status, said = autosave(ash, version, revision=1, changed="title", title="X")
    assert status == 410
    assert "waits for a second person" in str(said["message"])


def test_what_is_missing_is_listed_with_links_to_its_field(ash: Client, version: UUID) -> None:
    autosave(ash, version, revision=1, changed="rubric.criteria[0].next_step")
    shown = page(ash, f"/authoring/{version}")
    assert f"/authoring/{version}/edit/criteria#f-rubric-criteria-0-next-step" in shown
    assert "1 thing to do before it can be published" in shown
    answer = ash.post(f"/authoring/{version}/propose")
    assert answer.status_code == 400


def test_two_people_bring_a_version_into_the_catalog(
    ash: Client, cast: Cast, version: UUID
) -> None:
    ash.post(f"/authoring/{version}/propose")
    assert "waits for a second person" in page(ash, f"/authoring/{version}")
    asa = as_person(cast, "asa")
    assert "You are the second person" in page(asa, f"/authoring/{version}")
    assert "Publish version 1" in page(asa, f"/authoring/{version}/preview")
    asa.post(f"/authoring/{version}/publish", {"revision": "1"})
    assert "Wait Time" in page(Client(), "/microcredentials")


def test_publishing_ones_own_is_refused_on_the_page(ash: Client, version: UUID) -> None:
    ash.post(f"/authoring/{version}/propose")
    answer = ash.post(f"/authoring/{version}/publish", {"revision": "1"})
    assert answer.status_code == 400
    assert "second person" in answer.content.decode()


def test_a_note_comes_back_with_the_draft(ash: Client, cast: Cast, version: UUID) -> None:
    ash.post(f"/authoring/{version}/propose")
    asa = as_person(cast, "asa")
    assert asa.post(f"/authoring/{version}/return", {"because": ""}).status_code == 400
    asa.post(f"/authoring/{version}/return", {"because": "Say how long."})
    assert "Say how long." in page(ash, f"/authoring/{version}")


def test_a_second_click_is_told_that_it_was_done(ash: Client, version: UUID) -> None:
    ash.post(f"/authoring/{version}/propose")
    assert ash.post(f"/authoring/{version}/propose").status_code == 409


def test_the_preview_shows_what_educators_will_see(ash: Client, version: UUID) -> None:
    shown = page(ash, f"/authoring/{version}/preview")
    assert "Every question gets three seconds." in shown
    assert "Begin this micro-credential" not in shown


def publish(cast: Cast, version: UUID) -> None:
    propose_version(by=cast.acting(cast.ash), version=version, now=NOW)
    publish_version(by=cast.acting(cast.asa), version=version, now=NOW)


def test_versions_stand_side_by_side(ash: Client, cast: Cast, version: UUID) -> None:
    publish(cast, version)
    answer = ash.post(f"/authoring/{version}/next-version")
    second = row(version).microcredential.versions.get(number=2)
    assert answer.headers["Location"] == f"/authoring/{second.pk}"
    assert "The two are the same" in page(ash, f"/authoring/{second.pk}/compare")
    autosave(ash, second.pk, revision=1, changed="summary", summary="Wait longer.")
    shown = page(ash, f"/authoring/{second.pk}/compare")
    assert "Wait longer." in shown
    assert small_definition()["summary"] in shown
    assert "The two are the same" in page(ash, f"/authoring/{second.pk}/compare?left=2&right=2")


def test_a_published_version_is_withdrawn_from_its_page(
    ash: Client, cast: Cast, version: UUID
) -> None:
    publish(cast, version)
    assert ash.post(f"/authoring/{version}/withdraw", {"because": ""}).status_code == 400
    ash.post(f"/authoring/{version}/withdraw", {"because": "Outdated."})
    assert row(version).state == "withdrawn"


def test_what_an_author_writes_never_becomes_markup(ash: Client, version: UUID) -> None:
    evil = '</textarea><script>alert("x")</script>'
    for path in ("title", "summary", "competency"):
        revision = row(version).revision
        autosave(ash, version, revision=revision, changed=path, **{path: evil})
    for way in ("", "/edit/purpose", "/preview"):
        assert "<script>alert" not in page(ash, f"/authoring/{version}{way}")


@pytest.mark.parametrize("way", ["", "/edit/evidence", "/preview"])
def test_no_page_asks_the_database_too_often(
    ash: Client, version: UUID, way: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(25):  # type: ignore[operator]  # a fixture of pytest-django
        ash.get(f"/authoring/{version}{way}")
