import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.domain.term.glossary import as_markdown, glossary_from_yaml

TEXT = """title: Words
summary: What we say.
verified_on: "2026-11"
terms:
  - key: zebra
    word: zebra
    definition: A striped horse.
    source: ours
    sure: ours
  - key: badge
    word: Badge
    also: [emblem]
    definition: A picture.
    standards_word: OpenBadgeCredential
    laws_word: a visual representation
    confusion: Not an award.
    source: A page
    sure: seen
"""
USAGES = """verified_on: 2026-11-23
sources:
  page: {citation: A page, who: everyone, where: here, kind: other}
usages:
  - {concept: badge, word: sticker, source: page, says: What sticks., rests: true}
"""

PAGE = """# Words

What we say.

Last checked against its sources: 2026-11.

## Badge

A picture.

- In the technical standards: OpenBadgeCredential
- In law and state papers: a visual representation
- Elsewhere: "sticker" (everyone)
- Take care: Not an award.

*Source: A page (read in the source).*

## zebra

A striped horse.

*Source: ours (our own word).*
"""


def _places(text: str, usages: str = USAGES) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        glossary_from_yaml(text, name="words.yaml", usages=usages)
    return [problem.where for problem in caught.value.problems]


def test_the_page_is_alphabetical_and_shows_only_what_there_is() -> None:
    assert as_markdown(glossary_from_yaml(TEXT, name="words.yaml", usages=USAGES)) == PAGE


def test_a_concept_with_a_usage_is_observed_and_one_without_proposed() -> None:
    found = glossary_from_yaml(TEXT, name="words.yaml", usages=USAGES)
    assert [found.concept(key).status for key in ("badge", "zebra")] == ["observed", "proposed"]


def test_a_key_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        glossary_from_yaml(TEXT, name="words.yaml").concept("horse")


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("key: badge", "key: zebra", "words.yaml:10: terms[1].key"),
        ("word: Badge", "word: zebra", "words.yaml:11: terms[1].word"),
        ("definition: A picture.", "definition: ''", "words.yaml:13: terms[1].definition"),
        ("sure: seen", "sure: very", "words.yaml:18: terms[1].sure"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(before: str, after: str, where: str) -> None:
    assert where in _places(TEXT.replace(before, after))


def test_a_usage_without_a_source_is_refused() -> None:
    assert "usages.yaml:5: usages[0].source" in _places(
        TEXT, USAGES.replace("source: page", "source: none")
    )


def test_a_source_without_a_citation_is_refused() -> None:
    assert "usages.yaml:3: sources.page.citation" in _places(
        TEXT, USAGES.replace("citation: A page, ", "")
    )


def test_a_usage_of_a_concept_that_is_not_there_is_refused() -> None:
    assert "usages.yaml:5: usages[0].concept" in _places(
        TEXT, USAGES.replace("concept: badge", "concept: horse")
    )
