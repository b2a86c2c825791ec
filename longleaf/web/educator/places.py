"""Where to mend what a submission lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from longleaf.basis.problem import Problem
from longleaf.records.queries.evidence import SubmissionView


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, with the address where it can be mended."""

    address: str
    reason: str
    fix: str


def missing(view: SubmissionView, problems: Iterable[Problem]) -> list[Missing]:
    return [Missing(_address(view, one.where), one.reason, one.fix) for one in problems]


def _address(view: SubmissionView, where: str) -> str:
    kind, _, key = where.partition("/")
    if kind == "artifact":
        return reverse("artifact_edit", args=[view.id, key])
    if kind == "declaration":
        return f"{reverse('submission_check', args=[view.id])}#id_{key}"
    if kind == "criterion":
        return reverse("submission_part", args=[view.id, _first_part(view, key)])
    return f"{reverse('submission_part', args=[view.id, kind])}#{key}"


def _first_part(view: SubmissionView, criterion: str) -> str:
    """The part to go to for a criterion: the first of its parts that asks for artifacts, if any."""
    keys = view.definition.rubric.criterion(criterion).part
    for key in keys:
        if view.part(key).requests:
            return key
    return keys[0]
