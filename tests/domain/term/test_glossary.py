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
    definition: A picture.
    standards_word: OpenBadgeCredential
    laws_word: a visual representation
    variants:
      - {word: sticker, used_by: everyone}
    confusion: Not an award.
    source: A page
    sure: seen
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


def _places(text: str) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        glossary_from_yaml(text, name="words.yaml")
    return [problem.where for problem in caught.value.problems]


def test_the_page_is_alphabetical_and_shows_only_what_there_is() -> None:
    assert as_markdown(glossary_from_yaml(TEXT, name="words.yaml")) == PAGE


def test_a_term_is_found_by_its_key() -> None:
    assert glossary_from_yaml(TEXT, name="words.yaml").term("badge").word == "Badge"


def test_a_key_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        glossary_from_yaml(TEXT, name="words.yaml").term("horse")


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("key: badge", "key: zebra", "words.yaml:10: terms[1].key"),
        ("word: Badge", "word: zebra", "words.yaml:11: terms[1].word"),
        ("definition: A picture.", "definition: ''", "words.yaml:12: terms[1].definition"),
        ("sure: seen", "sure: very", "words.yaml:19: terms[1].sure"),
        ("used_by: everyone", "by: all", "words.yaml:16: terms[1].variants[0].by"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(before: str, after: str, where: str) -> None:
    assert where in _places(TEXT.replace(before, after))
