"""What a plan still lacks: which element, why it is required, where that is written, what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import NotAnAmountError, parse_amount
from longleaf.domain.plan.content import (
    CONSENTS,
    PROCESS_KINDS,
    REPORTED,
    Content,
    Coverage,
    Measure,
    day_of,
)
from longleaf.domain.plan.kind import Element, PlanKind

_LOOKED_UP: Final = "Someone must be able to look the figure up."


@dataclass(frozen=True, slots=True)
class Known:
    """What exists outside the plan, as far as checks need it.

    Attributes:
        microcredentials: Slugs of published micro-credentials.
        elements: "framework code" of every element on file.
        schools: Identifiers of the LEA's schools, and their names.
        people: Addresses of the LEA's educators.
        kinds: Kinds of license in the policy.
    """

    microcredentials: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()
    schools: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is missing or doubtful.

    Attributes:
        element: Key of the section.
        where: Path within it; "" for the section as a whole.
        reason: What is wrong.
        fix: What to do.
        why: Why it is required; "" for what is only pointed out.
        citation: Where that is written.
        is_needed: Whether the plan cannot be submitted as it is.
    """

    element: str
    where: str
    reason: str
    fix: str
    why: str = ""
    citation: str = ""
    is_needed: bool = True


def check_plan(kind: PlanKind, content: Content, known: Known) -> list[Check]:
    """Everything that keeps the plan from being submitted, then what is pointed out.

    Waivers are compared with the policy in force by `longleaf.domain.plan.waiver`, and the links
    are followed by `longleaf.domain.plan.connection`.
    """
    found: list[Check] = []
    for element in kind.elements:
        found += _words(element, content)
        for name in element.holds:
            found += _RECORDS[name](element, content, known)
    framework = next((one for one in kind.elements if one.framework), None)
    if framework is not None:
        found += _alignment(framework, content)
    return sorted(found, key=lambda one: not one.is_needed)


def needed(element: Element, where: str, reason: str, fix: str) -> Check:
    """A check that must be settled first, with the element's own reason and citation."""
    return Check(element.key, where, reason, fix, element.asks, element.citation)


def pointed_out(element: Element, where: str, reason: str, fix: str) -> Check:
    """A check that a person may leave as it is."""
    return Check(element.key, where, reason, fix, is_needed=False)


def _words(element: Element, content: Content) -> Iterator[Check]:
    count = len(content.texts.get(element.key, "").split())
    if count >= element.least_words:
        return
    if not count:
        yield needed(
            element, "text", "This section has no words yet.", "Write it in your own words."
        )
    else:
        reason = f"This section has {count} words; {element.least_words} are the least."
        yield needed(element, "text", reason, "Say more, so that a reader can follow it.")


def _goals(element: Element, content: Content, _known: Known) -> Iterator[Check]:
    if not content.goals:
        yield needed(
            element, "goals", "No goal is named.", "Add a goal of the school improvement plan."
        )
    for one in content.goals:
        if not one.title:
            yield needed(element, f"goals[{one.key}].title", "A goal has no words.", "Write it.")
        if not one.source:
            reason = f"“{_short(one.title)}” does not say which improvement plan it is from."
            fix = "Name the plan, its years, and the goal's number."
            yield needed(element, f"goals[{one.key}].source", reason, fix)


def _competencies(element: Element, content: Content, known: Known) -> Iterator[Check]:
    if not content.competencies:
        yield needed(
            element, "competencies", "No competency is named.", "Say what an educator shows."
        )
    for one in content.competencies:
        where, name = f"competencies[{one.key}]", _short(one.title)
        if not one.title:
            yield needed(element, f"{where}.title", "A competency has no words.", "Write it.")
        if not one.goals:
            reason = f"“{name}” serves no goal of the improvement plan."
            yield needed(element, f"{where}.goals", reason, "Choose the goals that it serves.")
        if not one.kinds and not one.jobs:
            reason = f"“{name}” belongs to nobody's license area or job."
            fix = "Choose kinds of license, or name the job."
            yield needed(element, f"{where}.kinds", reason, fix)
        if not one.processes and element.asked_by == "law":
            reason = f"Nobody confirms “{name}”."
            fix = "Choose the process: peer review, annual evaluation, or another."
            yield needed(element, f"{where}.processes", reason, fix)
        if one.element and one.element not in known.elements:
            reason = f"“{name}” names an element of the standards that is not on file."
            yield needed(element, f"{where}.element", reason, "Choose another.")
        for slug in one.microcredentials:
            if slug not in known.microcredentials:
                reason = f"“{name}” names “{slug}”, which is not published."
                yield needed(element, f"{where}.microcredentials", reason, "Choose another.")


