"""Verbs on the work group: its rule, who votes for a member, milestones and deliverables."""

from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.term.rows import home_of, require, rule_as_data
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.domain.term.adoption import Rule, share
from longleaf.records.models import organization as people
from longleaf.records.models import term as rows
from longleaf.records.queries.work_group import group_row

_MOST_DAYS = 366


@transaction.atomic
def set_rule(
    *,
    by: Actor,
    comment_days: int,
    quorum: str,
    majority: str,
    objections_answered: bool,
    source: str,
    now: datetime,
) -> None:
    """Set the rule by which the group adopts; decisions taken keep the one they were taken by.

    Raises:
        NoSuchRecordError: If there is no group.
        ProblemsError: If a figure is none.
    """
    group = _group(by)
    problems = []
    shares: dict[str, Fraction] = {}
    for field, text in (("quorum", quorum), ("majority", majority)):
        try:
            shares[field] = share(text)
        except ValueError:
            problems.append(Problem(field, "This is no share.", "Write a fraction such as 2/3."))
    if not 1 <= comment_days <= _MOST_DAYS:
        problems.append(Problem("comment_days", "This is no number of days.", "From 1 to 366."))
    require({"source": (source, 300)}, problems)
    rule = Rule(
        comment_days, shares["quorum"], shares["majority"], objections_answered, source.strip()
    )
    group.rule = rule_as_data(rule)
    group.save(update_fields=["rule"])
    _note(group, "rule_set", by=by, now=now)


@transaction.atomic
def name_voter(*, by: Actor, member: int, person: UUID | None, now: datetime) -> None:
    """Say who votes for a member; only somebody with a role there.

    Raises:
        NoSuchRecordError: If there is no such member or person there.
    """
    group = _group(by)
    found = group.members.filter(pk=member).first()
    if found is None:
        raise NoSuchRecordError
    if (
        person
        and not people.Role.objects.filter(
            person=person, organization=found.organization_id
        ).exists()
    ):
        raise NoSuchRecordError
    found.person_id = person
    found.save(update_fields=["person"])
    _note(group, "voter_named", by=by, now=now)


@transaction.atomic
def keep_milestone(
    *,
    by: Actor,
    milestone: UUID | None,
    title: str,
    due_on: date,
    reached_on: date | None,
    now: datetime,
) -> UUID:
    """Set a milestone, or change one.

    Raises:
        NoSuchRecordError: If there is no such milestone.
        ProblemsError: If it has no name.
    """
    group = _group(by)
    require({"title": (title, 200)})
    values = {"title": title.strip(), "due_on": due_on, "reached_on": reached_on}
    if milestone is None:
        made = group.milestones.create(**values)
    else:
        found = group.milestones.filter(pk=milestone).first()
        if found is None:
            raise NoSuchRecordError
        made = found
        for name, value in values.items():
            setattr(made, name, value)
        made.save()
    _note(group, "milestone_kept", by=by, now=now)
    return made.pk


@transaction.atomic
def set_deliverable(*, by: Actor, key: str, state: str, note: str, now: datetime) -> None:
    """Say how far a deliverable is.

    Raises:
        NoSuchRecordError: If there is no such deliverable.
        ProblemsError: If there is no such state.
    """
    group = _group(by)
    found = group.deliverables.filter(key=key).first()
    if found is None:
        raise NoSuchRecordError
    if state not in {"not_begun", "under_way", "draft", "delivered"}:
        raise ProblemsError([Problem("state", "There is no such state.", "Choose one.")])
    found.state, found.note, found.changed_at = state, note.strip()[:600], now
    found.save(update_fields=["state", "note", "changed_at"])
    _note(group, "deliverable_set", by=by, now=now)


def _group(by: Actor) -> rows.WorkGroup:
    home_of(by, "keep_language")
    found = group_row(HOME)
    if found is None:
        raise NoSuchRecordError
    return rows.WorkGroup.objects.select_for_update().get(pk=found.pk)


def _note(group: rows.WorkGroup, verb: str, *, by: Actor, now: datetime) -> None:
    record_event(
        f"work_group.{verb}",
        by=by,
        subject=("work_group", group.slug),
        organization=group.convened_by_id,
        now=now,
    )
