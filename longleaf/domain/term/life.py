"""The life of a concept: what it becomes, and from what; merging and splitting without circles."""

from collections.abc import Collection, Mapping
from typing import Final

from longleaf.basis.problem import Problem
from longleaf.domain.term.concept import STATUSES, Concept

# What each status may become; a decision of the group makes "adopted", nothing else does.
NEXT: Final[Mapping[str, frozenset[str]]] = {
    "observed": frozenset({"ambiguous", "proposed", "deprecated"}),
    "ambiguous": frozenset({"observed", "proposed", "deprecated"}),
    "proposed": frozenset({"observed", "ambiguous", "in_comment", "deprecated"}),
    "in_comment": frozenset({"proposed", "adopted"}),
    "adopted": frozenset({"proposed", "deprecated"}),
    "deprecated": frozenset(),
}


def may_become(status: str, wanted: str) -> bool:
    """Whether a concept of one status may take another."""
    return wanted in NEXT[status]


def status_found(concept: Concept, ambiguous: Collection[str]) -> str:
    """The status that the usages alone give a concept that nobody has decided on.

    Args:
        concept: The concept.
        ambiguous: Keys of concepts whose preferred word stands for another concept too.
    """
    if concept.status in {"in_comment", "adopted", "deprecated"}:
        return concept.status
    if concept.key in ambiguous:
        return "ambiguous"
    return "observed" if concept.usages else "proposed"


def last_of(key: str, replaced: Mapping[str, str]) -> str:
    """Where a concept went through all mergers; itself if it was merged into none."""
    seen = {key}
    while (following := replaced.get(key, "")) and following not in seen:
        seen.add(following)
        key = following
    return key


def problems_of_merging(
    key: str, into: str, replaced: Mapping[str, str], status: str
) -> list[Problem]:
    """What stands in the way of merging one concept into another.

    Args:
        key: The one that goes.
        into: The one that stays.
        replaced: What every concept merged so far was merged into.
        status: Of the one that goes.
    """
    if key == into:
        return [Problem("into", "A concept cannot be merged into itself.", "Choose another.")]
    if key in replaced:
        fix = "Merge the one it went into."
        return [Problem("into", f"It was merged into “{replaced[key]}” already.", fix)]
    if last_of(into, replaced) == key:
        reason = f"“{into}” was itself merged into this concept, perhaps through others."
        return [Problem("into", reason, "That would be a circle: choose a concept still in use.")]
    if into in replaced:
        fix = f"Choose “{last_of(into, replaced)}”, where it went."
        return [Problem("into", f"“{into}” was merged away.", fix)]
    if status == "in_comment":
        fix = "Decide on its proposal or take it back first."
        return [Problem("into", "It is in its comment period.", fix)]
    return []


def problems_of_retiring(*, is_basis: bool, status: str) -> list[Problem]:
    """What stands in the way of taking a usage out of the registry."""
    if not is_basis:
        return []
    shown = STATUSES[status].lower()
    reason = f"The definition of its concept ({shown}) rests on this usage."
    return [Problem("", reason, "Propose a definition that rests on others first.")]
