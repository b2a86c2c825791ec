"""Answering: which questions are asked, what an answer may be, how far a sheet is."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.domain.practice.questionnaire import LONGEST_WORDS, Part, Question, Questionnaire

Answers = Mapping[str, Sequence[str]]
FIRST_YEAR: Final = 1990
MOST_PEOPLE: Final = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is asked of a district.

    Attributes:
        key: The question's key; with "." and the answer it follows up, where it follows one up.
        about: The words of the answer it follows up; "" for none.
        section: Key of its section.
    """

    key: str
    question: Question
    about: str
    section: str


def asked(questionnaire: Questionnaire, answers: Answers) -> list[Asked]:
    """The questions as they are asked, given what was answered so far, in order.

    Questions that follow up the same answers stand together, answer by answer, so that a person
    thinks of one thing at a time.
    """
    found: list[Asked] = []
    for part in questionnaire.sections:
        found += _asked_in(questionnaire, part, answers)
    return found


def _asked_in(questionnaire: Questionnaire, part: Part, answers: Answers) -> Iterator[Asked]:
    at = 0
    while at < len(part.questions):
        one = part.questions[at]
        if not one.for_each:
            if one.only_if is None or set(answers.get(one.only_if[0], ())) & set(one.only_if[1]):
                yield Asked(one.key, one, "", part.key)
            at += 1
            continue
        end = at
        while end < len(part.questions) and part.questions[end].for_each == one.for_each:
            end += 1
        origin = questionnaire.question(one.for_each)
        chosen = set(answers.get(one.for_each, ()))
        for choice in origin.choices:
            if choice.key in chosen and not choice.is_none:
                for follow in part.questions[at:end]:
                    yield Asked(f"{follow.key}.{choice.key}", follow, choice.label, part.key)
        at = end


def is_known(questionnaire: Questionnaire, key: str) -> Question | None:
    """The question that a key, plain or with the answer it follows up, belongs to."""
    name, dot, choice = key.partition(".")
    for one in questionnaire.questions:
        if one.key == name and bool(one.for_each) == bool(dot):
            if dot and questionnaire.question(one.for_each).choice(choice) is None:
                return None
            return one
    return None


def read_answer(question: Question, given: Sequence[str], *, this_year: int) -> list[str]:
    """An answer as it may be kept; empty where nothing was said.

    Raises:
        ProblemsError: If it is none that can be given; what was typed is the caller's to show.
    """
    texts = [one.replace("\r\n", "\n").strip() for one in given]
    texts = [one for one in texts if one]
    if not all(is_storable(one) for one in texts):
        _refuse("This holds a character that cannot be stored.", "Type it again.")
    if question.kind in {"one", "many"}:
        return _chosen(question, texts)
    if len(texts) > 1:
        _refuse("This question takes one answer.", "Keep one of them.")
    if not texts:
        return []
    if question.kind == "words":
        if (over := len(texts[0]) - LONGEST_WORDS) > 0:
            _refuse(f"This has more than {LONGEST_WORDS:,} characters.", f"Take out {over:,}.")
        return texts
    return [_number(question, texts[0], this_year)]


def _chosen(question: Question, texts: Sequence[str]) -> list[str]:
    for one in texts:
        if question.choice(one) is None:
            _refuse("This is none of the answers.", "Choose one of those given.")
    found = [one for one in question.choices if one.key in texts]
    if question.kind == "one" and len(found) > 1:
        _refuse("This question takes one answer.", "Choose one.")
    if len(found) > 1 and any(one.is_none for one in found):
        nothing = next(one.label for one in found if one.is_none)
        _refuse(
            f"“{nothing}” cannot go with another answer.", "Untick it, or untick all the others."
        )
    return [one.key for one in found]


def _number(question: Question, text: str, this_year: int) -> str:
    plain = text.replace(",", "")
    number = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else -1  # noqa: PLR2004
    if question.kind == "year":
        if not FIRST_YEAR <= number <= this_year:
            _refuse(
                f"“{text[:40]}” is no year from {FIRST_YEAR} to {this_year}.",
                "Write it as 2024. If nobody remembers, leave it empty.",
            )
    elif not 0 <= number <= MOST_PEOPLE:
        _refuse(f"“{text[:40]}” is no whole number that fits.", "Write digits alone, such as 25.")
    return str(number)


def _refuse(reason: str, fix: str) -> None:
    raise ProblemsError([Problem("answer", reason, fix)])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section, or the whole, is.

    Attributes:
        missing: Questions that must be answered and are not.
    """

    asked: int
    answered: int
    missing: tuple[Asked, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing that must be answered is missing."""
        return not self.missing


def progress(questions: Sequence[Asked], answers: Answers) -> Progress:
    """How many of these questions are answered; private notes are nobody's count."""
    counted = [one for one in questions if one.question.shown != "own"]
    return Progress(
        len(counted),
        sum(bool(answers.get(one.key)) for one in counted),
        tuple(one for one in counted if one.question.is_required and not answers.get(one.key)),
    )


def to_submit(questionnaire: Questionnaire, answers: Answers) -> dict[str, list[str]]:
    """What a version holds: answers to what is asked now, without a single private note."""
    return {
        one.key: list(answers[one.key])
        for one in asked(questionnaire, answers)
        if answers.get(one.key) and one.question.shown != "own"
    }


def answers_hash(answers: Answers) -> str:
    """SHA-256 over the answers in one canonical form."""
    text = json.dumps(
        {key: list(value) for key, value in answers.items()},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def in_words(question: Question, answer: Sequence[str]) -> str:
    """An answer as people read it."""
    if question.kind in {"one", "many"}:
        found = [question.choice(key) for key in answer]
        return "; ".join(one.label for one in found if one is not None)
    return " ".join(answer)