def _processes(element: Element, content: Content, _known: Known) -> Iterator[Check]:
    if not content.processes:
        fix = "Add peer review, annual evaluation, or another process."
        yield needed(element, "processes", "No process is named.", fix)
    for one in content.processes:
        where = f"processes[{one.key}]"
        if not one.title:
            yield needed(element, f"{where}.title", "A process has no name.", "Name it.")
        if one.kind not in PROCESS_KINDS:
            yield needed(
                element, f"{where}.kind", "The kind of this process is not chosen.", "Choose it."
            )
        if not one.description:
            reason = f"“{_short(one.title)}” does not say who looks at what, and how often."
            yield needed(
                element, f"{where}.description", reason, "Describe it in a sentence or two."
            )


def _waivers(element: Element, content: Content, _known: Known) -> Iterator[Check]:
    for one in content.waivers:
        where = f"waivers[{one.key}]"
        if one.hours and (amount(one.hours) or 0) <= 0:
            reason = f"“{one.hours}” is not a number of hours."
            yield needed(element, f"{where}.hours", reason, 'Write it as "30", or leave it empty.')
        if not one.competencies:
            fix = "Choose the competencies that are shown in place of the hours."
            yield needed(
                element,
                f"{where}.competencies",
                "Hours are waived for nothing in their place.",
                fix,
            )
        if not one.reason:
            reason = "It is not said why these hours are waived."
            yield needed(
                element, f"{where}.reason", reason, "Write it for the Department's reviewer."
            )
        yield from _demand(element, where, one.at_least, len(one.competencies))
        yield from _told_apart(element, where, one.competencies, content)
        for name, value in (
            ("within_years", one.within_years),
            ("evidence_kinds", one.evidence_kinds),
        ):
            if value and (amount(value) or 0) <= 0:
                yield needed(
                    element, f"{where}.{name}", f"“{value}” is not a number.", "Write a number."
                )
    if content.texts.get(element.key) and not content.waivers:
        reason = "The section has words, but nothing is waived."
        fix = "Add a waiver, or say in another section what you wrote here."
        yield pointed_out(element, "waivers", reason, fix)


def _told_apart(
    element: Element, where: str, wanted: tuple[str, ...], content: Content
) -> Iterator[Check]:
    """An award shows a competency by its element, so two of one waiver need two elements."""
    by_element: dict[str, str] = {}
    for one in content.competencies:
        if one.key not in wanted:
            continue
        if not one.element:
            reason = f"“{_short(one.title)}” names no element, so no award can show it."
            fix = "Choose the element at the competency."
            yield needed(element, f"{where}.competencies", reason, fix)
        elif one.element in by_element:
            reason = f"“{by_element[one.element]}” and “{_short(one.title)}” name the same element."
            fix = "Give each an element of its own, or ask for one of the two."
            yield needed(element, f"{where}.competencies", reason, fix)
        by_element[one.element] = _short(one.title)


def _demand(element: Element, where: str, at_least: str, listed: int) -> Iterator[Check]:
    if not at_least:
        return
    count = int(at_least) if at_least.isdigit() and at_least.isascii() else 0
    if count < 1:
        reason = f"“{at_least}” is not a number of competencies."
        yield needed(element, f"{where}.at_least", reason, "Write a whole number, such as 2.")
    elif listed and count > listed:
        reason = f"{count} competencies are asked for, and {listed} can be chosen from."
        yield needed(element, f"{where}.at_least", reason, "Ask for fewer, or list more.")


def _measures(element: Element, content: Content, _known: Known) -> Iterator[Check]:
    if not content.measures:
        yield needed(element, "measures", "No outcome measure is named.", "Add one for each goal.")
    for one in content.measures:
        yield from _measure(element, one)


