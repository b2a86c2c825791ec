"""What districts are asked, as data: sections of plain questions, each answered on its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section, note_repeats

KINDS: Final = ("one", "many", "year", "count", "words")
SHOWN: Final = {
    "named": "Everyone may read your answer, under your district’s name.",
    "counted": "Your answer is published only as a count. The Department reads it with your name.",
    "own": "A private note. Only your district reads it; it is never submitted.",
}
PARTS: Final = ("since", "audience", "scale", "result", "citation")
MAKES: Final = ("practice", "policy", "development", "evidence")
_LONG: Final = 1000
_TITLE: Final = 200
LONGEST_WORDS: Final = 2000
_MOST_DAYS: Final = 99


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen.

    Attributes:
        key: Stable name; also the topic of the statement that choosing it makes.
        label: Its words.
        effect: For a policy, "permits", "requires" or "silent"; else "".
        is_none: Whether it says that nothing applies, so that no other goes with it.
        ties: Keys of entries of the inventory that it belongs to.
    """

    key: str
    label: str
    effect: str
    is_none: bool
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as the file has it.

    Attributes:
        key: Stable name.
        shown: A key of `SHOWN`: who will read the answer.
        for_each: The question for each of whose chosen answers this one is asked; "" for once.
        only_if: A question and the answers of which one must have been chosen; else None.
        makes: The kind of statement that each chosen answer makes; "" for none.
        part: The part of that statement that a follow-up fills; "" for none.
        is_required: Whether the sheet cannot be submitted without it.
        counts_people: Whether the number is one of people, so that a small one is hidden.
    """

    key: str
    asks: str
    help: str
    kind: str
    shown: str
    choices: tuple[Choice, ...]
    for_each: str
    only_if: tuple[str, tuple[str, ...]] | None
    makes: str
    part: str
    is_required: bool
    counts_people: bool

    def choice(self, key: str) -> Choice | None:
        """The answer with this key, if there is one."""
        return next((one for one in self.choices if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A section: questions that one colleague can answer in a go."""

    key: str
    title: str
    about: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All that is asked.

    Attributes:
        minutes: How long it takes, so that people know before they begin.
        reminders: Days before the last day on which those are reminded who have not answered.
        least_counted: Districts below which an answer published as a count is hidden.
    """

    key: str
    edition: int
    title: str
    about: str
    minutes: int
    reminders: tuple[int, ...]
    least_counted: int
    sections: tuple[Part, ...]

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        return (one for part in self.sections for one in part.questions)

    def question(self, key: str) -> Question:
        """The question with this key.

        Raises:
            KeyError: If there is none.
        """
        for one in self.questions:
            if one.key == key:
                return one
        raise KeyError(key)

    @property
    def private(self) -> tuple[str, ...]:
        """Keys of the questions whose answers never leave the district."""
        return tuple(one.key for one in self.questions if one.shown == "own")


def questionnaire_from_yaml(text: str, *, name: str) -> tuple[Questionnaire, Mapping[str, Any]]:
    """Read a questionnaire from a YAML file's text; also as the plain data to keep with an asking.

    Raises:
        ProblemsError: With every problem, its file, line and path.
    """
    document = read_document(text, name=name)
    try:
        found = read_questionnaire(document.data)
    except ProblemsError as error:
        raise ProblemsError(document.located(error.problems)) from error
    assert isinstance(document.data, Mapping)  # noqa: S101 - it was read as one
    return found, document.data


def read_questionnaire(data: object) -> Questionnaire:
    """Read a questionnaire from plain data.

    Raises:
        ProblemsError: With every problem and its path.
    """
    problems: list[Problem] = []
    top = Section.of(data, problems=problems)
    sections = top.sections("sections", at_least=1, empty="Write a section.")
    found = Questionnaire(
        key=top.key("key"),
        edition=top.whole_number("edition", least=1, most=999),
        title=top.text("title", longest=_TITLE),
        about=top.text("about", longest=_LONG),
        minutes=top.whole_number("minutes", least=1, most=240),
        reminders=_days(top),
        least_counted=top.whole_number("least_counted", least=1, most=50),
        sections=tuple(_part(one) for one in sections),
    )
    top.finish()
    note_repeats(sections, "key", [one.key for one in found.sections])
    _note_ties(top, found)
    if problems:
        raise ProblemsError(problems)
    return found


def _days(top: Section) -> tuple[int, ...]:
    top.known.add("reminders")
    given = top.data.get("reminders", [])
    if not isinstance(given, list) or not all(
        type(one) is int and 0 < one <= _MOST_DAYS for one in given
    ):
        top.fault("reminders", "These must be numbers of days from 1 to 99.")
        return ()
    return tuple(sorted(given, reverse=True))


def _part(section: Section) -> Part:
    questions = section.sections("questions", at_least=1, empty="Write a question.")
    part = Part(
        section.key("key"),
        section.text("title", longest=_TITLE),
        section.text("about", longest=_LONG),
        tuple(_question(one) for one in questions),
    )
    section.finish()
    return part


def _question(section: Section) -> Question:
    kind = section.choice("kind", KINDS)
    has_choices = kind in {"one", "many"}
    choices = section.sections("choices", at_least=1 if has_choices else 0, empty="Give answers.")
    found = Question(
        key=section.key("key"),
        asks=section.text("asks", longest=_LONG),
        help=section.text("help", longest=_LONG, required=False),
        kind=kind,
        shown=section.choice("shown", tuple(SHOWN)),
        choices=tuple(_choice(one) for one in choices),
        for_each=section.text("for_each", longest=_TITLE, required=False),
        only_if=_condition(section),
        makes=_optional(section, "makes", MAKES),
        part=_optional(section, "part", PARTS),
        is_required=_truth(section, "is_required"),
        counts_people=_truth(section, "counts_people"),
    )
    section.finish()
    note_repeats(choices, "key", [one.key for one in found.choices])
    if found.is_required and found.shown == "own":
        section.fault("is_required", "A private note cannot be required.")
    if found.shown == "own" and (found.makes or found.part):
        section.fault("shown", "A private note cannot make a statement.")
    return found


def _choice(section: Section) -> Choice:
    found = Choice(
        section.key("key"),
        section.text("label", longest=_TITLE),
        _optional(section, "effect", ("permits", "requires", "silent")),
        _truth(section, "is_none"),
        section.texts("ties"),
    )
    section.finish()
    return found


def _condition(section: Section) -> tuple[str, tuple[str, ...]] | None:
    section.known.add("only_if")
    if section.data.get("only_if") is None:
        return None
    inner = section.section("only_if")
    found = inner.key("question"), inner.texts("has", at_least=1, empty="Name an answer.")
    inner.finish()
    return found


def _optional(section: Section, key: str, allowed: tuple[str, ...]) -> str:
    section.known.add(key)
    return section.choice(key, allowed) if section.data.get(key) is not None else ""


def _truth(section: Section, key: str) -> bool:
    section.known.add(key)
    given = section.data.get(key, False)
    if not isinstance(given, bool):
        section.fault(key, "This must be true or false.", "Write true or false without quotes.")
    return given is True


def _note_ties(top: Section, found: Questionnaire) -> None:
    """A question refers only to one before it, and to answers that there are."""
    seen: dict[str, Question] = {}
    for one in found.questions:
        if one.key in seen:
            top.fault("sections", f"“{one.key}” is the key of two questions.", "Rename one.")
        other = seen.get(one.for_each)
        if one.for_each and (other is None or other.kind != "many" or other.for_each):
            top.fault("sections", f"“{one.key}” follows up no earlier question of many answers.")
        told = other or (seen.get(one.only_if[0]) if one.only_if else None)
        if one.part and not (told and told.makes and told.shown == one.shown):
            top.fault("sections", f"“{one.key}” fills a part of no statement read as it is.")
        if one.only_if is not None:
            asked = seen.get(one.only_if[0])
            if asked is None or any(asked.choice(key) is None for key in one.only_if[1]):
                top.fault("sections", f"“{one.key}” depends on an answer that there is not.")
        seen[one.key] = one
