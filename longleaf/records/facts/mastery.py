"""Rows → the competencies that awards confirm: at which level, from what, and by whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from longleaf.domain.review.appeal import APPEAL_SEAT
from longleaf.policy.facts import Competency
from longleaf.policy.requirement.competency import LEVELS
from longleaf.records.models import bulk, evidence, microcredential, review

# Who decides stands for the board or the state that issues; a partner speaks for neither.
_ISSUERS: Final = {"lea": "lea", "department": "state", "partner": "partner", "school": "lea"}
NOT_YET, SHOWN, BEYOND = LEVELS
"""Rubrics name their levels as they like: what counts is where one stands to the passing one. An
award whose reviews left no level on record was granted, so it was shown."""


@dataclass(frozen=True, slots=True)
class Earned:
    """An award, as far as its competencies go.

    Attributes:
        judged: The levels that carried each decision; empty where none was made here.
        handed_in: The kinds of the artifacts that were judged.
        is_reviewed: Whether it was reviewed here, and not decided outside.
    """

    award: UUID
    version: UUID
    issuer_kind: str
    judged: Sequence[Mapping[str, Any]]
    handed_in: Sequence[str]
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class _Rubric:
    """A rubric's levels, lowest first, and the one that is enough."""

    levels: tuple[str, ...] = ()
    passing: str = ""

    def place(self, level: str) -> int:
        """How many levels above the passing one; negative below it."""
        passing = self.levels.index(self.passing) if self.passing in self.levels else 0
        return self.levels.index(level) - passing


def judged_of(submission: str) -> ArraySubquery:
    """What was judged in a submission, for a query whose rows lead to it by this name."""
    scores = review.CriterionScore.objects.filter(
        review__attempt__submission=OuterRef(submission),
        review__attempt__state=evidence.AttemptState.DECIDED,
        review__state=review.ReviewState.FINISHED,
    ).filter(
        Q(review__outcome=F("review__attempt__outcome"))
        # What had passed before an appeal was upheld is not judged again with it.
        | Q(review__outcome="not_yet", review__attempt__appeals__outcome="upheld")
    )
    one = JSONObject(
        attempt="review__attempt__number",
        criterion="criterion",
        level="level",
        seat="review__seat",
    )
    return ArraySubquery(scores.values(one=one))


def handed_in_of(submission: str) -> ArraySubquery:
    """The kinds of the artifacts in a submission's decided attempts, likewise."""
    uses = evidence.ArtifactUse.objects.filter(
        attempt__submission=OuterRef(submission), attempt__state=evidence.AttemptState.DECIDED
    )
    return ArraySubquery(uses.values("artifact__kind").distinct().order_by("artifact__kind"))


def competencies_of(earned: Iterable[Earned]) -> dict[UUID, tuple[Competency, ...]]:
    """The competencies of each award, by its identifier; a handful of queries for all.

    The level is the lowest that any criterion of the rubric came to: an award claims no more than
    all of its criteria show. Evidence kinds are those of the artifacts that were handed in.
    """
    awards = list(earned)
    if not awards:
        return {}
    elements, rubrics = _defined({one.version for one in awards})
    filed = _filed([one.award for one in awards if not one.is_reviewed])
    found = {}
    for one in awards:
        rubric = rubrics.get(one.version, _Rubric())
        issuer = _ISSUERS.get(one.issuer_kind, "partner")
        if one.is_reviewed:
            given = _last_judged(one.judged, rubric.levels)
            confirmed: tuple[str, ...] = ("reviewer", issuer)
        else:
            given, confirmed = filed.get(one.award, {}), (issuer,)
        kinds = tuple(one.handed_in) or None
        level = _lowest(given.values(), rubric)
        found[one.award] = tuple(
            Competency(element, level, kinds, confirmed)
            for element in elements.get(one.version, ())
        )
    return found


def _lowest(levels: Iterable[str], rubric: "_Rubric") -> str:
    lowest = min((rubric.place(level) for level in levels if level in rubric.levels), default=0)
    return SHOWN if lowest == 0 else (BEYOND if lowest > 0 else NOT_YET)


def _last_judged(scores: Iterable[Mapping[str, Any]], order: Sequence[str]) -> Mapping[str, str]:
    """Each criterion as it was judged last; of several reviewers, the lower level."""
    latest: dict[str, tuple[tuple[int, bool], str]] = {}
    for score in scores:
        # An answer to an appeal comes after the reviews of the same attempt.
        number = (score["attempt"], score.get("seat") == APPEAL_SEAT)
        criterion, level = score["criterion"], score["level"]
        if level not in order:
            continue
        known = latest.get(criterion)
        if known is not None and known[0] > number:
            continue
        if known is None or known[0] < number or order.index(level) < order.index(known[1]):
            latest[criterion] = (number, level)
    return {criterion: level for criterion, (_, level) in latest.items()}


def _defined(
    versions: Iterable[UUID],
) -> tuple[Mapping[UUID, tuple[str, ...]], Mapping[UUID, _Rubric]]:
    """Of each version: the elements that it serves, and its rubric."""
    elements: dict[UUID, tuple[str, ...]] = defaultdict(tuple)
    rubrics: dict[UUID, _Rubric] = {}
    through = microcredential.Version.elements.through.objects.filter(version__in=versions)
    rows: Iterable[tuple[UUID, str, Any, str | None]] = through.order_by(
        "element__identifier"
    ).values_list(
        "version_id",
        "element__identifier",
        "version__definition__rubric__levels",
        "version__definition__rubric__passing_level",
    )
    for version, element, levels, passing in rows:
        elements[version] = (*elements[version], element)
        rubrics[version] = _Rubric(tuple(one["key"] for one in levels or ()), passing or "")
    return elements, rubrics


def _filed(awards: Sequence[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    """The levels of awards that were decided outside, as their file gave them."""
    if not awards:
        return {}
    rows = bulk.AwardFileResult.objects.filter(award__in=awards)
    return {award: levels for award, levels in rows.values_list("award", "row__levels") if award}
