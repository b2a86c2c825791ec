"""A kind of plan: what a jurisdiction asks for, element by element, read from its pack."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import NotAnAmountError, parse_amount
from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section, note_repeats, repeats

# The lists of records that an element may hold beside its words; "coverage" is a set of fields.
HOLDS: Final = ("goals", "competencies", "processes", "waivers", "measures", "coverage")
WRITERS: Final = ("lea", "partner", "school")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z", re.ASCII)
_LONG: Final = 2000
_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a plan must or may contain; also one section of its editor.

    Attributes:
        key: Stable name of the element and of its section.
        asks: What is asked for, in our words.
        asked_by: "law" if the cited source asks for it, "site" if only this product needs it.
        holds: Names of the lists of records that belong to it.
        framework: The framework that every competency must be aligned to; "" for none.
        least_words: Words below which its text counts as not written; 0 where none are needed.
        unknown: Why it is not known what the element asks for; "" if it is known.
    """

    key: str
    title: str
    asks: str
    guidance: str
    examples: tuple[str, ...]
    asked_by: str
    citation: str
    holds: tuple[str, ...]
    framework: str
    least_words: int
    is_optional: bool
    unknown: str


@dataclass(frozen=True, slots=True)
class Floor:
    """What the law asks for in the policy's own unit, whatever a plan waives.

    Attributes:
        credits: The least amount, in the policy's unit.
        category: None for the total.
        kinds: Kinds of license that it holds for.
        grade_spans: Grades that it holds for; empty for all.
    """

    credits: Fraction
    category: str | None
    kinds: tuple[str, ...]
    grade_spans: tuple[str, ...]
    citation: str
    says: str


@dataclass(frozen=True, slots=True)
class PlanKind:
    """What one kind of plan is made of, and what its review amounts to.

    Attributes:
        key: Stable name, "alternative_renewal_plan".
        written_by: Kinds of organization that may write one.
        waives: Whether it may waive requirements at all.
        is_approval: Whether a completed review is an approval; the state decides that.
        days: Business days that a review takes; None where that is not known.
        days_unknown: Why the number of days is not known; "" if it is.
    """

    key: str
    title: str
    about: str
    written_by: tuple[str, ...]
    waives: bool
    source: str
    publisher: str
    verified_on: str
    source_note: str
    is_approval: bool
    review_note: str
    days: int | None
    days_unknown: str
    elements: tuple[Element, ...]
    floors: tuple[Floor, ...]

    def element(self, key: str) -> Element:
        """The element with this key.

        Raises:
            KeyError: If there is none.
        """
        for one in self.elements:
            if one.key == key:
                return one
        raise KeyError(key)

    def holder_of(self, records: str) -> Element | None:
        """The element that holds a list of records, or None."""
        return next((one for one in self.elements if records in one.holds), None)

    @property
    def titles(self) -> Mapping[str, str]:
        """Key of each element to its title, in order."""
        return {one.key: one.title for one in self.elements}


def plan_kind_from_yaml(text: str, *, name: str) -> PlanKind:
    """Read a kind of plan from a YAML file's text.

    Raises:
        ProblemsError: With every problem, its file, line and path, and what to do.
    """
    document = read_document(text, name=name)
    problems: list[Problem] = []
    found = _kind(Section.of(document.data, problems=problems))
    if problems:
        raise ProblemsError(document.located(problems))
    return found


