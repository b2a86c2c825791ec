"""The sections of the report but one: each from its facts, gaps as gaps."""

from collections import Counter
from collections.abc import Iterable

from longleaf.domain.report.cells import may_show, shown
from longleaf.domain.report.content import (
    Block,
    Figure,
    Finding,
    Gap,
    Grid,
    Items,
    Sub,
    Words,
)
from longleaf.domain.report.facts import Example, PracticeFacts, ReportFacts

LEVELS = {"federal": "Federal", "state": "State", "local": "Local"}
SAYS = ("permits", "requires", "prevents", "is silent")
MOST_CONFLICTS = 12


def practice_blocks(facts: ReportFacts) -> Iterable[Block]:
    """Who does what where, of how many who answered."""
    found = facts.practices
    if found is None or not found.answered:
        asked = 0 if found is None else found.asked
        yield Finding(
            "practices.answered",
            f"Of {facts.leas} LEAs on record, {asked} were asked for their practices and none has"
            " answered.",
            (("leas", facts.leas), ("asked", asked)),
            "all LEAs on record",
        )
        yield Gap("practices.all", "What districts do today is not on record.")
        return
    yield Finding(
        "practices.answered",
        f"Of {facts.leas} LEAs on record, {found.asked} were asked for their practices and"
        f" {found.answered} answered. They named {found.practices} practices.",
        (
            ("leas", facts.leas),
            ("asked", found.asked),
            ("answered", found.answered),
            ("practices", found.practices),
        ),
        "all LEAs on record",
    )
    yield from _practice_figures(found)
    silent = facts.leas - found.answered
    yield Gap(
        "practices.silent",
        f"Nothing is on record of the other {silent} LEAs. That they did not answer does not say"
        " that they do nothing.",
    )
    if found.old:
        yield Finding(
            "practices.old",
            f"{found.old} of their statements have not been verified within the last year.",
            (("old", found.old),),
            "statements of the LEAs that answered",
        )


def _practice_figures(found: PracticeFacts) -> Iterable[Block]:
    if found.kinds:
        yield Figure(
            "practices.kinds",
            "Kinds of practice that LEAs named",
            f"LEAs, of {found.answered} that answered",
            "Inventory of practices",
            shown(found.kinds),
        )
    if found.regions:
        yield Figure(
            "practices.regions",
            "LEAs that answered, by education region",
            "LEAs",
            "Inventory of practices",
            shown(found.regions),
        )


def policy_blocks(facts: ReportFacts) -> Iterable[Block]:
    """Policies by level, and what the rules ask for as they are loaded."""
    stances = facts.practices.stances if facts.practices else ()
    if stances:
        counted = Counter((one.level, one.says) for one in stances)
        yield Grid(
            "policies.stances",
            "Policies on record, by level and by what they do to the use of micro-credentials",
            ("Level", *(one.capitalize() for one in SAYS)),
            tuple(
                (words, *(str(counted[(level, says)]) for says in SAYS))
                for level, words in LEVELS.items()
            ),
            right=tuple(range(1, len(SAYS) + 1)),
            cites=tuple(dict.fromkeys(one.source for one in stances if one.source)),
        )
    rules = facts.policies
    yield Sub("The rules of renewal as they are loaded")
    told = ", ".join(f"{one.label} ({one.count})" for one in rules.sources)
    all_sources = sum(one.count for one in rules.sources)
    yield Finding(
        "policies.sources",
        f"The rules rest on {all_sources} sources: {told}.",
        (("all", all_sources), *((one.label, one.count) for one in rules.sources)),
        f"sources of version {rules.version} of the rules",
        rules.cites,
    )
    yield Grid(
        "policies.eras",
        "What the renewal of each kind of license asks for now, in credits",
        ("License", "Licenses that expire", "In all", "Of which"),
        tuple((one.license, one.span, one.total, one.split) for one in rules.eras),
        widths=(3, 4, 1, 5),
        cites=rules.cites[:2],
    )
    invented = (
        f" Those of {rules.invented_locals} invented LEAs are loaded for the demonstration."
        if rules.invented_locals
        else ""
    )
    yield Finding(
        "policies.locals",
        f"Local rules of {rules.locals} boards are loaded, as their pages give them.{invented}",
        (("locals", rules.locals), ("invented", rules.invented_locals or None)),
        "sets of local rules",
    )
    yield Finding(
        "policies.unknown",
        f"At {rules.unknown} places the sources leave open what held, and the rules say so instead"
        " of guessing. The weightiest: the state has set no value for a micro-credential that"
        " could be found.",
        (("places", rules.unknown),),
        "dated rows of the rules",
    )


