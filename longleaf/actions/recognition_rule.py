"""Verbs on the Department's rules of recognition: add one, and end it. None is ever edited."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.amount import parse_amount, show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.credit.recognition import RuleSaid, problems_with
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import backpack as rows
from longleaf.records.models import organization as people

_STAFF = (RoleKind.DEPARTMENT_STAFF,)


@transaction.atomic
def add_recognition_rule(*, by: Actor, said: RuleSaid, now: datetime) -> UUID:
    """Make a rule of the actor's department; the same again, while it holds, gives the first.

    Badges that are kept already are looked at under it when they are checked next.

    Raises:
        ProblemsError: With everything that is wrong with what was said.
        NoSuchRecordError: If the actor serves no department.
    """
    home = by.home(_STAFF)
    department = people.Organization.objects.filter(pk__in=[home] if home else []).first()
    if department is None:
        raise NoSuchRecordError
    authorize(by, "keep_recognition_rules", organization=department.pk)
    policy = rules_of(department.jurisdiction)
    problems = problems_with(
        said,
        units={policy.unit, *policy.conversions},
        categories=policy.categories,
        kinds={rule.kind for rule in policy.licenses},
    )
    if problems or said.began_on is None:
        raise ProblemsError(problems)
    made = rows.RecognitionRule(
        department=department,
        title=said.title.strip(),
        issuer=said.issuer.strip(),
        achievement=said.achievement.strip(),
        alignment=said.alignment.strip(),
        quantity=show_amount(parse_amount(said.quantity.strip())),
        unit=said.unit,
        categories=sorted(set(said.categories)),
        kinds=sorted(set(said.kinds)),
        decided_by=rows.DecidedBy.RULE if said.is_automatic else rows.DecidedBy.COORDINATOR,
        authority=said.authority.strip(),
        began_on=said.began_on,
        ended_on=said.ended_on,
        made_by_id=person_acting(by),
        made_at=now,
    )
    before = _alike(made)
    if before is not None:
        return before
    made.save(force_insert=True)
    record_event(
        "recognition_rule.made",
        by=by,
        subject=("recognition_rule", made.pk),
        organization=department.pk,
        now=now,
    )
    return made.pk


@transaction.atomic
def end_recognition_rule(
    *, by: Actor, rule: UUID, ended_on: date | None, reason: str, now: datetime
) -> None:
    """Let a rule end, today or later: badges earned by then keep what they gave.

    Raises:
        NoSuchRecordError: If there is none of the actor's department.
        AlreadyDoneError: If it was ended before.
        ProblemsError: If the day lies in the past or before the rule began, or no reason is given.
    """
    held = (
        rows.RecognitionRule.objects.select_for_update()
        .filter(pk=rule, department__in=by.reach(_STAFF))
        .first()
    )
    if held is None:
        raise NoSuchRecordError
    authorize(by, "keep_recognition_rules", organization=held.department_id)
    if held.ended_at is not None:
        raise AlreadyDoneError("This rule was ended before.")
    problems = _problems_with_end(held, ended_on, reason, legal_day(now))
    if problems:
        raise ProblemsError(problems)
    held.ended_on, held.end_reason = ended_on, reason.strip()
    held.ended_by_id, held.ended_at = by.person, now
    held.save(update_fields=["ended_on", "end_reason", "ended_by", "ended_at"])
    record_event(
        "recognition_rule.ended",
        by=by,
        subject=("recognition_rule", held.pk),
        organization=held.department_id,
        details={"ended_on": str(ended_on)},
        now=now,
    )


def _problems_with_end(
    held: rows.RecognitionRule, ended_on: date | None, reason: str, today: date
) -> list[Problem]:
    found = []
    if ended_on is None:
        found.append(Problem("ended_on", "The last day it holds is missing.", "Give the day."))
    elif ended_on < max(today, held.began_on):
        words = "What was recognized cannot be undone by a day in the past."
        found.append(Problem("ended_on", words, "Let it end today or later, after it began."))
    elif held.ended_on is not None and ended_on > held.ended_on:
        words = "It ends before that day already."
        found.append(Problem("ended_on", words, "For a longer time, make a new rule."))
    if not reason.strip():
        found.append(Problem("reason", "Ending a rule needs a reason.", "Say why."))
    return found


def _alike(made: rows.RecognitionRule) -> UUID | None:
    """A rule that says the same and was not ended."""
    return (
        rows.RecognitionRule.objects.filter(
            department=made.department,
            issuer=made.issuer,
            achievement=made.achievement,
            alignment=made.alignment,
            quantity=made.quantity,
            unit=made.unit,
            categories=made.categories,
            kinds=made.kinds,
            decided_by=made.decided_by,
            began_on=made.began_on,
            ended_on=made.ended_on,
            ended_at=None,
        )
        .values_list("pk", flat=True)
        .first()
    )
