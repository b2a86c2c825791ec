"""Publishing: a second person reads, and from then on nothing changes."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.microcredential import (
    begin_next_version,
    draft_microcredential,
    propose_version,
    publish_version,
    return_version,
    save_draft,
    withdraw_version,
)
from longleaf.basis.problem import ProblemsError
from longleaf.domain.microcredential.definition import content_hash, parse_definition
from longleaf.records.models import microcredential as rows
from longleaf.records.models.audit import AuditEvent
from longleaf.records.models.notice import Notice
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


def row(version: UUID) -> rows.Version:
    return rows.Version.objects.get(pk=version)


def propose(cast: Cast, version: UUID) -> None:
    propose_version(by=cast.acting(cast.ash), version=version, now=NOW)


def publish(cast: Cast, version: UUID) -> None:
    propose(cast, version)
    publish_version(by=cast.acting(cast.asa), version=version, now=NOW)


def test_a_proposal_is_told_to_those_who_wrote_nothing_of_it(cast: Cast, version: UUID) -> None:
    propose(cast, version)
    told = set(Notice.objects.filter(kind="version_proposed").values_list("person", flat=True))
    assert told == {cast.asa.pk, cast.ada.pk}
    assert row(version).state == "proposed"


def test_a_draft_with_gaps_cannot_be_proposed(cast: Cast, version: UUID) -> None:
    save_draft(
        by=cast.acting(cast.ash),
        version=version,
        revision=1,
        changes={"competency": [""], "rubric.passing_level": ["not_yet"]},
        now=NOW,
    )
    with pytest.raises(ProblemsError) as caught:
        propose(cast, version)
    assert {one.where for one in caught.value.problems} == {"competency", "rubric.passing_level"}


def test_an_alignment_to_an_unknown_element_cannot_be_proposed(cast: Cast, version: UUID) -> None:
    save_draft(
        by=cast.acting(cast.ash),
        version=version,
        revision=1,
        changes={"alignments": ["ncpts XX-z"]},
        now=NOW,
    )
    with pytest.raises(ProblemsError) as caught:
        propose(cast, version)
    assert [one.where for one in caught.value.problems] == ["alignments[0].element"]


def test_a_second_click_on_propose_does_nothing_twice(cast: Cast, version: UUID) -> None:
    propose(cast, version)
    with pytest.raises(AlreadyDoneError):
        propose(cast, version)
    assert AuditEvent.objects.filter(verb="microcredential.proposed").count() == 1


def test_an_author_cannot_publish_their_own(cast: Cast, version: UUID) -> None:
    propose(cast, version)
    with pytest.raises(ProblemsError):
        publish_version(by=cast.acting(cast.ash), version=version, now=NOW)
    assert row(version).state == "proposed"


def test_someone_who_wrote_only_one_field_cannot_publish_either(cast: Cast, version: UUID) -> None:
    save_draft(
        by=cast.acting(cast.asa),
        version=version,
        revision=1,
        changes={"tags": ["talk"]},
        now=NOW,
    )
    propose(cast, version)
    with pytest.raises(ProblemsError):
        publish_version(by=cast.acting(cast.asa), version=version, now=NOW)


def test_a_second_person_publishes(cast: Cast, version: UUID) -> None:
    publish(cast, version)
    published = row(version)
    assert published.state == "published"
    assert published.published_by == cast.asa
    assert published.content_hash == content_hash(parse_definition(small_definition()))
    assert AuditEvent.objects.get(verb="microcredential.published").actor == cast.asa


def test_what_waited_in_inboxes_is_settled_by_publishing(cast: Cast, version: UUID) -> None:
    publish(cast, version)
    assert not Notice.objects.filter(kind="version_proposed", read_at__isnull=True).exists()
    assert Notice.objects.get(kind="version_published").person == cast.ash


def test_publishing_twice_publishes_once(cast: Cast, version: UUID) -> None:
    publish(cast, version)
    with pytest.raises(AlreadyDoneError):
        publish_version(by=cast.acting(cast.ada), version=version, now=NOW)
    assert row(version).published_by == cast.asa


def test_a_version_changed_after_it_was_read_is_not_published(cast: Cast, version: UUID) -> None:
    propose(cast, version)
    return_version(by=cast.acting(cast.ash), version=version, because="", now=NOW)
    save_draft(
        by=cast.acting(cast.ash), version=version, revision=1, changes={"title": ["X"]}, now=NOW
    )
    propose(cast, version)
    with pytest.raises(StaleTextError):
        publish_version(by=cast.acting(cast.asa), version=version, revision=1, now=NOW)


@pytest.mark.parametrize("name", ["eve", "amina", "dev", "chloe"])
def test_out_of_reach_is_not_there(cast: Cast, version: UUID, name: str) -> None:
    propose(cast, version)
    outsider = cast.acting(getattr(cast, name))
    with pytest.raises(NoSuchRecordError):
        publish_version(by=outsider, version=version, now=NOW)
    with pytest.raises(NoSuchRecordError):
        return_version(by=outsider, version=version, because="no", now=NOW)


def test_a_version_is_given_back_with_a_note(cast: Cast, version: UUID) -> None:
    propose(cast, version)
    return_version(by=cast.acting(cast.asa), version=version, because="Say when.", now=NOW)
    assert (row(version).state, row(version).returned_because) == ("draft", "Say when.")
    assert "Say when." in Notice.objects.get(kind="version_returned").body


def test_a_version_is_not_given_back_without_a_note(cast: Cast, version: UUID) -> None:
    propose(cast, version)
    with pytest.raises(ProblemsError):
        return_version(by=cast.acting(cast.asa), version=version, because=" ", now=NOW)


def test_an_author_takes_their_own_back_without_a_note(cast: Cast, version: UUID) -> None:
    propose(cast, version)
    return_version(by=cast.acting(cast.ash), version=version, because="", now=NOW)
    assert row(version).state == "draft"


def test_a_draft_cannot_be_given_back(cast: Cast, version: UUID) -> None:
    with pytest.raises(AlreadyDoneError):
        return_version(by=cast.acting(cast.ash), version=version, because="", now=NOW)


def next_version(cast: Cast, version: UUID, **changes: str) -> UUID:
    second = begin_next_version(
        by=cast.acting(cast.ash), microcredential=row(version).microcredential_id, now=NOW
    )
    save_draft(
        by=cast.acting(cast.ash),
        version=second,
        revision=1,
        changes={path: [text] for path, text in changes.items()},
        now=NOW,
    )
    return second


def test_the_next_version_replaces_the_one_before(cast: Cast, version: UUID) -> None:
    publish(cast, version)
    second = next_version(cast, version, summary="Wait, then ask who has an answer.")
    publish(cast, second)
    assert (row(version).state, row(second).state) == ("replaced", "published")


def test_the_earlier_version_stays_published_until_then(cast: Cast, version: UUID) -> None:
    publish(cast, version)
    propose(cast, next_version(cast, version, summary="Another."))
    assert row(version).state == "published"


def test_a_next_version_in_which_nothing_differs_cannot_be_proposed(
    cast: Cast, version: UUID
) -> None:
    publish(cast, version)
    with pytest.raises(ProblemsError):
        propose(cast, next_version(cast, version))


@pytest.mark.parametrize("column", ["definition", "title", "content_hash"])
def test_the_database_itself_keeps_a_published_version_as_it_is(
    cast: Cast, version: UUID, column: str
) -> None:
    publish(cast, version)
    value = {"changed": True} if column == "definition" else "changed"
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.Version.objects.filter(pk=version).update(**{column: value})


def test_a_published_version_is_withdrawn_with_a_reason(cast: Cast, version: UUID) -> None:
    publish(cast, version)
    withdraw_version(by=cast.acting(cast.ada), version=version, because="Outdated.", now=NOW)
    assert (row(version).state, row(version).withdrawn_because) == ("withdrawn", "Outdated.")
    with pytest.raises(AlreadyDoneError):
        withdraw_version(by=cast.acting(cast.ada), version=version, because="Outdated.", now=NOW)


def test_a_withdrawal_needs_a_reason(cast: Cast, version: UUID) -> None:
    publish(cast, version)
    with pytest.raises(ProblemsError):
        withdraw_version(by=cast.acting(cast.ada), version=version, because="", now=NOW)


def test_a_draft_cannot_be_withdrawn(cast: Cast, version: UUID) -> None:
    with pytest.raises(AlreadyDoneError):
        withdraw_version(by=cast.acting(cast.ada), version=version, because="X", now=NOW)


def test_after_a_withdrawal_the_next_version_can_be_written(cast: Cast, version: UUID) -> None:
    publish(cast, version)
    withdraw_version(by=cast.acting(cast.ada), version=version, because="Outdated.", now=NOW)
    second = next_version(cast, version, summary="Brought up to date.")
    publish(cast, second)
    assert row(second).state == "published"
