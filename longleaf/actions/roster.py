"""Reading a roster, and keeping what is good of it."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event, record_events
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.invitation import KIND, letter
from longleaf.actions.notice import notify_addresses
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.enrollment import (
    PersonKnown,
    RowDecision,
    RowOutcome,
    decide_row,
)
from longleaf.domain.organization.invitation import LIFETIME
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.organization.roster import (
    RosterRow,
    RowProblem,
    decode,
    read_roster,
)
from longleaf.records.facts.roster import people_known, schools_of
from longleaf.records.models import credit, notice
from longleaf.records.models import organization as rows
from longleaf.records.queries.organization import hash_token

Decided = list[tuple[RosterRow, RowDecision]]


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
            rows=[row.as_json() | {"outcome": decision.outcome.value} for row, decision in decided],
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


def apply_roster(
    *,
    by: Actor,
    roster: UUID,
    only_if_all_good: bool,
    link: Callable[[str], str],
    on: date,
    now: datetime,
) -> dict[str, int]:
    """Keep a roster's good rows, or none of them unless all are good; gives how many of each sort.

    What is on record is looked at again: what changed since the preview changes what is done.
    Applying the same file a second time changes nothing.

    Raises:
        NoSuchRecordError: If there is no such roster in the actor's reach.
        AlreadyDoneError: If it was applied already.
        ProblemsError: If all rows had to be good and one is not; nothing is kept.
    """
    with transaction.atomic():
        found = rows.RosterImport.objects.select_for_update().filter(pk=roster).first()
        if found is None:
            raise NoSuchRecordError
        authorize(by, "import_roster", organization=found.organization_id)
        if found.applied_at is not None:
            raise AlreadyDoneError("This roster has been applied already.")
        lea = _lea(found.organization_id)
        read = [
            RosterRow.from_json({k: v for k, v in row.items() if k != "outcome"})
            for row in found.rows
        ]
        decided, newer = _decide(read, lea.pk, on, now)
        problems = [RowProblem(**problem) for problem in found.problems] + newer
        if only_if_all_good and problems:
            raise ProblemsError([_as_problem(problem) for problem in problems])
        result = _Keeping(by, lea, link, on, now).keep(decided)
        found.applied_at = now
        found.problems = [asdict(problem) for problem in problems]
        found.result = {**found.result, **result}
        found.save(update_fields=["applied_at", "problems", "result"])
        record_event(
            "roster.applied",
            by=by,
            subject=("roster", found.pk),
            organization=lea.pk,
            details=result,
            now=now,
        )
    return result


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
    decided: Decided = []
    problems: list[RowProblem] = []
    for row in read:
        decision = decide_row(row, known.get(row.email))
        fault = decision.problem or _fault(row, schools, known, read)
        if fault:
            problems.append(fault)
        else:
            decided.append((row, decision))
    return decided, problems


def _fault(
    row: RosterRow,
    schools: Collection[str],
    known: dict[str, PersonKnown],
    read: Sequence[RosterRow],
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
    named = any(other.email == row.supervisor_email for other in read) and supervisor is None
    if named or (supervisor is not None and supervisor.works_here):
        return None
    return RowProblem(
        row.number,
        "supervisor_email",
        f'Nobody here has the address "{row.supervisor_email}".',
        "Correct it, add a row for them, or leave it empty.",
    )


class _Keeping:
    """One pass over the good rows: few statements, however many rows."""

    def __init__(
        self, by: Actor, lea: rows.Organization, link: Callable[[str], str], on: date, now: datetime
    ) -> None:
        self.by, self.lea, self.link, self.on, self.now = by, lea, link, on, now
        self.places = {
            school.name: school for school in rows.Organization.objects.filter(parent=lea)
        } | {"": lea}

    def keep(self, decided: Decided) -> dict[str, int]:
        people = self._people(decided)
        here = [pair for pair in decided if pair[1].outcome is not RowOutcome.INVITED]
        self._roles([row for row, decision in here if decision.gives_role], people)
        licenses = self._licenses([row for row, d in here if d.gives_license], people)
        self._supervisors([row for row, d in here if d.gives_supervisor], people)
        first = {row.email: row for row, d in reversed(decided) if d.outcome is RowOutcome.NEW}
        self._invite(
            [
                *first.values(),
                *(row for row, d in decided if d.outcome is RowOutcome.INVITED),
            ],
            people,
        )
        counts = {outcome.value: 0 for outcome in RowOutcome}
        for _, decision in decided:
            counts[decision.outcome.value] += 1
        return counts | {"licenses": licenses}

    def _people(self, decided: Decided) -> dict[str, UUID]:
        """Address → person, of all whom the rows name, after those who are new have been added."""
        new = {row.email: row for row, d in reversed(decided) if d.outcome is RowOutcome.NEW}
        made = []
        for row in new.values():
            person = rows.Person(
                email=row.email,
                name=row.name,
                time_zone=self.by.time_zone,
                is_demo=self.lea.is_demo,
            )
            person.set_unusable_password()
            made.append(person)
        rows.Person.objects.bulk_create(made)
        self._events("person.added", "person", [(person.pk, {}) for person in made])
        emails = {row.email for row, _ in decided} | {row.supervisor_email for row, _ in decided}
        return {
            email.lower(): pk
            for pk, email in rows.Person.objects.filter(email__in=emails).values_list("pk", "email")
        }

    def _roles(self, kept: list[RosterRow], people: dict[str, UUID]) -> None:
        made = rows.Role.objects.bulk_create(
            [
                rows.Role(
                    person_id=people[row.email],
                    organization=self.places[row.school],
                    kind=row.role,
                    began_on=self.on,
                )
                for row in kept
            ]
        )
        self._events(
            "role.granted",
            "role",
            [(role.pk, {"role": str(role.kind), "person": str(role.person_id)}) for role in made],
        )

    def _licenses(self, kept: list[RosterRow], people: dict[str, UUID]) -> int:
        # Someone with two rows has the same license in both.
        wanted = {(row.email, row.license) for row in kept if row.license}
        made = credit.License.objects.bulk_create(
            [
                credit.License(
                    person_id=people[email],
                    kind=held.kind,
                    grade_span=held.grade_span,
                    cycle_began_on=held.cycle_began_on,
                    expires_on=held.expires_on,
                )
                for email, held in sorted(wanted, key=lambda pair: pair[0])
            ]
        )
        self._events(
            "license.recorded",
            "license",
            [(held.pk, {"person": str(held.person_id)}) for held in made],
        )
        return len(made)

    def _supervisors(self, kept: list[RosterRow], people: dict[str, UUID]) -> None:
        wanted = sorted({(row.supervisor_email, row.email) for row in kept})
        made = rows.Supervision.objects.bulk_create(
            [
                rows.Supervision(
                    supervisor_id=people[above], educator_id=people[below], began_on=self.on
                )
                for above, below in wanted
                if above in people
            ]
        )
        self._events(
            "supervision.recorded",
            "supervision",
            [
                (
                    each.pk,
                    {"supervisor": str(each.supervisor_id), "educator": str(each.educator_id)},
                )
                for each in made
            ],
        )

    def _invite(self, kept: list[RosterRow], people: dict[str, UUID]) -> None:
        made, letters = [], []
        for row in kept:
            token = secrets.token_urlsafe(32)
            where = self.places[row.school]
            made.append(
                rows.Invitation(
                    organization=where,
                    role_kind=row.role,
                    email=row.email,
                    name=row.name,
                    token_hash=hash_token(token),
                    invited_by_id=person_acting(self.by),
                    invited_at=self.now,
                    expires_at=self.now + LIFETIME,
                    person_id=people[row.email],
                )
            )
            letters.append(
                notice.Notice(
                    email=row.email,
                    kind=KIND,
                    subject=f"{self.by.name} invites you to {where.name}",
                    body=letter(
                        where.name,
                        rows.RoleKind(row.role).label,
                        self.by.name,
                        self.now + LIFETIME,
                    ),
                    path=self.link(token),
                    made_at=self.now,
                )
            )
        rows.Invitation.objects.bulk_create(made)
        self._events(
            "invitation.sent",
            "invitation",
            [(each.pk, {"role": str(each.role_kind)}) for each in made],
        )
        if letters:
            notify_addresses(letters)

    def _events(self, verb: str, kind: str, subjects: list[tuple[UUID, dict[str, str]]]) -> None:
        record_events(
            verb, by=self.by, kind=kind, subjects=subjects, organization=self.lea.pk, now=self.now
        )
