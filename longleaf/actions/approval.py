"""Approving many activities at once, each on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longleaf.actions.activity import approve_activity
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.renewal.jurisdiction import jurisdiction_of, legal_day
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.renewal import employers_of
from longleaf.records.models import credit as rows


@dataclass(frozen=True, slots=True)
class Approved:
    """What came of approving many.

    Attributes:
        done: How many were approved now.
        passed_over: Titles of those that were not: decided meanwhile, or the approver's own.
    """

    done: int
    passed_over: tuple[str, ...]


def approve_activities(*, by: Actor, activities: Sequence[UUID], now: datetime) -> Approved:
    """Approve each of these activities for the categories it was recorded for.

    One that names no category counts in the one that takes any credit. Each stands by itself: one
    that was decided meanwhile stops none of the others.

    Raises:
        NoSuchRecordError: If one of them is not in the actor's reach; then none is approved.
    """
    wanted = set(activities)
    held = list(
        rows.Activity.objects.filter(
            pk__in=wanted, organization__in=by.reach([RoleKind.COORDINATOR])
        )
        .order_by("recorded_at", "pk")
        .values_list("pk", "person_id", "title", "categories")
    )
    if len(held) != len(wanted):
        raise NoSuchRecordError
    employers = employers_of({person for _, person, *_ in held}, on=legal_day(now))
    done, passed_over = 0, []
    for pk, person, title, categories in held:
        residual = rules_of(jurisdiction_of(employers.get(person))).residual
        try:
            approve_activity(by=by, activity=pk, categories=categories or [residual], now=now)
        except (AlreadyDoneError, ProblemsError):
            passed_over.append(title)
        else:
            done += 1
    return Approved(done, tuple(passed_over))
