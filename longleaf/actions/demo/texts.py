"""The words of the demonstration: answers, artifacts, reasons; drawn from banks by a fixed seed."""

import re
from collections.abc import Sequence
from random import Random

from longleaf.actions.demo.chance import pick
from longleaf.actions.demo.sources import Sources
from longleaf.domain.evidence.words import count_words
from longleaf.domain.microcredential.shape import (
    Criterion,
    Definition,
    EvidencePart,
    Question,
    Rubric,
)


class Writer:
    """Writes for one submission, in one voice."""

    def __init__(self, sources: Sources, definition: Definition, license_key: str, rng: Random):
        self._sources = sources
        self._definition = definition
        self._rng = rng
        self._slots = {
            "method": definition.key_method.title,
            "topic": definition.key_method.title,
            "many": str(rng.randint(18, 29)),
            "few": ("three", "four", "five", "six")[rng.randrange(4)],
            "weeks": ("four", "five", "six", "seven", "eight")[rng.randrange(5)],
            "share": str(rng.randrange(60, 88, 2)),
        }
        self._said: set[str] = set()
        kind, _, span = license_key.partition("/")
        self._setting = span if kind == "teacher" else kind

    def answer(self, part: EvidencePart, question: Question) -> str:
        """An answer to one question, within its limits of words."""
        sentences = list(self._core(question))
        if part.kind == "questions" and self._rng.random() < 0.5:  # noqa: PLR2004 - every other one
            sentences.insert(0, pick(self._rng, self._settings()))
        spare = list(self._sources.bank("reflection" if part.kind == "reflection" else "padding"))
        spare += self._sources.bank("padding") if part.kind == "reflection" else []
        self._rng.shuffle(spare)
        spare.sort(key=lambda sentence: sentence in self._said)  # nobody says a thing twice
        wanted = question.min_words + self._rng.randint(2, 25)
        text = self.filled(" ".join(sentences))
        for sentence in spare:
            longer = f"{text} {self.filled(sentence)}"
            if count_words(text) >= wanted or count_words(longer) > question.max_words:
                break
            text = longer
            self._said.add(sentence)
        return text

    def half_answer(self, question: Question) -> str:
        """The beginning of an answer that is still being written."""
        return self.filled(next(iter(self._core(question)), ""))

    def _core(self, question: Question) -> Sequence[str]:
        of_this: dict[str, list[str]] = self._sources.files["answers"]["answers"].get(
            self._definition.slug, {}
        )
        core = list(of_this.get(question.key, ()))
        if len(core) > 2 and self._rng.random() < 0.4:  # noqa: PLR2004 - some say less
            core.pop(self._rng.randrange(1, len(core)))
        return core

    def _settings(self) -> Sequence[str]:
        found: Sequence[str] = self._sources.files["sentences"]["settings"][self._setting]
        return found

    def sentence(self, bank: str, **slots: str) -> str:
        """A sentence of a bank, filled in."""
        return self.filled(self._fresh(bank), **slots)

    def _fresh(self, bank: str) -> str:
        """One that has not been said yet, while there are any."""
        whole = self._sources.bank(bank)
        chosen = pick(self._rng, [one for one in whole if one not in self._said] or whole)
        self._said.add(chosen)
        return chosen

    def filled(self, text: str, **slots: str) -> str:
        """A text with its slots filled; what is not given comes from the micro-credential."""
        given = {**self._slots, "n": str(self._rng.randint(2, 9)), **slots}

        def fill(found: re.Match[str]) -> str:
            name = found[1]
            if name in given:
                return given[name]
            if name == "component":
                return pick(self._rng, self._definition.key_method.components).title
            if name == "request":
                return pick(self._rng, self._requests())
            return pick(self._rng, self._definition.rubric.criteria).title

        return re.sub(r"\{([a-z]+)\}", fill, text)

    def _requests(self) -> Sequence[str]:
        return [one.title for part in self._definition.evidence.parts for one in part.requests]

    def reason(self, rubric: Rubric, criterion: Criterion, level: str) -> str:
        """Why a reviewer gives a level on a criterion."""
        slots = {
            "description": criterion.descriptions[level],
            "next_step": criterion.next_step,
            "criterion": criterion.title,
        }
        bank = "unmet"
        if rubric.passes(level):
            bank = "strong" if level == rubric.levels[-1].key else "met"
        text = self._fresh(bank)
        # Braces of one word are slots; the two that end in quotations have an underscore.
        text = text.replace("{next_step}", slots["next_step"])
        return self.filled(text, description=slots["description"], criterion=slots["criterion"])
