"""The report from its facts: each finding a sentence whose every number is a figure of its own."""

from collections.abc import Iterable, Sequence

from longleaf.domain.report.cells import BELOW, may_show, shown
from longleaf.domain.report.citing import SECTIONS
from longleaf.domain.report.compose_parts import (
    evidence_blocks,
    framework_blocks,
    learning_blocks,
    policy_blocks,
    practice_blocks,
    research_blocks,
    term_blocks,
)
from longleaf.domain.report.content import (
    Block,
    Figure,
    Finding,
    Gap,
    Report,
    ReportSection,
    Said,
    Source,
    Sub,
    Words,
    cited_in,
)
from longleaf.domain.report.facts import OutcomeFacts, Paragraph, ReportFacts, Tally
from longleaf.policy.messages import show_day

TITLE = "Micro-credentials in {state}: practices, policies, language and outcomes"


def compose(facts: ReportFacts, *, number: int = 0) -> Report:
    """The report that these facts make; edition 0 is one that is not frozen.

    Sections stand in the order of `citing.SECTIONS`, each person's paragraph at the end of its own.
    Sources that no block cites are left out; those cited are numbered by first citation.
    """
    made = {
        "practices": practice_blocks(facts),
        "policies": policy_blocks(facts),
        "learning": learning_blocks(facts),
        "evidence": evidence_blocks(facts),
        "terms": term_blocks(facts),
        "framework": framework_blocks(facts),
        "outcomes": _outcomes(facts),
        "research": research_blocks(facts),
    }
    sections = (
        ReportSection("about", "About this report", tuple(_about(facts))),
        *(
            ReportSection(key, title, (*map(_or_gap, made[key]), *_said(facts.paragraphs, key)))
            for key, title in SECTIONS.items()
        ),
    )
    known = {one.key: one for one in facts.sources}
    sources = tuple(known.get(key, Source(key, key)) for key in cited_in(sections))
    return Report(
        title=TITLE.format(state=facts.state),
        subtitle=f"{facts.body}, {show_day(facts.on)}",
        body=facts.body,
        number=number,
        made_on=facts.on,
        is_demo=facts.is_demo,
        sections=sections,
        sources=sources,
    )


def _about(facts: ReportFacts) -> Iterable[Block]:
    if facts.is_demo:
        yield Words(
            "This is a demonstration. The people, organizations, practices and figures in it are"
            " invented; the rules, the words and the studies are real and cited."
        )
    yield Words(
        "Nothing here was written twice. Each finding is computed from records and says of how"
        " many it speaks; each paragraph of a person names who wrote it and cites the records it"
        " rests on. What is not known stands as a gap. " + BELOW
    )


def _or_gap(block: Block) -> Block:
    """A figure of nothing is a gap."""
    if isinstance(block, Figure) and not block.bars:
        return Gap(block.key, f"{block.title}: nothing is on record.")
    return block


def _said(paragraphs: Sequence[Paragraph], section: str) -> Iterable[Block]:
    own = [one for one in paragraphs if one.section == section]
    if own:
        yield Sub("What people found")
    for one in own:
        yield Said(one.id, one.text, one.by, show_day(one.said_on), one.cites, one.stale)


def _outcomes(facts: ReportFacts) -> Iterable[Block]:
    found = facts.outcomes
    yield from _way_to_an_award(found)
    earners = shown(found.by_lea)
    if any(bar.count for bar in earners):
        with_none = sum(1 for bar in earners if bar.count == 0)
        yield Figure(
            "outcomes.by_lea",
            "Educators who hold a micro-credential, by LEA",
            "Educators with at least one award that holds",
            "Awards on record; an educator counts once in each LEA where they teach",
            tuple(bar for bar in earners if bar.count != 0),
        )
        yield Finding(
            "outcomes.leas_without",
            f"In {_leas(with_none)} of {len(earners)} on record, no educator holds one.",
            (("leas", with_none), ("all", len(earners))),
            "all LEAs on record",
        )
    yield Sub("Licenses")
    yield Words(
        "Whether a license can be renewed is computed by the rules as they are loaded. It says"
        " nothing of how well somebody teaches."
    )
    yield (
        Figure(
            "outcomes.standings",
            "Where license cycles under way stand",
            "License cycles",
            "Standing under the rules loaded",
            shown(found.standings),
        )
        if found.licenses
        else Gap("outcomes.standings", "No license is on record.")
    )
    yield Sub("Alternative renewal plans")
    yield from _plans(found.plans)


def _way_to_an_award(found: OutcomeFacts) -> Iterable[Block]:
    if not found.begun:
        yield Gap("outcomes.begun", "Nobody has begun a micro-credential yet.")
        return
    if may_show(found.beginners):
        yield Finding(
            "outcomes.begun",
            f"{_educators(found.beginners)} have begun {found.begun:,} micro-credentials.",
            (("educators", found.beginners), ("begun", found.begun)),
            "all educators on record; a micro-credential that two begin counts twice",
        )
    if may_show(found.earners):
        yield Finding(
            "outcomes.awards",
            f"{_educators(found.earners)} hold {found.awards:,} awards.",
            (("educators", found.earners), ("awards", found.awards)),
            "awards that hold today; revoked and suspended ones are not counted",
        )
    if may_show(found.decided_first):
        yield Finding(
            "outcomes.first_attempts",
            f"Of {found.decided_first:,} first attempts decided, {found.earned_first:,} earned the"
            " micro-credential; the others were told what is not there yet, and may try again.",
            (("decided", found.decided_first), ("earned", found.earned_first)),
            "first attempts that were decided",
        )
    else:
        yield Gap(
            "outcomes.first_attempts",
            "Too few first attempts were decided to say what share earned the micro-credential.",
        )
    yield Gap(
        "outcomes.students",
        "What students gained by it is not known here: no record of this site measures it.",
    )


def _plans(plans: Sequence[Tally]) -> Iterable[Block]:
    if not plans:
        yield Gap("outcomes.plans", "No LEA has begun an alternative plan on this site.")
        return
    told = "; ".join(f"{one.label}: {one.count}" for one in plans)
    yield Finding(
        "outcomes.plans",
        f"Alternative plans by state. {told}.",
        tuple((one.label, one.count) for one in plans),
        "all plans on record; templates are not counted",
    )


def _leas(count: int) -> str:
    return "one LEA" if count == 1 else f"{count} LEAs"


def _educators(count: int) -> str:
    return f"{count:,} educators"
