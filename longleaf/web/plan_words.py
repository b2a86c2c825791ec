"""A plan in words: its sections, entries and differences as pages show them to readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse

from longleaf.domain.plan.content import COVERAGE_TEXTS, COVERAGE_WORDS, TEXTS, WORDS, day_of
from longleaf.domain.plan.difference import Change
from longleaf.domain.plan.kind import PlanKind
from longleaf.records.queries.plan import Choices
from longleaf.web.labels import CATEGORIES, LICENSE_KINDS

SVG: Final = "image/svg+xml"
MARKS: Final = {"there": "There", "unclear": "Unclear", "missing": "Missing"}
PROCESS_KINDS: Final = {
    "peer_review": "Peer review",
    "annual_evaluation": "Annual evaluation",
    "other": "Another process",
}
CONSENTS: Final = {
    "notice": "People are told before the first day",
    "consent": "People agree first; the plan applies from that day",
}
REPORTED: Final = {"yearly": "Yearly", "twice_a_year": "Twice a year", "quarterly": "Quarterly"}
LEVELS: Final = {"demonstrated": "Demonstrated", "strong": "Strong"}
CONFIRMERS: Final = {"reviewer": "Trained reviewers of evidence", "lea": "The LEA"}
WHO: Final = {
    "everyone": "Every educator of this LEA",
    "chosen": "Those chosen below",
}

_FIELDS = {
    "title": "",
    "source": "Source",
    "element": "Element of the standards",
    "jobs": "Jobs",
    "goals": "Goals",
    "microcredentials": "Earned by",
    "kinds": "Kinds of license",
    "processes": "Confirmed by",
    "kind": "Kind",
    "description": "How",
    "category": "What is waived",
    "hours": "Clock hours",
    "competencies": "Shown in their place",
    "at_least": "How many of them",
    "level": "At least at the level",
    "within_years": "Shown in the last years",
    "evidence_kinds": "Kinds of evidence",
    "confirmed_by": "Confirmed by",
    "reason": "Why",
    "unit": "Unit",
    "baseline": "Baseline",
    "baseline_on": "Day of the baseline",
    "target": "Target",
    "due_on": "Day of the target",
    "reported": "Reported",
    "who": "Who is covered",
    "people": "People by name",
    "schools": "Schools",
    "starts_on": "First day intended",
    "ends_on": "Last day intended",
    "consent": "What people are owed",
    "mid_cycle": "In the middle of a cycle",
    "text": "Words",
}
_NOUNS = {
    "goals": "Goal",
    "competencies": "Competency",
    "processes": "Process",
    "waivers": "Waiver",
    "measures": "Measure",
    "coverage": "Coverage",
}
_VALUES = {
    **LICENSE_KINDS,
    **CATEGORIES,
    **PROCESS_KINDS,
    **CONSENTS,
    **REPORTED,
    **LEVELS,
    **CONFIRMERS,
    **WHO,
}
# Words that an empty field stands for.
_EMPTY = {
    "category": "Hours in all",
    "hours": "All that is asked for",
    "at_least": "All of them",
}


@dataclass(frozen=True, slots=True)
class EntryInWords:
    """One entry: its title, and each field with its name."""

    title: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SectionInWords:
    """One section as readers see it."""

    key: str
    title: str
    asks: str
    citation: str
    text: str
    entries: tuple[EntryInWords, ...]


def in_words(
    kind: PlanKind, sections: Mapping[str, Mapping[str, Any]], choices: Choices
) -> list[SectionInWords]:
    """Every section, with the names of what its entries are tied to."""
    names = _names(sections, choices)
    found = []
    for element in kind.elements:
        data = sections.get(element.key, {})
        entries = []
        for name in element.holds:
            held = [data.get(name, {})] if name == "coverage" else data.get(name, [])
            entries += [_entry(name, at, one, names) for at, one in enumerate(held, start=1)]
        found.append(
            SectionInWords(
                element.key,
                element.title,
                element.asks,
                element.citation,
                str(data.get("text", "")),
                tuple(entries),
            )
        )
    return found


def _names(sections: Mapping[str, Mapping[str, Any]], choices: Choices) -> dict[str, str]:
    own = {
        f"{name}:{one['key']}": str(one.get("title", ""))
        for data in sections.values()
        for name in WORDS
        for one in data.get(name, []) or []
    }
    return own | dict(choices.schools) | dict(choices.microcredentials)


def _entry(name: str, at: int, data: Mapping[str, Any], names: Mapping[str, str]) -> EntryInWords:
    title = str(data.get("title") or "") or ("" if name == "coverage" else f"{_NOUNS[name]} {at}")
    facts = []
    for key, value in sorted(data.items(), key=lambda one: _place(name, one[0])):
        if key in {"key", "title"}:
            continue
        shown = _value(key, value, names) or (_EMPTY.get(key, "") if name == "waivers" else "")
        if shown:
            facts.append((_FIELDS.get(key, key), shown))
    return EntryInWords(title, tuple(facts))


def _place(name: str, key: str) -> int:
    """Where a field stands among those of its kind, as the editor has them."""
    order = (*TEXTS.get(name, COVERAGE_TEXTS), *WORDS.get(name, COVERAGE_WORDS))
    return order.index(key) if key in order else len(order)


def _value(key: str, value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(
            names.get(f"{key}:{one}") or names.get(str(one)) or str(_VALUES.get(one, one))
            for one in value
        )
    text = str(value)
    on = day_of(text) if key.endswith("_on") else None
    if on is not None:
        return f"{on:%B} {on.day}, {on.year}"
    return text if key in {"text", "source", "reason", "description"} else _VALUES.get(text, text)


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """One difference as the page shows it."""

    section: str
    place: str
    kind: str
    before: str
    after: str


def changes_in_words(
    kind: PlanKind,
    changes: list[Change],
    names: Mapping[str, str],
) -> list[ChangeInWords]:
    """Differences with the names of sections, fields and entries."""
    found = []
    for one in changes:
        where, _, field = one.where.rpartition(".")
        name, _, key = where.rstrip("]").partition("[")
        place = _FIELDS.get(field or one.where, one.where) or "Title"
        if name in _NOUNS:
            noun = _NOUNS[name]
            place = f"{noun} {key}: {place}" if key else place
        elif one.where in _NOUNS:
            place = f"Order of {one.where}"
        found.append(
            ChangeInWords(
                kind.titles.get(one.section, one.section),
                place,
                one.kind,
                _shown(field, one.before, names),
                _shown(field, one.after, names),
            )
        )
    return found


def _shown(field: str, text: str, names: Mapping[str, str]) -> str:
    return ", ".join(
        names.get(f"{field}:{part}") or names.get(part) or _VALUES.get(part, part)
        for part in text.split(", ")
    )


def names_of(sections: Mapping[str, Mapping[str, Any]], choices: Choices) -> dict[str, str]:
    """What keys and slugs of a plan stand for."""
    return _names(sections, choices)


def picture(svg: str) -> HttpResponse:
    """A drawing of our own, as an image."""
    return HttpResponse(svg, content_type=SVG, headers={"Cache-Control": "private, no-cache"})
