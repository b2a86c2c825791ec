"""The yearly report of a plan in force: what is put together, and what its people add in words."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.basis.small_cells import LEAST_SHOWN
from longleaf.domain.plan.outcome import Finding, Measured, Reported, Slot

Data = dict[str, object]
LONGEST: Final = 5_000

# What the coordinator adds; the first is the question that the whole work is about.
PROMPTS: Final[Mapping[str, tuple[str, str]]] = {
    "practice": (
        "What implication does our professional development have for changing teacher practice?",
        "What is seen in lessons now, how you know it, and what else could have brought it about.",
    ),
    "limits": (
        "What the figures do not show",
        "Who is missing from them, what changed in how they were taken, what they cannot answer.",
    ),
    "next": ("What follows from it", "What you keep, change or stop in the next year."),
}
NEEDED: Final = "practice"
CAVEAT: Final = (
    "The figures show what changed while the plan was in force. Nothing was compared with educators"
    " outside it, so they do not show that the plan caused a change."
)


@dataclass(frozen=True, slots=True)
class MeasureYear:
    """One measure at the end of a year, as others than the plan's people may see it.

    Attributes:
        finding: Of reports up to the year's last day, small groups left out.
        reports: All of the year, small groups among them; they are hidden on the way out.
        gaps: Spans for which nothing was reported though it was due in the year.
    """

    measured: Measured
    finding: Finding
    reports: tuple[Reported, ...]
    gaps: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class YearFacts:
    """All that a yearly report is put together from.

    Attributes:
        covered: People covered on the year's last day.
        joined: People whose coverage began in the year.
        left: People whose coverage ended in it.
        earned: Each competency's title, and how many covered people showed it by an award.
    """

    plan: str
    organization: str
    version: int
    content_hash: str
    first: date
    last: date
    measures: tuple[MeasureYear, ...]
    covered: int
    joined: int
    left: int
    earned: tuple[tuple[str, int], ...]


def assemble(facts: YearFacts) -> Data:
    """The report as JSON values; None stands where a number of fewer than ten is hidden."""
    moved = [facts.joined, facts.left]
    # One of the two could be had from the other and the numbers covered in two years.
    is_hidden = any(0 < one < LEAST_SHOWN for one in moved)
    return {
        "plan": facts.plan,
        "organization": facts.organization,
        "version": facts.version,
        "content_hash": facts.content_hash,
        "first_on": facts.first.isoformat(),
        "last_on": facts.last.isoformat(),
        "measures": [_measure(one) for one in facts.measures],
        "covered": _shown(facts.covered),
        "joined": None if is_hidden else facts.joined,
        "left": None if is_hidden else facts.left,
        "earned": [{"competency": title, "people": _shown(count)} for title, count in facts.earned],
        "caveat": CAVEAT,
    }


def _shown(count: int) -> int | None:
    return None if 0 < count < LEAST_SHOWN else count


def _measure(one: MeasureYear) -> Data:
    found, measured = one.finding, one.measured
    return {
        "key": measured.key,
        "title": measured.title,
        "unit": measured.unit,
        "baseline": _amount(measured.baseline),
        "baseline_on": measured.baseline_on.isoformat(),
        "target": _amount(measured.target),
        "due_on": measured.due_on.isoformat(),
        "source": measured.source,
        "progress": found.progress.value,
        "figure": _amount(found.latest.figure) if found.latest else None,
        "measured_on": found.latest.on.isoformat() if found.latest else None,
        "size": found.latest.size if found.latest else None,
        "change": _amount(found.change),
        "low": _amount(found.low),
        "high": _amount(found.high),
        "is_clear": found.is_clear,
        "share": _percent(found.share),
        "expected": _percent(found.expected),
        "reports": [
            {
                "on": report.on.isoformat(),
                "figure": None if report.is_small else show_amount(report.figure),
                "size": None if report.is_small else report.size,
            }
            for report in one.reports
        ],
        "gaps": [[gap.first.isoformat(), gap.last.isoformat()] for gap in one.gaps],
    }


def _amount(amount: Fraction | None) -> str | None:
    return None if amount is None else show_amount(amount)


def _percent(share: Fraction | None) -> int | None:
    """A whole percent, rounded toward zero, so that nothing is made better than it is."""
    return None if share is None else int(share * 100)


def read_words(given: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without spaces around it.

    Raises:
        ProblemsError: If a text is too long or cannot be stored; `where` names it.
    """
    words = {key: given.get(key, "").replace("\r\n", "\n").strip() for key in PROMPTS}
    problems = [
        Problem(key, f"This text has more than {LONGEST:,} characters.", "Shorten it.")
        for key, text in words.items()
        if len(text) > LONGEST
    ]
    problems += [
        Problem(key, "This holds a character that cannot be stored.", "Type it again.")
        for key, text in words.items()
        if not is_storable(text)
    ]
    if problems:
        raise ProblemsError(problems)
    return words


def check_ready(year: Slot, words: Mapping[str, str], on: date) -> None:
    """Whether a yearly report can be sent.

    Raises:
        ProblemsError: If the year is not over, or the question of practice has no answer.
    """
    problems = []
    if on <= year.last:
        reason = f"This year runs until {year.last:%B} {year.last.day}, {year.last.year}."
        problems.append(Problem("", reason, "Send its report once it is over."))
    if not words.get(NEEDED, "").strip():
        fix = "Write what you know, also if that is: we do not know yet."
        problems.append(Problem(NEEDED, "This question has no answer yet.", fix))
    if problems:
        raise ProblemsError(problems)


def report_hash(data: Mapping[str, object], words: Mapping[str, str]) -> str:
    """SHA-256 over all that a report says, in one canonical form."""
    said = {"data": data, "words": words}
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