def _kind(top: Section) -> PlanKind:
    source, review = top.section("source"), top.section("review")
    sections = top.sections("elements", at_least=1, empty="List what a plan must contain.")
    elements = tuple(_element(one) for one in sections)
    note_repeats(sections, "key", [one.key for one in elements])
    _note_shared(top, elements)
    days, days_unknown = _days(review)
    found = PlanKind(
        key=top.key("key"),
        title=top.text("title", longest=_TITLE, one_line=True),
        about=top.text("about", longest=_LONG),
        written_by=top.choices("written_by", WRITERS, empty="Say who writes one."),
        waives=_truth(top, "waives", needed=True),
        source=source.text("title", longest=_LONG),
        publisher=source.text("publisher", longest=_TITLE),
        verified_on=_month(source),
        source_note=source.text("note", longest=_LONG, required=False),
        is_approval=_truth(review, "is_approval", needed=True),
        review_note=review.text("note", longest=_LONG, required=False),
        days=days,
        days_unknown=days_unknown,
        elements=elements,
        floors=tuple(_floors(top)),
    )
    for section in (source, review, top):
        section.finish()
    if found.waives != any("waivers" in one.holds for one in elements):
        top.fault("waives", "This and the elements disagree.", "One element holds the waivers.")
    if not any("coverage" in one.holds for one in elements):
        top.fault("elements", "No element says who is covered.", 'Let one hold "coverage".')
    return found


def _element(section: Section) -> Element:
    unknown = section.text("unknown", longest=_LONG, required=False)
    section.known |= {"least_words"}
    found = Element(
        key=section.key("key"),
        title=section.text("title", longest=_TITLE, one_line=True),
        asks=section.text("asks", longest=_LONG),
        guidance=section.text("guidance", longest=_LONG),
        examples=tuple(str(one).strip() for one in _list(section, "examples") if str(one).strip()),
        asked_by=section.choice("asked_by", ("law", "site")),
        citation=section.text("citation", longest=_LONG),
        holds=section.choices("holds", HOLDS, at_least=0),
        framework=section.text("framework", longest=80, required=False),
        least_words=section.whole_number("least_words", least=0, most=500),
        is_optional=_truth(section, "is_optional"),
        unknown=unknown,
    )
    section.finish()
    if unknown and found.least_words:
        section.fault(
            "least_words", "What is not known cannot be asked for.", "Set it to 0, or find out."
        )
    return found


def _note_shared(top: Section, elements: tuple[Element, ...]) -> None:
    """Each list of records belongs to one element, or two sections would overwrite each other."""
    held = [(at, name) for at, one in enumerate(elements) for name in one.holds]
    for at in repeats(name for _, name in held):
        place, name = held[at]
        reason = f'"{name}" is held by two elements.'
        top.fault(f"elements[{place}].holds", reason, "Leave it to one.")


def _floors(top: Section) -> Iterator[Floor]:
    for section in top.sections("floors"):
        yield Floor(
            credits=_amount(section, "credits"),
            category=section.optional_text("category", longest=80),
            kinds=section.texts("kinds", at_least=1, empty="Name the kinds of license."),
            grade_spans=section.texts("grade_spans"),
            citation=section.text("citation", longest=_TITLE),
            says=section.text("says", longest=_LONG),
        )
        section.finish()


def _amount(section: Section, key: str) -> Fraction:
    section.known.add(key)
    try:
        return parse_amount(str(section.data.get(key, "")))
    except NotAnAmountError as error:
        section.fault(key, str(error))
        return Fraction(0)


def _days(review: Section) -> tuple[int | None, str]:
    given = review.data.get("days")
    if isinstance(given, Mapping):
        unknown = review.section("days")
        why = unknown.text("unknown", longest=_LONG)
        unknown.finish()
        return None, why
    return review.whole_number("days", least=1, most=365), ""


def _truth(section: Section, key: str, *, needed: bool = False) -> bool:
    section.known.add(key)
    given = section.data.get(key)
    if isinstance(given, bool) or (given is None and not needed):
        return bool(given)
    section.fault(key, "This must be true or false.", "Write true or false without quotes.")
    return False


def _list(section: Section, key: str) -> list[object]:
    section.known.add(key)
    given = section.data.get(key)
    if given is None or isinstance(given, list):
        return given or []
    section.fault(key, "This must be a list.", "Start each entry on its own line.")
    return []


def _month(section: Section) -> str:
    text = section.text("verified_on", longest=20)
    if text and not _MONTH.match(text):
        section.fault("verified_on", f'"{text}" is not a month.', 'Write it as "2026-11".')
    return text
