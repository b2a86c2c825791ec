"""Reading a roster, and keeping what is good of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.job import begin_job
from longleaf.actions.notice import notify
from longleaf.actions.roster_keeping import Decided, Keeping
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.enrollment import PersonKnown, RowOutcome, decide_row
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.organization.roster import RosterRow, read_roster
from longleaf.domain.organization.row_file import RowProblem, decode
from longleaf.records.facts.roster import people_known, schools_of
from longleaf.records.models import organization as rows
from longleaf.records.queries.job import OpenJob, open_job

TASK: Final = "longleaf.jobs.roster.apply"
JOB_KIND: Final = "roster"
AT_ONCE: Final = 300  # rows that are kept while the page waits; more take a background job


def read_file(*, by: Actor, organization: UUID, content: bytes, on: date, now: datetime) -> UUID:
    """Read a roster file and keep what it says, to be looked at and then applied.

    Raises:
        ProblemsError: If the file as a whole cannot be read; faults of rows are kept with it.
    """
    with transaction.atomic():
        authorize(by, "import_roster", organization=organization)
        _lea(organization)
        text, encoding = decode(content)
        roster = read_roster(text, schools=schools_of(organization))
        decided, problems = _decide(roster.rows, organization, on, now)
        made = rows.RosterImport.objects.create(
            organization_id=organization,
            read_by_id=person_acting(by),
            read_at=now,
            rows=_as_rows(decided),
            problems=[
                asdict(problem)
                for problem in sorted(
                    (*roster.problems, *problems), key=lambda problem: problem.row
                )
            ],
            result={"encoding": encoding},
        )
        record_event(
            "roster.read",
            by=by,
            subject=("roster", made.pk),
            organization=organization,
            details={"rows": len(made.rows), "problems": len(made.problems)},
            now=now,
        )
    return made.pk


def begin_roster(*, by: Actor, roster: UUID, only_if_all_good: bool, now: datetime) -> UUID:
    """Have a long roster applied in the background; gives the work to watch.

    A second click gives the same work.

    Raises:
        NoSuchRecordError: If there is no such roster in the actor's reach.
        AlreadyDoneError: If it was applied already, or a colleague has it applied just now.
        ProblemsError: If all rows had to be good and one is not.
    """
    found = _permitted(by, rows.RosterImport.objects.filter(pk=roster).first())
    # Looked for before the row is locked, which it stays while the work goes on.
    if under_way := open_job(JOB_KIND, "roster", roster):
        return _joined(by, under_way)
    with transaction.atomic():
        found = rows.RosterImport.objects.select_for_update().get(pk=roster)
        if under_way := open_job(JOB_KIND, "roster", roster):
            return _joined(by, under_way)
        _refuse_a_second(found)
        if only_if_all_good and found.problems:
            raise ProblemsError([_as_problem(RowProblem(**each)) for each in found.problems])
        return begin_job(
            by=by,
            kind=JOB_KIND,
            task=TASK,
            organization=found.organization_id,
            arguments={"roster": str(found.pk), "only_if_all_good": only_if_all_good},
            total=len(found.rows),
            path=_path(found),
            now=now,
        )


def apply_roster(
    *,
    by: Actor,
    roster: UUID,
    only_if_all_good: bool,
    tell: Callable[[int], None] = lambda _: None,
    notify_after: bool = False,
    on: date,
    now: datetime,
) -> dict[str, int]:
    """Keep a roster's good rows, or none of them unless all are good; gives how many of each sort.

    What is on record is looked at again: what changed since the preview changes what is done, and
    what the preview shows. Applying the same file a second time changes nothing.

    Args:
        by: Whoever imports it.
        roster: Which, as it was read.
        only_if_all_good: Whether one bad row keeps out the others.
        tell: Hears now and then how many rows are written.
        notify_after: Whether whoever imports it is told by a notice, having left the page.
        on: The first day of the roles it gives.
        now: The present moment.

    Raises:
        NoSuchRecordError: If there is no such roster in the actor's reach.
        AlreadyDoneError: If it was applied already.
        ProblemsError: If all rows had to be good and one is not; nothing is kept.
    """
    with transaction.atomic():
        row = rows.RosterImport.objects.select_for_update().filter(pk=roster).first()
        found = _permitted(by, row)
        _refuse_a_second(found)
        lea = _lea(found.organization_id)
        read = [
            RosterRow.from_json({k: v for k, v in row.items() if k != "outcome"})
            for row in found.rows
        ]
        decided, newer = _decide(read, lea.pk, on, now)
        problems = [RowProblem(**problem) for problem in found.problems] + newer
        found.problems = [asdict(problem) for problem in problems]
        refused = only_if_all_good and bool(problems)
        if refused:
            found.rows = _as_rows(decided)
            found.save(update_fields=["rows", "problems"])
        else:
            result = Keeping(by, lea, on, now, tell).keep(decided)
            _note(by, found, result, notify_after=notify_after, now=now)
    if refused:
        raise ProblemsError([_as_problem(problem) for problem in problems])
    return result


def _note(
    by: Actor,
    found: rows.RosterImport,
    result: dict[str, int],
    *,
    notify_after: bool,
    now: datetime,
) -> None:
    found.applied_at = now
    found.result = {**found.result, **result}
    found.save(update_fields=["applied_at", "problems", "result"])
    record_event(
        "roster.applied",
        by=by,
        subject=("roster", found.pk),
        organization=found.organization_id,
        details=result,
        now=now,
    )
    if notify_after:
        notify(
            person_acting(by),
            kind="roster_applied",
            subject="Your roster is kept",
            body=kept_words(result),
            path=_path(found),
            now=now,
        )


def kept_words(result: Mapping[str, int]) -> str:
    """What came of a roster, in two sentences."""
    rows_kept = sum(result[outcome.value] for outcome in RowOutcome)
    invited = result["new"] + result["invited"]
    if not invited:
        people = "Nobody needed an invitation."
    else:
        people = f"{'1 person gets' if invited == 1 else f'{invited:,} people get'} an invitation."
    kept = "1 row is" if rows_kept == 1 else f"{rows_kept:,} rows are"
    return f"{kept} kept. {people}"


def _path(found: rows.RosterImport) -> str:
    return f"/people/roster/{found.pk}"


def _permitted(by: Actor, found: rows.RosterImport | None) -> rows.RosterImport:
    if found is None:
        raise NoSuchRecordError
    authorize(by, "import_roster", organization=found.organization_id)
    return found


def _refuse_a_second(found: rows.RosterImport) -> None:
    if found.applied_at is not None:
        raise AlreadyDoneError("This roster has been applied already.")


def _joined(by: Actor, under_way: OpenJob) -> UUID:
    if under_way.person != by.person:
        raise AlreadyDoneError("A colleague of yours is having this roster kept just now.")
    return under_way.id


def _as_rows(decided: Decided) -> list[dict[str, Any]]:
    return [row.as_json() | {"outcome": decision.outcome.value} for row, decision in decided]


def _as_problem(problem: RowProblem) -> Problem:
    return Problem(f"row {problem.row}, {problem.column}", problem.reason, problem.fix)


def _lea(organization: UUID) -> rows.Organization:
    """Locked, so that two rosters of one LEA follow each other."""
    lea = rows.Organization.objects.select_for_update(no_key=True).get(pk=organization)
    if lea.kind != rows.OrganizationKind.LEA:
        raise ProblemsError([Problem("file", "Only an LEA has a roster.")])
    return lea


def _decide(
    read: Sequence[RosterRow], lea: UUID, on: date, now: datetime
) -> tuple[Decided, list[RowProblem]]:
    """Each row that can be kept with what it does, and what is wrong with the others."""
    emails = {row.email for row in read} | {row.supervisor_email for row in read}
    known = people_known(emails, lea=lea, on=on, now=now)
    schools = set(schools_of(lea).values())
    named = {row.email for row in read}
    decided: Decided = []
    problems: list[RowProblem] = []
    for row in read:
        decision = decide_row(row, known.get(row.email))
        fault = decision.problem or _fault(row, schools, known, named)
        if fault:
            problems.append(fault)
        else:
            decided.append((row, decision))
    return decided, problems


def _fault(
    row: RosterRow,
    schools: Collection[str],
    known: dict[str, PersonKnown],
    named: Collection[str],
) -> RowProblem | None:
    if row.school and row.school not in schools:  # renamed since the file was read
        return RowProblem(
            row.number,
            "school",
            f'"{row.school}" is not one of your schools.',
            "Read the file anew.",
        )
    if not row.supervisor_email:
        return None
    supervisor = known.get(row.supervisor_email)
    if row.supervisor_email in named if supervisor is None else supervisor.works_here:
        return None
    return RowProblem(
        row.number,
        "supervisor_email",
        f'Nobody here has the address "{row.supervisor_email}".',
        "Correct it, add a row for them, or leave it empty.",
    )
