"""A place's own words, whose words one reads, and glossaries brought in from elsewhere."""

from typing import Any
from uuid import UUID

import pytest

from longleaf.actions import term as verbs
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.records.models import term as rows
from longleaf.records.queries.glossary_brought import brought_for
from longleaf.records.queries.language import spoken_to
from longleaf.records.queries.term import concept, glossary, registry
from tests.languages import a_registry
from tests.people import NOW, TODAY, Cast

HOME = "north_carolina"


def test_a_place_names_its_own_word_and_only_who_chose_it_reads_it(cast: Cast) -> None:
    a_registry()
    chloe = cast.acting(cast.chloe)
    verbs.name_locally(by=chloe, concept="reviewer", word="judge", plural="", now=NOW)
    verbs.choose_dialect(by=cast.acting(cast.amina), organization=cast.elementary.pk, now=NOW)
    assert spoken_to(cast.amina.pk).one("reviewer") == "judge"
    assert spoken_to(cast.ezra.pk).one("reviewer") == "reviewer"
    verbs.choose_dialect(by=cast.acting(cast.amina), organization=None, now=NOW)
    assert spoken_to(cast.amina.pk).one("reviewer") == "reviewer"
    verbs.name_locally(by=chloe, concept="reviewer", word="", plural="", now=NOW)
    assert concept(HOME, "reviewer").labeled("preferred", place=cast.northfield.slug) == ()


def bring(cast: Cast, content: bytes, **changes: Any) -> UUID:
    said: dict[str, Any] = {
        "name": "words.csv",
        "citation": "A glossary, 2024",
        "who": "Another state",
        "kind": "state_paper",
        "where": "Elsewhere",
        "verified_on": TODAY,
    }
    by = cast.acting(cast.chloe)
    return verbs.read_glossary(by=by, content=content, **(said | changes), now=NOW)


TABLE = "Term,Definition\nreviewers,Who judges evidence.\nÉvaluateur,=1+1 <b>\nzzz,\n"


@pytest.mark.parametrize(
    ("encoding", "chosen", "said"),
    [
        ("utf-8-sig", "", "UTF-8"),
        ("cp1252", "", "Latin-1"),
        ("utf-16", "", "UTF-16"),
        ("mac-roman", "mac-roman", "Mac Roman"),
    ],
)
def test_a_table_in_any_encoding_is_read_and_nothing_is_believed_yet(
    cast: Cast, encoding: str, chosen: str, said: str
) -> None:
    a_registry()
    brought = bring(cast, TABLE.encode(encoding), encoding=chosen)
    found = brought_for(cast.acting(cast.chloe), brought)
    assert (found.encoding, found.waiting) == (said, 3)
    assert [one.word for one in found.words] == ["reviewers", "Évaluateur", "zzz"]
    assert found.words[0].suggestions[0]["concept"] == "reviewer"
    assert found.words[2].suggestions == []
    assert rows.Usage.objects.count() == 4


@pytest.mark.parametrize(
    ("content", "encoding", "reason"),
    [
        (TABLE.encode("cp1252"), "utf-8", "The file is not UTF-8. Byte"),
        (b"", "utf-8", "The file is empty"),
        (b"\x89PNG\0\0", "", "not a CSV file"),
        (b"name,meaning\nx,y\n", "", "No column holds the words"),
        (b"word\n", "", "no rows"),
        (TABLE.encode(), "klingon", "This encoding is not known"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    cast: Cast, content: bytes, encoding: str, reason: str
) -> None:
    with pytest.raises(ProblemsError, match=reason):
        bring(cast, content, encoding=encoding)


def test_a_person_confirms_each_word_once_or_leaves_it_out(cast: Cast) -> None:
    a_registry()
    brought = bring(cast, TABLE.encode())
    chloe = cast.acting(cast.chloe)
    settle: dict[str, Any] = {"brought": brought, "now": NOW}
    with pytest.raises(NoSuchRecordError):
        verbs.settle_word(by=cast.acting(cast.eve), number=1, concept="reviewer", **settle)
    assert verbs.settle_word(by=chloe, number=1, concept="reviewer", **settle) == 3
    with pytest.raises(AlreadyDoneError):
        verbs.settle_word(by=chloe, number=1, concept="badge", **settle)
    usage = concept(HOME, "reviewer").usages[-1]
    assert (usage.word, usage.who, usage.citation) == (
        "reviewers",
        "Another state",
        "A glossary, 2024",
    )
    assert verbs.leave_out_rest(by=chloe, **settle) == 2
    assert verbs.leave_out_rest(by=chloe, **settle) == 0
    settled = [one.settled for one in brought_for(chloe, brought).words]
    assert settled == ["reviewer", "left out", "left out"]


def test_skos_from_elsewhere_is_read_too(cast: Cast) -> None:
    turtle = (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://example.org/x> a skos:Concept ; skos:prefLabel "rater"@en .\n'
    )
    brought = bring(cast, turtle.encode(), name="words.ttl")
    assert [one.word for one in brought_for(cast.acting(cast.chloe), brought).words] == ["rater"]
    with pytest.raises(ProblemsError):
        bring(cast, b"this is no turtle", name="words.ttl")


def test_the_pack_is_loaded_whole_twice_and_leaves_alone_what_people_changed(cast: Cast) -> None:
    load: dict[str, Any] = {"by": system("pack"), "jurisdiction": HOME, "now": NOW}
    count = len(glossary(HOME).concepts)
    assert verbs.load_language(**load) == ["added"] * count
    assert {one.key: one for one in registry(HOME).concepts} == {
        one.key: one for one in glossary(HOME).concepts
    }
    rows.Concept.objects.filter(key__in=["badge", "stack"]).update(definition="Another.")
    rows.Concept.objects.filter(key="stack").update(is_changed=True)
    assert verbs.load_language(**load).count("changed") == 1
    assert rows.Concept.objects.get(key="stack").definition == "Another."
