"""Usages: recorded with their source, moved, taken out; and what rests on them stays."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions import term as verbs
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import ProblemsError
from longleaf.records.models import organization as people
from longleaf.records.models import term as rows
from longleaf.records.queries.term import concept, registry
from tests.languages import a_registry, proposed
from tests.people import NOW, TODAY, Cast

RTL = "معتمد <script>alert(1)</script> =1+1"


@pytest.fixture(autouse=True)
def language(cast: Cast) -> None:
    a_registry()


def record(cast: Cast, person: people.Person, **changes: Any) -> int:
    said: dict[str, Any] = {
        "concept": "badge",
        "word": "pin",
        "says": "A small picture that is worn.",
        "who": "A museum",
        "kind": "program",
        "where": "Raleigh",
        "when": "2025",
        "citation": "Its catalog, page 3",
        "url": "https://example.org/catalog",
        "verified_on": TODAY,
    }
    return verbs.record_usage(by=cast.acting(person), **(said | changes), now=NOW)


def faults(error: pytest.ExceptionInfo[ProblemsError]) -> set[str]:
    return {one.where for one in error.value.problems}


def test_a_usage_is_recorded_with_its_source_and_the_concept_remembers(cast: Cast) -> None:
    assert record(cast, cast.chloe, word=RTL) == 2
    found = concept("north_carolina", "badge").usages[1]
    assert (found.key, found.word, found.citation) == ("u2", RTL, "Its catalog, page 3")
    change = rows.ConceptChange.objects.first()
    assert change is not None
    assert (change.verb, change.by_id, change.details) == (
        "usage_recorded",
        cast.chloe.pk,
        {"usage": 2},
    )


def test_a_citation_without_a_source_is_refused_with_all_else_that_is_wrong(cast: Cast) -> None:
    with pytest.raises(ProblemsError) as error:
        record(
            cast,
            cast.chloe,
            citation="  ",
            kind="rumor",
            url="javascript:alert(1)",
            verified_on=date(2026, 2, 4),
            word="w" * 101,
        )
    assert faults(error) == {"citation", "kind", "url", "verified_on", "word"}
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.Usage.objects.filter(number=1).update(citation="")


@pytest.mark.parametrize("name", ["amina", "ben"])
def test_educators_and_reviewers_record_no_usages(cast: Cast, name: str) -> None:
    with pytest.raises(NoSuchRecordError):
        record(cast, getattr(cast, name))


def test_the_same_word_under_another_concept_makes_both_ambiguous(cast: Cast) -> None:
    record(cast, cast.chloe, word="Reviewers")
    assert {one.key: one.status for one in registry("north_carolina").concepts} == {
        "badge": "observed",
        "rater": "observed",
        "reviewer": "ambiguous",
    }
    assert [one.word for one in registry("north_carolina").homonyms] == ["reviewer"]


def test_what_a_definition_rests_on_is_neither_taken_out_nor_moved(cast: Cast) -> None:
    dev = cast.acting(cast.dev)
    for act in (
        lambda: verbs.retire_usage(by=dev, concept="reviewer", number=1, because="Old.", now=NOW),
        lambda: verbs.move_usage(by=dev, concept="reviewer", number=1, into="badge", now=NOW),
    ):
        with pytest.raises(ProblemsError, match="rests on this usage"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.Usage.objects.filter(concept__key="reviewer", number=1).delete()


def test_what_an_open_proposal_rests_on_stays_until_it_is_decided(cast: Cast) -> None:
    proposed(cast.acting(cast.chloe))
    with pytest.raises(ProblemsError, match="A proposal that is open rests on"):
        verbs.retire_usage(
            by=cast.acting(cast.dev), concept="reviewer", number=2, because="Old.", now=NOW
        )


def test_a_usage_is_taken_out_once_and_stays_on_record_with_the_reason(cast: Cast) -> None:
    dev = cast.acting(cast.dev)
    out: dict[str, Any] = {"by": dev, "concept": "reviewer", "number": 2, "now": NOW}
    with pytest.raises(ProblemsError):
        verbs.retire_usage(because=" ", **out)
    verbs.retire_usage(because="The page says otherwise now.", **out)
    with pytest.raises(AlreadyDoneError):
        verbs.retire_usage(because="Again.", **out)
    assert [one.key for one in concept("north_carolina", "reviewer").usages] == ["u1"]
    kept = rows.Usage.objects.get(concept__key="reviewer", number=2)
    assert kept.retired_because == "The page says otherwise now."


def test_a_usage_moves_to_the_concept_it_means_which_settles_the_conflict(cast: Cast) -> None:
    number = record(cast, cast.chloe, word="reviewer")
    moved = verbs.move_usage(
        by=cast.acting(cast.dev), concept="badge", number=number, into="reviewer", now=NOW
    )
    assert moved == 3
    assert concept("north_carolina", "reviewer").status == "observed"
    assert [one.word for one in concept("north_carolina", "badge").usages] == ["badge"]
