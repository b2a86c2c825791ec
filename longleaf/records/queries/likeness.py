"""Reads of texts that stand much the same elsewhere: as questions, and never whose they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from longleaf.domain.evidence.likeness import excerpt
from longleaf.domain.microcredential.shape import Definition
from longleaf.records.models import evidence, locker


class Numbered(Protocol):
    """An artifact as it is shown: by its number."""

    @property
    def id(self) -> UUID: ...
    @property
    def position(self) -> int: ...
    @property
    def is_there(self) -> bool: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """One text to ask about.

    Attributes:
        where: Which text, in words.
        anchor: Where it stands on the page.
        share: Percent of its word sequences that stand in the other text as well.
        passage: The longest passage that both have, as it stands in this text.
    """

    where: str
    anchor: str
    share: int
    passage: str


def questions_about(
    attempt: UUID,
    definition: Definition,
    artifacts: Mapping[tuple[str, str], Sequence[Numbered]],
    blind: Callable[[str], str],
) -> tuple[TextQuestion, ...]:
    """What to ask about texts of an attempt; for reads that have asked who may see it."""
    found = list(locker.Likeness.objects.filter(attempt=attempt))
    if not found:
        return ()
    answers = {
        f"{one.part}/{one.question}": one.text
        for one in evidence.Response.objects.filter(attempt=attempt)
    }
    prompts = {
        f"{part.key}/{question.key}": (part.key, question.prompt)
        for part in definition.evidence.parts
        for question in part.questions
    }
    shown = {str(one.id): one for some in artifacts.values() for one in some if one.is_there}
    questions = []
    for one in found:
        if one.place in prompts:
            part, prompt = prompts[one.place]
            where, anchor = f"The answer to “{prompt}”", f"part-{part}"
            text = blind(answers.get(one.place, ""))
        elif one.place in shown:
            artifact = shown[one.place]
            where, anchor = f"Artifact {artifact.position}", f"artifact-{artifact.position}"
            text = artifact.text
        else:
            continue
        questions.append(
            TextQuestion(where, anchor, one.share, excerpt(text, one.first_word, one.words))
        )
    return tuple(questions)