def learning_blocks(facts: ReportFacts) -> Iterable[Block]:
    """Kinds of professional development: what the rules give for each, and what is recorded."""
    found = facts.learning
    yield Grid(
        "learning.worth",
        "What the rules give for kinds of professional development",
        ("Kind", "What it is worth"),
        found.worth,
        widths=(2, 5),
        cites=found.cites,
    )
    if not found.activities:
        yield Gap("learning.approved", "No approved activity is on record.")
        return
    if may_show(found.educators):
        yield Finding(
            "learning.approved",
            f"{found.educators:,} educators have {found.activities:,} approved activities on"
            " record.",
            (("educators", found.educators), ("activities", found.activities)),
            "approved activities on record",
        )
    yield Figure(
        "learning.kinds",
        "Approved activities by kind",
        "Approved activities",
        "Activities on record",
        shown(found.approved),
    )
    yield Gap(
        "learning.elsewhere",
        "Activities that LEAs keep in other systems are not on record here.",
    )


def evidence_blocks(facts: ReportFacts) -> Iterable[Block]:
    """Kinds of evidence: what is asked for, and what is handed in."""
    found = facts.evidence
    if not found.published:
        yield Gap("evidence.asked", "No micro-credential is published.")
        return
    yield Finding(
        "evidence.published",
        f"{found.published} micro-credentials are published.",
        (("published", found.published),),
        "micro-credentials that can be begun today",
    )
    yield Figure(
        "evidence.asked",
        "Kinds of artifact that micro-credentials accept",
        f"Micro-credentials, of {found.published} published",
        "Published definitions",
        shown(found.asked),
    )
    if found.artifacts and may_show(found.educators):
        yield Finding(
            "evidence.handed_in",
            f"{found.educators:,} educators have handed in {found.artifacts:,} artifacts.",
            (("educators", found.educators), ("artifacts", found.artifacts)),
            "attempts that were handed in",
        )
        yield Figure(
            "evidence.kinds",
            "Artifacts handed in, by kind",
            "Artifacts",
            "Attempts handed in",
            shown(found.handed_in),
        )
    else:
        yield Gap("evidence.handed_in", "Too little was handed in to be counted.")


def term_blocks(facts: ReportFacts) -> Iterable[Block]:
    """The common language, and what is still to be settled in it."""
    found = facts.terms
    yield Finding(
        "terms.words",
        f"The language holds {found.words} concepts and {found.usages} usages of others.",
        (("words", found.words), ("usages", found.usages)),
        "concepts and usages on record",
    )
    if found.statuses:
        yield Figure(
            "terms.statuses",
            "Concepts by how far they are settled",
            "Concepts",
            "Registry of terms",
            shown(found.statuses),
        )
    if found.conflicts:
        yield Finding(
            "terms.conflicts",
            f"{len(found.conflicts)} places ask to be settled: a word that means several things,"
            " or a thing with several words.",
            (("places", len(found.conflicts)),),
            "words on record",
        )
        yield Items(found.conflicts[:MOST_CONFLICTS])


def framework_blocks(facts: ReportFacts) -> Iterable[Block]:
    """The framework in short: worked examples, and how far LEAs have decided."""
    found = facts.framework
    yield Words(
        "The examples are computed by the renewal engine from the rules as they are loaded, on the"
        " day of this report. The framework itself, with every rule and each LEA's own choices,"
        " stands on this site."
    )
    yield Grid(
        "framework.examples",
        "Worked examples",
        ("Example", "Asked for", "Counted", "Missing", "What comes of it"),
        tuple(_example(one) for one in found.examples),
        right=(1, 2, 3),
        widths=(6, 2, 2, 2, 6),
        cites=tuple(dict.fromkeys(key for one in found.examples for key in one.cites))[:8],
    )
    yield Sub("What LEAs have decided")
    if not found.deciding:
        yield Gap("framework.decisions", "No LEA has put its decisions on record.")
        return
    yield Figure(
        "framework.decisions",
        "Decisions that LEAs have taken",
        f"LEAs, of {found.deciding} that have put a decision on record",
        "Decisions on record",
        shown(found.decisions),
    )


def _example(one: Example) -> tuple[str, ...]:
    return (one.title, one.required, one.counted, one.missing, one.outcome)


def research_blocks(facts: ReportFacts) -> Iterable[Block]:
    """What studies show and do not show, as it is."""
    yield Words(
        "Interest in micro-credentials is well documented. That they change what students learn is"
        " not: the one randomized trial that we know of found little use and no gain."
    )
    yield Grid(
        "research.studies",
        "Studies, what they show, and what they do not",
        ("Study", "What it shows", "What it does not show"),
        tuple((one.title, one.shows, one.does_not) for one in facts.studies),
        widths=(2, 4, 4),
        cites=tuple(one.source for one in facts.studies),
    )
