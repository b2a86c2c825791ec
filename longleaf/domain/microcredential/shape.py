"""The values that a definition is made of."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MethodComponent:
    """One observable step of the key method."""

    key: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class KeyMethod:
    """The way of working that the competency rests on."""

    title: str
    description: str
    components: tuple[MethodComponent, ...]


@dataclass(frozen=True, slots=True)
class Research:
    """One work behind the method, and in our words why it matters."""

    citation: str
    summary: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that helps an educator prepare."""

    title: str
    description: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question answered in words; both limits are whole words and allowed themselves."""

    key: str
    prompt: str
    min_words: int
    max_words: int


@dataclass(frozen=True, slots=True)
class ArtifactRequest:
    """What an educator is asked to hand in: `minimum` to `maximum` items of these kinds."""

    key: str
    title: str
    guidance: str
    kinds: tuple[str, ...]
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """One part of a submission; only a part of kind "artifacts" holds requests."""

    key: str
    kind: str
    title: str
    guidance: str
    questions: tuple[Question, ...]
    requests: tuple[ArtifactRequest, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is asked for, in the order it is handed in."""

    parts: tuple[EvidencePart, ...]

    def part(self, key: str) -> EvidencePart:
        """The part with this key.

        Raises:
            KeyError: If there is none.
        """
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the rubric."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is judged.

    Attributes:
        key: Stable name.
        title: What is judged.
        part: Keys of the evidence parts it is judged from.
        descriptions: Level key to what a reviewer sees at that level.
        next_step: What to do when it is not shown yet.
    """

    key: str
    title: str
    part: tuple[str, ...]
    descriptions: Mapping[str, str]
    next_step: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """Criteria by levels, lowest level first, and the level that is enough."""

    levels: tuple[Level, ...]
    passing_level: str
    criteria: tuple[Criterion, ...]

    def passes(self, level: str) -> bool:
        """Whether a level is the passing one or above it.

        Raises:
            ValueError: If the rubric has no such level.
        """
        order = [one.key for one in self.levels]
        return order.index(level) >= order.index(self.passing_level)

    def criterion(self, key: str) -> Criterion:
        """The criterion with this key.

        Raises:
            KeyError: If there is none.
        """
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The element of a framework that the competency serves."""

    framework: str
    element: str


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a micro-credential, complete enough to publish.

    Attributes:
        slug: Stable name across versions.
        audience: Kinds of license it is for.
        grade_spans: Empty means all.
        effort_hours: The time it typically takes, an exact decimal such as "12.5". It informs and
            counts for nothing: mastery is the currency, not time.
    """

    slug: str
    title: str
    summary: str
    competency: str
    audience: tuple[str, ...]
    grade_spans: tuple[str, ...]
    key_method: KeyMethod
    research: tuple[Research, ...]
    resources: tuple[Resource, ...]
    evidence: Evidence
    rubric: Rubric
    alignments: tuple[Alignment, ...]
    renewal_categories: tuple[str, ...]
    effort_hours: str
    tags: tuple[str, ...]
