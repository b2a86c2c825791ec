"""Explanations: an evaluation in sentences, with the arithmetic, and what remains to be done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import show_amount
from longleaf.policy.counting import Entry
from longleaf.policy.document import Json
from longleaf.policy.evaluate import Evaluation
from longleaf.policy.finding import Finding, Outcome
from longleaf.policy.mastery import UNSETTLED, Mastery
from longleaf.policy.messages import sentence, show_day, unit_words
from longleaf.policy.report import evaluation_as_json, mastery_as_json
from longleaf.policy.requirement.mastery import BESIDE, BOTH, EITHER
from longleaf.policy.rules import Rules
from longleaf.policy.tally import Placement

HEADLINES: Final[Mapping[Outcome, str]] = {
    Outcome.MET: "Everything that is asked for is there.",
    Outcome.UNMET: "Something that is asked for is still missing.",
    Outcome.UNKNOWN: "It cannot be said yet: something that matters is not known.",
    Outcome.WAIVED: "Part of what is asked for has been waived; the rest is there.",
    Outcome.EXEMPT: "An exemption holds; nothing more is needed.",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One finding in sentences.

    Attributes:
        says: What the rule comes to.
        inputs: What was used, one line each.
        left_out: What was not, one line each.
        sources: Where the rule is written, one line each.
    """

    rule: str
    outcome: Outcome
    says: str
    inputs: tuple[str, ...]
    left_out: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An evaluation in sentences.

    Attributes:
        headline: The outcome in one sentence.
        paragraphs: One per finding, in the same order.
        entries: One line per activity and award: its arithmetic and where it counts.
        ways: What would close the gaps, one line each.
        mastery: What competencies say beside what hours say, one line each; empty where none are
            asked for.
    """

    headline: str
    paragraphs: tuple[Paragraph, ...]
    entries: tuple[str, ...]
    ways: tuple[str, ...]
    mastery: tuple[str, ...] = ()


def explain(rules: Rules, evaluation: Evaluation) -> Explanation:
    """Put an evaluation into sentences.

    Args:
        rules: The rules that decided.
        evaluation: What they said.
    """
    titles = rules.titles(rules.local(evaluation.local))
    placed: dict[str, list[Placement]] = {}
    for one in evaluation.assignment:
        placed.setdefault(one.entry, []).append(one)
    return Explanation(
        HEADLINES[evaluation.outcome],
        tuple(_paragraph(finding, titles) for finding in evaluation.findings),
        tuple(
            _entry(entry, placed.get(entry.id, ()), evaluation.unit, titles)
            for entry in evaluation.entries
        ),
        tuple(sentence(way.because, titles) for way in evaluation.ways),
        tuple(_side_by_side(evaluation.mastery)),
    )


_WEIGHTS: Final[Mapping[str, str]] = {
    BESIDE: "shown beside credit; it decides nothing",
    EITHER: "enough in place of credit",
    BOTH: "asked for as well as credit",
    UNSETTLED: "what it decides is not settled",
    "plan": "asked for by the plan in place of credit",
}


def _side_by_side(mastery: Mastery) -> Iterator[str]:
    """Both metrics: what each says, and demand by demand what is shown and what is missing."""
    if not (mastery.groups or mastery.by_plan):
        return
    yield f"Hours alone: {mastery.hours.value}."
    if mastery.shown is not None:
        yield f"Mastery alone: {mastery.shown.value}."
    for weight, one in mastery.demands:
        yield f"[{one.outcome.value}] {sentence(one.because, {})} ({_WEIGHTS[weight]})"
        for names, words in ((one.shown, "shown"), (one.open, "not known"), (one.lacking, "none")):
            if names:
                yield f"    {words}: {', '.join(names)}"


def explanation_as_json(rules: Rules, evaluation: Evaluation) -> dict[str, Json]:
    """The evaluation as JSON, with its sentences and with where every entry counts."""
    said = explain(rules, evaluation)
    whole = evaluation_as_json(evaluation)
    return {
        **whole,
        "headline": said.headline,
        "local": evaluation.local,
        "surplus": show_amount(evaluation.surplus),
        "sentences": [
            {"rule": p.rule, "says": p.says, "inputs": p.inputs, "left_out": p.left_out}
            for p in said.paragraphs
        ],
        "entries": [
            {
                "id": entry.id,
                "source": entry.source,
                "credits": None
                if entry.credits is None or entry.is_numberless
                else show_amount(entry.credits),
                "says": says,
            }
            for entry, says in zip(evaluation.entries, said.entries, strict=True)
        ],
        "assignment": [
            {
                "entry": one.entry,
                "category": one.category,
                "credits": show_amount(one.credits),
                "surplus": one.surplus,
            }
            for one in evaluation.assignment
        ],
        "ways_said": said.ways,
        "mastery": mastery_as_json(evaluation.mastery),
    }


def explanation_as_text(rules: Rules, evaluation: Evaluation) -> str:
    """The explanation as plain text, for a terminal or a letter."""
    said = explain(rules, evaluation)
    lines = [said.headline, f"As of {show_day(evaluation.on)}.", ""]
    for paragraph in said.paragraphs:
        lines.append(f"[{paragraph.outcome.value}] {paragraph.says}")
        lines += [f"    note: {line}" for line in paragraph.left_out]
        lines += [f"    see: {line}" for line in paragraph.sources]
    if said.entries:
        lines += ["", "What you have:", *(f"  - {line}" for line in said.entries)]
    if said.mastery:
        lines += ["", "Hours and mastery, side by side:", *(f"  {line}" for line in said.mastery)]
    if said.ways:
        lines += ["", "Ways to what is missing:", *(f"  - {line}" for line in said.ways)]
    policy = evaluation.policy
    lines += ["", f"Rules: {rules.title}, version {policy.version}, {policy.hash[:12]}."]
    return "\n".join(lines)


def _paragraph(finding: Finding, titles: Mapping[str, str]) -> Paragraph:
    return Paragraph(
        finding.rule,
        finding.outcome,
        sentence(finding.because, titles),
        tuple(f"{one.id}: {sentence(one.because, titles)}" for one in finding.inputs),
        tuple(f"{one.id}: {sentence(one.because, titles)}" for one in finding.left_out),
        tuple(
            f"{one.title}, {one.publisher} (read {show_day(one.verified_on)})"
            for one in dict.fromkeys(finding.citations)
        ),
    )


def _entry(
    entry: Entry, placements: Sequence[Placement], unit: str, titles: Mapping[str, str]
) -> str:
    parts = [sentence(entry.worth, titles)]
    homes = [
        titles[one.category]
        if entry.is_numberless
        else f"{show_amount(one.credits)} in {titles[one.category]}"
        for one in placements
        if one.category is not None and not one.surplus
    ]
    if homes:
        parts.append(f"Counts: {', '.join(homes)}.")
    parts += [
        sentence(one.limit.because(one.credits, unit), titles) for one in placements if one.limit
    ]
    extra = sum((one.credits for one in placements if one.surplus), Fraction(0))
    if extra and not entry.is_numberless:
        text = show_amount(extra)
        parts.append(f"Not needed: {text} {unit_words(unit, text)}.")
    parts += [sentence(one, titles) for one in entry.reasons if one != entry.worth]
    return f"{entry.id}: {' '.join(parts)}"
