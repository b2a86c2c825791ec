"""The few facts that the report's findings are computed from."""

from dataclasses import dataclass, field
from datetime import date

from longleaf.domain.report.content import Source


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of something, and how many people stand behind them.

    Attributes:
        people: Distinct people; the count is hidden where they are too few. None where it counts
            no people: organizations, rules, words.
    """

    label: str
    count: int
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """A policy on record and what it does to the use of micro-credentials.

    Attributes:
        level: "local", "state" or "federal".
        says: What it does, in one word: permits, requires, is silent, prevents.
        source: Key of its source.
    """

    title: str
    level: str
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """What districts told the inventory; only what they told for everyone to read.

    Attributes:
        asked: LEAs that were invited to answer.
        answered: LEAs that did.
        practices: Practices they named.
        kinds: Kinds of practice, and how many LEAs named one of that kind.
        regions: Regions, and how many of their LEAs answered.
        old: Statements not verified for longer than the inventory allows.
        stances: Policies on record.
    """

    asked: int
    answered: int
    practices: int
    kinds: tuple[Tally, ...] = ()
    regions: tuple[Tally, ...] = ()
    old: int = 0
    stances: tuple[Stance, ...] = ()


@dataclass(frozen=True, slots=True)
class Era:
    """What one kind of license asked for over a span of expiry days, in words."""

    license: str
    span: str
    total: str
    split: str


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """The rules as they are loaded.

    Attributes:
        version: Of the rules.
        sources: Kinds of source that they cite, and how many of each.
        eras: What each kind of license asks for, latest first.
        locals: LEAs whose local rules are loaded; those of invented LEAs are counted apart.
        unknown: Places in the rules where the sources leave something open.
        cites: Keys of the sources.
    """

    version: str
    sources: tuple[Tally, ...]
    eras: tuple[Era, ...]
    locals: int
    invented_locals: int
    unknown: int
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearningFacts:
    """Kinds of professional development.

    Attributes:
        worth: Kind and what the rules give for it, in words.
        approved: Approved activities by kind.
        activities: All approved activities.
        educators: Distinct educators behind them.
    """

    worth: tuple[tuple[str, str], ...]
    approved: tuple[Tally, ...]
    activities: int
    educators: int
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """Kinds of evidence.

    Attributes:
        published: Published micro-credentials.
        asked: Kinds of artifact, and how many published micro-credentials accept them.
        handed_in: Artifacts in attempts that were handed in, by kind.
        artifacts: All of those.
        educators: Distinct educators behind them.
    """

    published: int
    asked: tuple[Tally, ...]
    handed_in: tuple[Tally, ...]
    artifacts: int
    educators: int


@dataclass(frozen=True, slots=True)
class TermFacts:
    """The common language.

    Attributes:
        words: Words or concepts on record.
        usages: Usages recorded of others.
        statuses: Status, and how many concepts have it.
        conflicts: Words with several meanings, or meanings with several words, each in a sentence.
    """

    words: int
    usages: int
    statuses: tuple[Tally, ...]
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """An example computed by the renewal engine.

    Attributes:
        title: What it is about.
        given: The facts, one line each.
        asks: What is asked for, counted and missing, as shown.
        outcome: In a sentence.
    """

    key: str
    title: str
    given: tuple[str, ...]
    required: str
    counted: str
    missing: str
    outcome: str
    because: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrameworkFacts:
    """The framework as the report prints it: examples, and what LEAs have decided."""

    examples: tuple[Example, ...]
    decisions: tuple[Tally, ...]
    deciding: int


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What came of micro-credentials so far.

    Attributes:
        begun: Submissions begun, and by how many educators.
        decided_first: First attempts that were decided.
        earned_first: Of these, those that earned it.
        awards: Awards that hold.
        earners: Distinct educators who hold one.
        by_lea: Educators with an award, by LEA; LEAs with none are in it.
        plans: Alternative plans by state.
        licenses: License cycles under way.
        standings: Their standings: met, not yet, cannot be said, waived, exempt.
    """

    begun: int
    beginners: int
    decided_first: int
    earned_first: int
    awards: int
    earners: int
    by_lea: tuple[Tally, ...]
    plans: tuple[Tally, ...]
    licenses: int
    standings: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """What a study shows and what it does not, in our words."""

    key: str
    title: str
    shows: str
    does_not: str
    source: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A person's paragraph as the report takes it up."""

    id: str
    section: str
    text: str
    by: str
    said_on: date
    cites: tuple[str, ...]
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """All that the report is made of; None where nothing is on record yet."""

    on: date
    body: str
    state: str
    is_demo: bool
    leas: int
    policies: PolicyFacts
    learning: LearningFacts
    evidence: EvidenceFacts
    terms: TermFacts
    framework: FrameworkFacts
    outcomes: OutcomeFacts
    studies: tuple[Study, ...]
    practices: PracticeFacts | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    sources: tuple[Source, ...] = field(default=())
