"""Requirement: the most recent annual evaluation is good enough."""

from dataclasses import dataclass
from datetime import date

from longleaf.policy.facts import Rating
from longleaf.policy.finding import Because, Finding, Input, Outcome
from longleaf.policy.parameter import Dated, Unknown


@dataclass(frozen=True, slots=True)
class RatingRequirement:
    """An educator employed by a local board was rated at least so, most recently.

    Attributes:
        at_least: The lowest rating that is enough.
        scale: The ratings from lowest to highest.
        held: Whether it is asked for, by the day on which the license expires.
    """

    at_least: str
    scale: tuple[str, ...]
    held: Dated[bool]

    def check(
        self,
        evaluation: Rating | None,
        *,
        by_local_board: bool | None,
        expires_on: date | None,
        on: date,
    ) -> Finding | None:
        """Compare the rating with the one asked for.

        Args:
            evaluation: The most recent evaluation on file, or None.
            by_local_board: Whether a local board employs the educator; None if not known.
            expires_on: Last day of the license, or None.
            on: The day asked about; a later evaluation is not looked at.

        Returns:
            A finding, or None where nothing of the kind is asked.
        """
        row = self.held.on(expires_on)
        if row.value is False or by_local_board is False:
            return None
        numbers = {"at_least": self.at_least}
        inputs: tuple[Input, ...] = ()
        known = evaluation is not None and (evaluation.on is None or evaluation.on <= on)
        if evaluation is None or not known:
            outcome, because = Outcome.UNKNOWN, Because("rating.not_on_file", numbers)
        else:
            numbers["rating"] = evaluation.rating
            inputs = (Input("evaluation", _given(evaluation)),)
            if self.scale.index(evaluation.rating) >= self.scale.index(self.at_least):
                outcome, because = Outcome.MET, Because("rating.met", numbers)
            elif isinstance(row.value, Unknown):
                numbers["reason"] = row.value.reason
                outcome, because = Outcome.UNKNOWN, Because("rating.rule_unknown", numbers)
            elif by_local_board is None:
                outcome, because = Outcome.UNKNOWN, Because("rating.employer_unknown", numbers)
            else:
                outcome, because = Outcome.UNMET, Because("rating.unmet", numbers)
        return Finding("rating", outcome, because, inputs, citations=row.citations)


def _given(evaluation: Rating) -> Because:
    if evaluation.on is None:
        return Because("rating.given", {"rating": evaluation.rating})
    numbers = {"rating": evaluation.rating, "on": evaluation.on.isoformat()}
    return Because("rating.given_on", numbers)
