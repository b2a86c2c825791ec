"""What a plan says: the words and records of its sections, read leniently from what was typed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

Data = dict[str, Any]
"""One section as it is kept: texts, lists of words, and lists of entries, each with a key."""

# The fields of each list's entries; those that hold several words, apart.
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "goals": ("title", "source"),
    "competencies": ("title", "element", "jobs"),
    "processes": ("title", "kind", "description"),
    "waivers": (
        "category", "hours", "at_least", "level", "within_years", "evidence_kinds", "reason",
    ),
    "measures": (
        "title", "unit", "baseline", "baseline_on", "target", "due_on", "source", "reported",
    ),
}  # fmt: skip
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "goals": (),
    "competencies": ("goals", "microcredentials", "kinds", "processes"),
    "processes": (),
    "waivers": ("kinds", "competencies", "confirmed_by"),
    "measures": ("goals",),
}
COVERAGE_TEXTS: Final = ("who", "people", "starts_on", "ends_on", "consent", "mid_cycle")
COVERAGE_WORDS: Final = ("schools", "kinds")
PROCESS_KINDS: Final = ("peer_review", "annual_evaluation", "other")
CONSENTS: Final = ("notice", "consent")
REPORTED: Final = ("yearly", "twice_a_year", "quarterly")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the school improvement plan, and where that plan says it."""

    key: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Competency:
    """What an educator shows; links are by key or slug, `element` is "framework code".

    An award shows it by confirming that element.
    """

    key: str
    title: str
    element: str
    goals: tuple[str, ...]
    microcredentials: tuple[str, ...]
    kinds: tuple[str, ...]
    jobs: str
    processes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Process:
    """How a competency is confirmed; `kind` is one of PROCESS_KINDS."""

    key: str
    title: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """Hours that are waived, and what is shown in their place, as it was typed.

    Attributes:
        category: "" for the total.
        hours: Clock hours; "" for all of what is asked for.
        kinds: Kinds of license; empty for every kind.
        competencies: Keys of the plan's competencies, of which `at_least` are to be shown.
    """

    key: str
    category: str
    hours: str
    kinds: tuple[str, ...]
    competencies: tuple[str, ...]
    at_least: str
    level: str
    within_years: str
    evidence_kinds: str
    confirmed_by: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Measure:
    """An outcome measure as it was typed; days in ISO form, figures as exact decimals."""

    key: str
    title: str
    goals: tuple[str, ...]
    unit: str
    baseline: str
    baseline_on: str
    target: str
    due_on: str
    source: str
    reported: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whom the plan covers.

    Attributes:
        who: "everyone" of the LEA, or "chosen"; "" if not yet said.
        schools: Identifiers of schools.
        kinds: Kinds of license.
        people: E-mail addresses of people covered by name.
        starts_on: The first day that is intended.
        ends_on: The last day; None for open.
        consent: "notice" or "consent": what the plan owes the people it covers.
    """

    who: str = ""
    schools: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    consent: str = ""
    mid_cycle: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a plan says, whichever section holds it."""

    texts: Mapping[str, str] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    competencies: tuple[Competency, ...] = ()
    processes: tuple[Process, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    measures: tuple[Measure, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)


def read_content(sections: Mapping[str, Mapping[str, Any]]) -> Content:
    """What these sections say; whatever is missing or malformed is empty, for checks to find."""
    held: dict[str, list[Any]] = {name: [] for name in TEXTS}
    coverage = Coverage()
    for data in sections.values():
        for name, found in held.items():
            found += [_entry(name, one) for one in entries_of(data, name)]
        if "coverage" in data:
            coverage = _coverage(data["coverage"])
    return Content(
        texts={key: text_of(data, "text") for key, data in sections.items()},
        goals=tuple(Goal(**one) for one in held["goals"]),
        competencies=tuple(Competency(**one) for one in held["competencies"]),
        processes=tuple(Process(**one) for one in held["processes"]),
        waivers=tuple(Waiver(**one) for one in held["waivers"]),
        measures=tuple(Measure(**one) for one in held["measures"]),
        coverage=coverage,
    )


def content_hash(kind: str, sections: Mapping[str, Mapping[str, Any]]) -> str:
    """SHA-256 over the kind and all sections in one canonical form."""
    canonical = json.dumps(
        {"kind": kind, "sections": sections},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def entries_of(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The entries of a list of a section; none where something else stands there."""
    given = data.get(name)
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def text_of(data: object, key: str) -> str:
    """A text without spaces around it; "" where none stands."""
    given = data.get(key) if isinstance(data, Mapping) else None
    return given.strip() if isinstance(given, str) else ""


def words_of(data: object, key: str) -> tuple[str, ...]:
    """A list of words; none where something else stands."""
    given = data.get(key) if isinstance(data, Mapping) else None
    found = given if isinstance(given, list) else []
    return tuple(one for one in cast("Sequence[object]", found) if isinstance(one, str) and one)


def day_of(text: str) -> date | None:
    """A day in ISO form, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _entry(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": text_of(data, "key"),
        **{one: text_of(data, one) for one in TEXTS[name]},
        **{one: words_of(data, one) for one in WORDS[name]},
    }


def _coverage(data: object) -> Coverage:
    people = text_of(data, "people").replace(",", "\n").splitlines()
    return Coverage(
        who=text_of(data, "who"),
        schools=words_of(data, "schools"),
        kinds=words_of(data, "kinds"),
        people=tuple(dict.fromkeys(one.strip().lower() for one in people if one.strip())),
        starts_on=day_of(text_of(data, "starts_on")),
        ends_on=day_of(text_of(data, "ends_on")),
        consent=text_of(data, "consent"),
        mid_cycle=text_of(data, "mid_cycle"),
    )
