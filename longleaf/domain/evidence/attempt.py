"""Attempts: which criteria are still open, and what a revision begins with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from longleaf.domain.microcredential.shape import Definition


@dataclass(frozen=True, slots=True)
class UseFact:
    """An artifact put forward for one request.

    Attributes:
        artifact: The artifact's identifier.
        part: Key of the evidence part.
        request: Key of the request in that part.
        criteria: Keys of the criteria it is said to show.
    """

    artifact: str
    part: str
    request: str
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """What was handed in once.

    Attributes:
        number: 1 for the first attempt.
        open_criteria: Keys of the criteria that it was judged on.
        responses: What was written, by part and question.
        uses: The artifacts put forward, in their order.
    """

    number: int
    open_criteria: tuple[str, ...]
    responses: Mapping[tuple[str, str], str]
    uses: tuple[UseFact, ...]


class NothingToReviseError(ValueError):
    """Every criterion passed, so there is nothing to revise."""


def next_attempt(
    definition: Definition, previous: AttemptFacts, passed: Collection[str]
) -> AttemptFacts:
    """What a revision begins with: all that was handed in, open only where it did not pass.

    A criterion that passed is not judged again, in fairness to the educator: other reviewers
    could see it otherwise. The earlier attempt stays as it was.

    Raises:
        NothingToReviseError: If no criterion is left open.
    """
    left = tuple(
        criterion.key
        for criterion in definition.rubric.criteria
        if criterion.key in previous.open_criteria and criterion.key not in passed
    )
    if not left:
        message = "Every criterion has passed; there is nothing to revise."
        raise NothingToReviseError(message)
    return AttemptFacts(
        number=previous.number + 1,
        open_criteria=left,
        responses=dict(previous.responses),
        uses=previous.uses,
    )


def open_parts(definition: Definition, open_criteria: Collection[str]) -> tuple[str, ...]:
    """Keys of the parts that may be changed: all but those that serve only criteria that passed.

    A part that no criterion is judged from (where the educator sets the scene) stays open.
    """
    found = []
    for part in definition.evidence.parts:
        serves = [one.key for one in definition.rubric.criteria if part.key in one.part]
        if not serves or any(key in open_criteria for key in serves):
            found.append(part.key)
    return tuple(found)
