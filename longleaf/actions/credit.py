"""Verbs on the ledger: a source is entered once, and a correction is a new line."""

from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.renewal import refresh_standing
from longleaf.basis.amount import show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import jurisdiction_of
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.facts import Employer
from longleaf.policy.rules import Rules
from longleaf.policy.worth import award_worth
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.renewal import employers_of
from longleaf.records.models import award as awards
from longleaf.records.models import credit as rows
from longleaf.records.models import microcredential as microcredentials
from longleaf.records.queries.organization import organizations_of


def enter_award(*, by: Actor, award: awards.Award, on: date, now: datetime) -> rows.CreditEntry:
    """Enter an award into its educator's ledger, in the caller's transaction.

    What it is worth is the crosswalk's word on the day of the award; where the LEA has set no
    value the line is entered all the same, without a number, and the standing says why.
    """
    employer = employers_of([award.educator_id], on=on).get(award.educator_id)
    version = award.version
    credits, rules = worth_of(version, award.microcredential.slug, employer, on=on)
    return enter_line(
        rows.CreditEntry(
            person_id=award.educator_id,
            kind="award",
            award=award,
            categories=version.renewal_categories,
            earned_on=on,
        ),
        by=by,
        credits=credits,
        rules=rules,
        on=on,
        now=now,
    )


def worth_of(
    version: microcredentials.Version, slug: str, employer: Employer | None, *, on: date
) -> tuple[Fraction | None, Rules]:
    """What an award of this version is worth where its educator works, and by which rules.

    Args:
        version: Of the micro-credential.
        slug: The micro-credential's.
        employer: The educator's, if any is on record.
        on: The day it was earned.
    """
    rules = rules_of(jurisdiction_of(employer))
    hours = version.effort_hours
    worth = award_worth(
        rules,
        rules.local(employer.local if employer else None),
        [slug],
        Microcredential(
            slug,
            tuple(version.renewal_categories),
            None if hours is None else Fraction(hours),
        ),
        granted_on=on,
    )
    return worth.credits, rules


def enter_line(
    line: rows.CreditEntry,
    *,
    by: Actor,
    credits: Fraction | None,
    rules: Rules,
    on: date,
    now: datetime,
) -> rows.CreditEntry:
    """Write one line and bring the standing up to date, in the caller's transaction."""
    line.credit = "" if credits is None else show_amount(credits)
    line.posted_at = now
    line.posted_by_id = by.person
    line.policy_version = rules.policy.version
    line.policy_hash = rules.policy.hash
    line.save(force_insert=True)
    record_event(
        "credit.entered",
        by=by,
        subject=("credit_entry", line.pk),
        details={"kind": line.kind, "credit": line.credit},
        now=now,
    )
    refresh_standing(persons=[line.person_id], on=on, now=now)
    return line


@transaction.atomic
def correct_credit(*, by: Actor, entry: int, reason: str, on: date, now: datetime) -> None:
    """Take a line back by a new line; the old one stays as it was.

    Raises:
        NoSuchRecordError: If there is no such line, or it is not the actor's to correct.
        AlreadyDoneError: If it was taken back before.
        ProblemsError: If no reason is given.
    """
    line = rows.CreditEntry.objects.select_for_update().filter(pk=entry).first()
    if line is None or line.kind == "reversal":
        raise NoSuchRecordError
    where = organizations_of([line.person_id], on=on) & by.reach([RoleKind.COORDINATOR])
    if not where:
        raise NoSuchRecordError
    authorize(by, "correct_credit", organization=next(iter(where)))
    if not reason.strip():
        raise ProblemsError(
            [Problem("reason", "A correction needs a reason.", "Say what was wrong.")]
        )
    if rows.CreditEntry.objects.filter(reverses=line).exists():
        raise AlreadyDoneError("This line was already taken back.")
    reverse_line(line, by=by, reason=reason, on=on, now=now)


def reverse_line(
    line: rows.CreditEntry, *, by: Actor, reason: str, on: date, now: datetime
) -> rows.CreditEntry:
    """Write the line that takes another back, in the caller's transaction."""
    taken = rows.CreditEntry.objects.create(
        person_id=line.person_id,
        kind="reversal",
        reverses=line,
        award_id=line.award_id,
        activity_id=line.activity_id,
        proposal_id=line.proposal_id,
        credit=line.credit,
        categories=line.categories,
        earned_on=line.earned_on,
        posted_at=now,
        posted_by_id=by.person,
        policy_version=line.policy_version,
        policy_hash=line.policy_hash,
        reason=reason.strip(),
    )
    record_event(
        "credit.reversed",
        by=by,
        subject=("credit_entry", line.pk),
        details={"by_line": taken.pk},
        now=now,
    )
    refresh_standing(persons=[line.person_id], on=on, now=now)
    return taken
