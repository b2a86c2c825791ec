"""A statement of the inventory: what is done or ruled, by whom, read where, and on which day."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from longleaf.basis.day import months_after
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.practice.answering import Answers, in_words
from longleaf.domain.practice.questionnaire import Questionnaire
from longleaf.policy.messages import show_day

KINDS: Final = {
    "practice": "Practice",
    "policy": "Policy",
    "development": "Kind of professional development",
    "evidence": "Kind of evidence",
}
LEVELS: Final = {"federal": "Federal", "state": "State", "local": "Local", "other": "Program"}
EFFECTS: Final = {
    "permits": "Permits",
    "requires": "Requires",
    "silent": "Is silent on",
}
TIES: Final = {
    "stands_in_way": "Stands in the way of",
    "permits": "Makes room for",
    "is_a": "Is a kind of",
    "uses": "Uses",
}
_TITLE: Final = 200
_LONG: Final = 2000


@dataclass(frozen=True, slots=True)
class Tie:
    """A link to another statement or topic, and how the two belong together."""

    to: str
    how: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement.

    Attributes:
        key: Stable name, also in links.
        kind: A key of `KINDS`.
        topic: What it is about, so that statements of many can be counted together.
        who: Who does it or ruled it, in words.
        level: A key of `LEVELS`; "" where it makes no sense.
        effect: A key of `EFFECTS` for a policy, else "".
        since, audience, scale, result: As far as they are known; "" for not known.
        source: Where it was read, or who said it; never empty.
        citation: The law's or the paper's own number or name; "" if it has none.
        verified_on: The day on which somebody last compared it with its source.
        shown: "named" where everyone may read it, "counted" where only the Department may.
    """

    key: str
    kind: str
    topic: str
    title: str
    words: str
    who: str
    level: str
    effect: str
    since: str
    audience: str
    scale: str
    result: str
    source: str
    citation: str
    url: str
    verified_on: date
    ties: tuple[Tie, ...]
    shown: str = "named"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what it says and where that is written, whatever day it was verified.

        A text that rests on it is to be read again when this changes.
        """
        said = (
            self.key,
            self.kind,
            self.topic,
            self.title,
            self.words,
            self.who,
            self.level,
            self.effect,
            self.since,
            self.audience,
            self.scale,
            self.result,
            self.source,
            self.citation,
            self.url,
            [[one.to, one.how] for one in self.ties],
        )
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Age:
    """Months after which a statement of each kind counts as old; None never does."""

    months: Mapping[str, int]

    def old(self, statement: Statement, *, on: date) -> str:
        """Why a statement is old on a day, in a sentence; "" while it is not.

        On the last day of its months it is still fresh.
        """
        months = self.months.get(statement.kind)
        if months is None or on <= months_after(statement.verified_on, months):
            return ""
        kind = KINDS[statement.kind].lower()
        return (
            f"Last compared with its source on {show_day(statement.verified_on)}, more than "
            f"{months} months ago. A {kind} is to be looked up again after that time."
        )


def read_statement(data: Mapping[str, object], *, where: str = "") -> Statement:
    """Read a statement from plain data: a pack's entry, a form, a line of a file.

    Raises:
        ProblemsError: With every problem; a citation without a source is one.
    """
    problems: list[Problem] = []
    section = Section.of(data, where=where, problems=problems)
    found = statement_in(section)
    if problems:
        raise ProblemsError(problems)
    return found


def statement_in(section: Section) -> Statement:
    """As `read_statement`, within a larger reading that gathers the problems."""
    kind = section.choice("kind", tuple(KINDS))
    found = Statement(
        key=section.key("key"),
        kind=kind,
        topic=section.key("topic") if section.data.get("topic") else str(section.data.get("key")),
        title=section.text("title", longest=_TITLE, one_line=True),
        words=section.text("words", longest=_LONG),
        who=section.text("who", longest=_TITLE, required=kind == "practice", one_line=True),
        level=_one_of(section, "level", LEVELS, required=kind == "policy"),
        effect=_one_of(section, "effect", EFFECTS, required=kind == "policy"),
        since=section.text("since", longest=_TITLE, required=False),
        audience=section.text("audience", longest=_TITLE, required=False),
        scale=section.text("scale", longest=_TITLE, required=False),
        result=section.text("result", longest=_LONG, required=False),
        source=section.text("source", longest=_LONG, required=False),
        citation=section.text("citation", longest=_TITLE, required=False),
        url=section.url("url") or "",
        verified_on=_day(section),
        ties=tuple(_ties(section)),
    )
    section.known.add("topic")
    section.finish()
    if not found.source:
        reason = "A citation needs its source." if found.citation else "The source is missing."
        section.fault("source", reason, "Say where it was read: which paper or page, and whose.")
    return found


def _one_of(section: Section, key: str, allowed: Mapping[str, str], *, required: bool) -> str:
    section.known.add(key)
    if not required and not section.data.get(key):
        return ""
    return section.choice(key, tuple(allowed))


def _day(section: Section) -> date:
    section.known.add("verified_on")
    given = section.data.get("verified_on")
    if type(given) is date:
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        fix = "Write the day on which it was compared with its source as 2026-11-23."
        section.fault("verified_on", "This must be a day.", fix)
        return date.min


def _ties(section: Section) -> Iterator[Tie]:
    for one in section.sections("ties"):
        yield Tie(one.key("to"), one.choice("how", tuple(TIES)))
        one.finish()


def from_answers(
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    slug: str,
    who: str,
    said_on: date,
) -> Iterator[Statement]:
    """The statements that a district's submitted answers make.

    Args:
        questionnaire: What was asked.
        answers: A submitted version.
        slug: The district's stable name, for the keys.
        who: Its name.
        said_on: The day it was submitted, on which its statements count as verified.
    """
    for question in questionnaire.questions:
        if not question.makes:
            continue
        for key in answers.get(question.key, ()):
            choice = question.choice(key)
            if choice is None or choice.is_none:
                continue
            made = Statement(
                key=f"{slug}-{question.key}-{key}",
                kind=question.makes,
                topic=key,
                title=choice.label,
                words=f"{who}: {choice.label}",
                who=who,
                level="local" if question.makes in {"policy", "practice"} else "",
                effect=choice.effect,
                since="",
                audience="",
                scale="",
                result="",
                source=f"{who}, answer to “{questionnaire.title}”",
                citation="",
                url="",
                verified_on=said_on,
                ties=tuple(Tie(one, "uses") for one in choice.ties),
                shown=question.shown,
            )
            yield replace(made, **_parts(questionnaire, answers, question.key, key))


def _parts(questionnaire: Questionnaire, answers: Answers, origin: str, key: str) -> dict[str, Any]:
    found: dict[str, str] = {}
    for one in questionnaire.questions:
        if not one.part:
            continue
        if one.for_each == origin:
            found[one.part] = in_words(one, answers.get(f"{one.key}.{key}", ()))
        elif one.only_if is not None and one.only_if[0] == origin and key in one.only_if[1]:
            found[one.part] = in_words(one, answers.get(one.key, ()))
    return {part: text for part, text in found.items() if text}
