"""Writing a version: begun, saved, saved by two at once."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.microcredential import (
    StaleDraftError,
    begin_next_version,
    draft_microcredential,
    propose_version,
    publish_version,
    save_draft,
)
from longleaf.basis.problem import ProblemsError
from longleaf.domain.microcredential.draft import Step
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import microcredential as rows
from longleaf.records.models.audit import AuditEvent
from tests.domain.microcredential.definitions import small_definition
from tests.people import NOW, Cast
from tests.standards import make_framework

Begin = Callable[..., rows.Version]


@pytest.fixture
def begin(cast: Cast) -> Begin:
    def begin(**given: object) -> rows.Version:
        version = draft_microcredential(
            by=cast.acting(cast.ash),
            issuer=cast.northfield.pk,
            title=str(given.pop("title", "Exit Tickets")),
            now=NOW,
            **given,  # type: ignore[arg-type]  # only a definition is ever given
        )
        return rows.Version.objects.get(pk=version)

    return begin


def test_a_draft_is_begun_with_its_author_on_record(cast: Cast, begin: Begin) -> None:
    version = begin()
    assert (version.state, version.number, version.title) == ("draft", 1, "Exit Tickets")
    assert version.microcredential.slug == "exit-tickets"
    assert list(version.authors.all()) == [cast.ash]
    event = AuditEvent.objects.get(verb="microcredential.drafted")
    assert (event.actor, event.organization) == (cast.ash, cast.northfield)


def test_a_second_draft_of_the_same_title_gets_a_slug_of_its_own(begin: Begin) -> None:
    begin()
    assert begin().microcredential.slug == "exit-tickets-2"


def test_a_title_without_any_plain_letter_still_gets_a_slug(begin: Begin) -> None:
    assert begin(title="日本").microcredential.slug == "untitled"


def test_a_draft_needs_a_title(begin: Begin) -> None:
    with pytest.raises(ProblemsError):
        begin(title="  ")


def test_someone_without_the_authors_role_begins_nothing(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        draft_microcredential(
            by=cast.acting(cast.amina), issuer=cast.northfield.pk, title="X", now=NOW
        )


def test_an_author_begins_nothing_for_another_organization(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        draft_microcredential(
            by=cast.acting(cast.ash), issuer=cast.southfield.pk, title="X", now=NOW
        )


def test_an_organization_that_issues_no_badges_has_no_drafts(cast: Cast) -> None:
    cast.northfield.issues_badges = False
    cast.northfield.save()
    with pytest.raises(ProblemsError):
        draft_microcredential(
            by=cast.acting(cast.ash), issuer=cast.northfield.pk, title="X", now=NOW
        )


def save(cast: Cast, version: rows.Version, revision: int, **changes: str) -> int:
    return save_draft(
        by=cast.acting(cast.ash),
        version=version.pk,
        revision=revision,
        changes={path: [text] for path, text in changes.items()},
        now=NOW,
    )


def test_a_save_fills_the_columns_that_lists_and_searches_use(cast: Cast, begin: Begin) -> None:
    make_framework()
    version = begin(definition=small_definition())
    version.refresh_from_db()
    assert version.license_kinds == ["teacher"]
    assert version.renewal_categories == ["academic"]
    assert str(version.effort_hours) == "4.50"
    assert "Count to three." in version.search_text
    assert list(version.elements.values_list("code", flat=True)) == ["IV-c"]


def test_each_save_that_changes_something_counts_and_is_on_record(cast: Cast, begin: Begin) -> None:
    version = begin()
    assert save(cast, version, 1, title="One") == 2
    assert save(cast, version, 2, title="One") == 2
    assert AuditEvent.objects.filter(verb="microcredential.saved").count() == 1


def test_whoever_saves_is_an_author_too(cast: Cast, begin: Begin) -> None:
    version = begin()
    save_draft(
        by=cast.acting(cast.asa),
        version=version.pk,
        revision=1,
        changes={"title": ["Ours"]},
        now=NOW,
    )
    assert set(version.authors.all()) == {cast.ash, cast.asa}


def test_a_save_from_a_stale_tab_loses_neither_text(cast: Cast, begin: Begin) -> None:
    version = begin()
    save(cast, version, 1, title="First tab")
    with pytest.raises(StaleDraftError) as caught:
        save(cast, version, 1, title="Second tab")
    assert caught.value.conflicts == {"title": ["First tab"]}
    assert caught.value.revision == 2
    version.refresh_from_db()
    assert version.title == "First tab"


def test_two_tabs_may_write_two_fields(cast: Cast, begin: Begin) -> None:
    version = begin()
    save(cast, version, 1, title="First tab")
    save_draft(
        by=cast.acting(cast.ash),
        version=version.pk,
        revision=1,
        changes={"summary": ["Second tab"]},
        seen={"summary": [""]},
        now=NOW,
    )
    version.refresh_from_db()
    assert (version.title, version.summary) == ("First tab", "Second tab")


def test_an_entry_is_not_removed_from_a_page_that_shows_another_in_its_place(
    cast: Cast, begin: Begin
) -> None:
    version = begin()
    save(cast, version, 1, title="Meanwhile")
    with pytest.raises(StaleDraftError):
        save_draft(
            by=cast.acting(cast.ash),
            version=version.pk,
            revision=1,
            steps=[Step("remove", "research[0]")],
            now=NOW,
        )


def test_changes_come_before_steps(cast: Cast, begin: Begin) -> None:
    version = begin()
    save_draft(
        by=cast.acting(cast.ash),
        version=version.pk,
        revision=1,
        changes={"research[0].citation": ["A work"]},
        steps=[Step("add", "research"), Step("up", "research[1]")],
        now=NOW,
    )
    version.refresh_from_db()
    assert [one["citation"] for one in version.definition["research"]] == ["", "A work"]


def test_a_draft_of_another_organization_is_not_there(cast: Cast, begin: Begin) -> None:
    version = begin()
    for person in (cast.eve, cast.amina, cast.dev):
        with pytest.raises(NoSuchRecordError):
            save_draft(by=cast.acting(person), version=version.pk, revision=1, changes={}, now=NOW)
    with pytest.raises(NoSuchRecordError):
        save_draft(by=cast.acting(cast.ash), version=uuid4(), revision=1, changes={}, now=NOW)


def test_a_whole_definition_keeps_the_slug_it_has(cast: Cast, begin: Begin) -> None:
    version = begin()
    save_draft(
        by=cast.acting(cast.ash),
        version=version.pk,
        revision=1,
        definition=small_definition(),
        now=NOW,
    )
    version.refresh_from_db()
    assert version.definition == {**small_definition(), "slug": "exit-tickets"}


def test_hours_that_no_column_holds_do_not_stop_a_draft(cast: Cast, begin: Begin) -> None:
    version = begin()
    for revision, hours in enumerate(("1/3", "99999999", "-5", "many", "1000.125"), start=1):
        save(cast, version, revision, effort_hours=hours)


def published(cast: Cast, begin: Begin) -> UUID:
    make_framework()
    version = begin(definition=small_definition()).pk
    propose_version(by=cast.acting(cast.ash), version=version, now=NOW)
    publish_version(by=cast.acting(cast.asa), version=version, now=NOW)
    return version


def test_a_published_version_cannot_be_saved(cast: Cast, begin: Begin) -> None:
    version = published(cast, begin)
    with pytest.raises(AlreadyDoneError):
        save_draft(
            by=cast.acting(cast.ash), version=version, revision=1, changes={"title": ["X"]}, now=NOW
        )


def test_the_next_version_is_begun_once_as_a_copy(cast: Cast, begin: Begin) -> None:
    first = rows.Version.objects.get(pk=published(cast, begin))
    again = [
        begin_next_version(
            by=cast.acting(cast.asa), microcredential=first.microcredential_id, now=NOW
        )
        for _ in range(2)
    ]
    assert again[0] == again[1]
    second = rows.Version.objects.get(pk=again[0])
    assert (second.number, second.definition) == (2, first.definition)
    assert list(second.authors.all()) == [cast.asa]


def test_another_organizations_author_begins_no_next_version(cast: Cast, begin: Begin) -> None:
    first = rows.Version.objects.get(pk=published(cast, begin))
    with pytest.raises(NoSuchRecordError):
        begin_next_version(
            by=cast.acting(cast.eve), microcredential=first.microcredential_id, now=NOW
        )
