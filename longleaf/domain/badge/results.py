"""What a badge says of each criterion: the level that the review came to, if its earner wants."""

from collections.abc import Mapping, Sequence

from longleaf.credential.document import JsonObject, as_list, identifier_of, members
from longleaf.credential.open_badges import Result, ResultDescription, RubricLevel
from longleaf.domain.microcredential.shape import Criterion, Rubric
from longleaf.domain.review.judgment import CriterionFeedback


def levels_shown(rubric: Rubric, attempts: Sequence[Sequence[CriterionFeedback]]) -> dict[str, str]:
    """The level of each criterion, by key, from the feedback on every decided attempt.

    A criterion counts as it was judged last. Where reviewers gave different levels, the lower one
    is shown: a badge claims no more than both saw.

    Args:
        rubric: Its levels stand lowest first.
        attempts: Oldest first; an attempt has feedback only on what it had to show.
    """
    order = [level.key for level in rubric.levels]
    found: dict[str, str] = {}
    for feedback in attempts:
        for one in feedback:
            given = [score.level for score in one.scores if score.level in order]
            if given:
                found[one.criterion] = min(given, key=order.index)
    return {
        criterion.key: found[criterion.key]
        for criterion in rubric.criteria
        if criterion.key in found
    }


def shows_levels(document: JsonObject) -> bool:
    """Whether a badge says which levels were reached: that choice stands in the badge itself."""
    return "result" in members(document.get("credentialSubject"))


def levels_in(document: JsonObject) -> dict[str, str]:
    """The levels that a badge of ours says were reached, by the criterion's title."""
    subject = members(document.get("credentialSubject"))
    achievement = members(subject.get("achievement"))
    titles = {
        identifier_of(level): (members(kind).get("name"), members(level).get("name"))
        for kind in as_list(achievement.get("resultDescription"))
        for level in as_list(members(kind).get("rubricCriterionLevel"))
    }
    reached = [members(result).get("achievedLevel") for result in as_list(subject.get("result"))]
    named = [titles[level] for level in reached if isinstance(level, str) and level in titles]
    return {str(criterion): str(level) for criterion, level in named}


def evidence_in(document: JsonObject) -> list[str]:
    """The titles of the evidence that a badge names."""
    return [str(members(item).get("name", "")) for item in as_list(document.get("evidence"))]


def descriptions_of(rubric: Rubric, *, page: str) -> list[ResultDescription]:
    """Every criterion as a result that there can be, with its levels, lowest first.

    Args:
        rubric: Of the version the award is tied to.
        page: The version's address; identifiers are places on that page.
    """
    return [
        ResultDescription(
            id=_place(page, criterion.key),
            name=criterion.title,
            result_type="RubricCriterionLevel",
            levels=_levels(rubric, criterion, page),
            required_level=_place(page, criterion.key, rubric.passing_level),
        )
        for criterion in rubric.criteria
    ]


def results_of(levels: Mapping[str, str], rubric: Rubric, *, page: str) -> list[Result]:
    """The level reached on each criterion, in the rubric's order."""
    return [
        Result(
            result_description=_place(page, criterion.key),
            achieved_level=_place(page, criterion.key, levels[criterion.key]),
        )
        for criterion in rubric.criteria
        if criterion.key in levels
    ]


def _levels(rubric: Rubric, criterion: Criterion, page: str) -> list[RubricLevel]:
    return [
        RubricLevel(
            id=_place(page, criterion.key, level.key),
            name=level.title,
            description=criterion.descriptions.get(level.key, ""),
            level=str(number),
        )
        for number, level in enumerate(rubric.levels, start=1)
    ]


def _place(page: str, *keys: str) -> str:
    return f"{page}#{'.'.join(keys)}"