def _measure(element: Element, one: Measure) -> Iterator[Check]:
    where, name = f"measures[{one.key}]", _short(one.title)
    for part, reason, fix in (
        ("title", "A measure does not say what is counted.", "Write what is counted."),
        ("unit", f"“{name}” has no unit.", "Write the unit, such as percent."),
        ("source", f"“{name}” does not say where its figure comes from.", _LOOKED_UP),
    ):
        if not getattr(one, part):
            yield needed(element, f"{where}.{part}", reason, fix)
    for part, word in (("baseline", "baseline"), ("target", "target")):
        if amount(getattr(one, part)) is None:
            reason = f"“{name}” has no {word}."
            yield needed(
                element, f"{where}.{part}", reason, 'Write a figure such as "61" or "61.5".'
            )
    for part, word in (("baseline_on", "baseline"), ("due_on", "target")):
        if day_of(getattr(one, part)) is None:
            reason = f"“{name}” does not say on which day its {word} stands."
            yield needed(element, f"{where}.{part}", reason, "Choose the day.")
    first, last = day_of(one.baseline_on), day_of(one.due_on)
    if first and last and last <= first:
        reason = f"The target of “{name}” is due before its baseline was taken."
        yield needed(element, f"{where}.due_on", reason, "Give the target a later day.")
    if one.reported not in REPORTED:
        reason = f"“{name}” does not say how often it is reported."
        yield needed(element, f"{where}.reported", reason, "Choose it.")


def _coverage(element: Element, content: Content, known: Known) -> Iterator[Check]:
    said: Coverage = content.coverage
    if said.who not in ("everyone", "chosen"):
        fix = "Choose everyone, or choose schools, kinds of license or people."
        yield needed(element, "coverage.who", "It is not said who is covered.", fix)
    elif said.who == "chosen" and not (said.schools or said.kinds or said.people):
        fix = "Choose schools or kinds of license, or name people."
        yield needed(element, "coverage.schools", "Nobody is chosen.", fix)
    for one in said.schools:
        if one not in known.schools:
            reason = "A school of another LEA is chosen."
            yield needed(element, "coverage.schools", reason, "Choose from your own schools.")
    for one in said.kinds:
        if one not in known.kinds:
            reason = f"The policy knows no kind of license “{one}”."
            yield needed(element, "coverage.kinds", reason, "Choose another.")
    for one in said.people:
        if one not in known.people:
            reason = f"“{one}” is no educator of this LEA."
            fix = "Correct the address, or invite the person first."
            yield needed(element, "coverage.people", reason, fix)
    if said.starts_on is None:
        yield needed(
            element, "coverage.starts_on", "The first day is not said.", "Choose the first day."
        )
    elif said.ends_on is not None and said.ends_on < said.starts_on:
        reason = "The last day is before the first."
        yield needed(element, "coverage.ends_on", reason, "Choose a later day, or none.")
    if said.consent not in CONSENTS:
        reason = "It is not said whether people are told, or asked for their consent."
        yield needed(element, "coverage.consent", reason, "Choose one of the two.")


def _alignment(element: Element, content: Content) -> Iterator[Check]:
    holder = "competencies"
    for one in content.competencies:
        if not one.element.startswith(f"{element.framework} "):
            reason = f"“{_short(one.title)}” names no element of the standards."
            fix = f"Choose it at the competency, in the section with the {holder}."
            yield needed(element, "", reason, fix)


def amount(text: str) -> Fraction | None:
    """An exact amount, or None."""
    try:
        return parse_amount(text)
    except NotAnAmountError:
        return None


def starts_too_early(content: Content, on: date) -> bool:
    """Whether the first day that is intended has passed already."""
    first = content.coverage.starts_on
    return first is not None and first < on


def _short(text: str) -> str:
    words = text or "An entry without a name"
    return words if len(words) <= 60 else f"{words[:57].rstrip()}…"  # noqa: PLR2004 - for one line


_RECORDS: Final = {
    "goals": _goals,
    "competencies": _competencies,
    "processes": _processes,
    "waivers": _waivers,
    "measures": _measures,
    "coverage": _coverage,
}
