"""What the verbs on plans share: finding and locking rows, what stands in the way, who is told."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import may
from longleaf.domain.plan.kind import PlanKind
from longleaf.domain.plan.life import Life, NotNowError
from longleaf.records.facts.plan import life_of
from longleaf.records.facts.plan_kind import kind_of
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows
from longleaf.records.queries.organization import in_force

LONGEST_REMARK = 5_000


def locked_plan(plan: UUID, *, by: Actor, verb: str) -> rows.Plan:
    """The plan, locked, if `by` may do `verb` at its organization.

    Raises:
        NoSuchRecordError: If there is none, or it is out of reach: the two look the same.
    """
    found = (
        rows.Plan.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(pk=plan)
        .first()
    )
    if found is None or not may(by, verb, organization=found.organization_id):
        raise NoSuchRecordError
    return found


def locked_review(review: UUID, *, by: Actor, verb: str) -> rows.PlanReview:
    """The review with its plan, both locked, if `by` may do `verb` at the plan's organization."""
    found = rows.PlanReview.objects.filter(pk=review).values_list("plan_id", flat=True).first()
    if found is None:
        raise NoSuchRecordError
    plan = locked_plan(found, by=by, verb=verb)
    row = (
        rows.PlanReview.objects.select_for_update(of=("self",))
        .select_related("version")
        .get(pk=review)
    )
    row.plan = plan
    return row


def kind_of_plan(plan: rows.Plan) -> PlanKind:
    """What the state asks of this plan."""
    return kind_of(plan.organization.jurisdiction, plan.kind)


def sections_of(plan: rows.Plan) -> dict[str, dict[str, Any]]:
    """The plan's text as it stands now, in the order of its kind."""
    there = {one.key: one.data for one in plan.sections.all()}
    return {key: there.get(key, {}) for key in kind_of_plan(plan).titles}


def decide(plan: rows.Plan, act: Callable[[Life], Life]) -> Life:
    """Take the act on the plan's life; what does not fit is one clear answer.

    Raises:
        AlreadyDoneError: If the act does not fit where the plan stands.
        ProblemsError: If what was given cannot be.
    """
    try:
        return act(life_of(plan))
    except NotNowError as error:
        raise AlreadyDoneError(str(error)) from error


def said(text: str, where: str, *, of: str) -> str:
    """What somebody wrote, without spaces around it.

    Raises:
        ProblemsError: If there are no words, or too many.
    """
    words = text.strip()
    if not is_storable(words):
        reason = "This holds a character that cannot be stored."
        raise ProblemsError([Problem(where, reason, "Type it again.")])
    if not words:
        raise ProblemsError([Problem(where, f"{of} has no words yet.", "Write it.")])
    if len(words) > LONGEST_REMARK:
        reason = f"{of} may have at most {LONGEST_REMARK:,} characters."
        raise ProblemsError([Problem(where, reason, "Shorten it.")])
    return words


def aside_words(text: str, where: str) -> str:
    """What somebody may write and need not; as `said`, where there is something."""
    return said(text, where, of="The text") if text.strip() else ""


def plan_event(
    verb: str,
    plan: rows.Plan,
    *,
    by: Actor,
    details: Mapping[str, object] | None = None,
    now: datetime,
) -> None:
    """Write an audit event about a plan."""
    record_event(
        verb,
        by=by,
        subject=("plan", plan.pk),
        organization=plan.organization_id,
        details=details,
        now=now,
    )


def writers_of(plan: rows.Plan, *, now: datetime) -> set[UUID]:
    """Who coordinates or administers the plan's organization."""
    held = people.Role.objects.filter(
        in_force(now.date()),
        organization=plan.organization_id,
        kind__in=["coordinator", "administrator"],
        person__is_active=True,
    )
    return set(held.values_list("person_id", flat=True))


def readers_of(plan: rows.Plan, *, now: datetime) -> set[UUID]:
    """The staff of the state's department."""
    held = people.Role.objects.filter(
        in_force(now.date()),
        Q(organization__jurisdiction=plan.organization.jurisdiction),
        organization__kind="department",
        kind="department_staff",
        person__is_active=True,
    )
    return set(held.values_list("person_id", flat=True))


def tell(
    persons: Iterable[UUID | None],
    *,
    by: Actor,
    kind: str,
    subject: str,
    body: str,
    path: str,
    now: datetime,
) -> None:
    """A notice and a mail for each of these people but the one who acts."""
    for person in sorted({one for one in persons if one is not None} - {by.person}, key=str):
        notify(person, kind=kind, subject=subject[:200], body=body, path=path, now=now)
