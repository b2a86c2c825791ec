"""The writing down of a roster's good rows: chunk by chunk, in the caller's transaction."""

import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final
from uuid import UUID

from longleaf.actions.audit import record_events
from longleaf.actions.invitation import KIND, letter, path_of
from longleaf.actions.notice import notify_addresses
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.enrollment import RowDecision, RowOutcome
from longleaf.domain.organization.invitation import LIFETIME
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.organization.roster import RosterRow
from longleaf.records.models import credit, notice
from longleaf.records.models import organization as rows
from longleaf.records.queries.organization import hash_token

Decided = list[tuple[RosterRow, RowDecision]]
CHUNK: Final = 200


class Keeping:
    """One pass over the good rows: few statements for each chunk of them.

    Args:
        by: Whoever imports the roster.
        lea: Whose roster it is.
        on: The first day of the roles it gives.
        now: The present moment.
        tell: Hears after each chunk how many rows are written.
    """

    def __init__(
        self,
        by: Actor,
        lea: rows.Organization,
        on: date,
        now: datetime,
        tell: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.by, self.lea, self.on, self.now, self.tell = by, lea, on, now, tell
        self.places = {
            school.name: school for school in rows.Organization.objects.filter(parent=lea)
        } | {"": lea}

    def keep(self, decided: Decided) -> dict[str, int]:
        """Write the rows; gives how many of each sort there were, and how many licenses."""
        # People first: a supervisor may be a later row.
        people = self._people(decided)
        counts = {outcome.value: 0 for outcome in RowOutcome} | {"licenses": 0}
        written = 0
        for chunk in _chunks(decided):
            counts["licenses"] += self._chunk(chunk, people)
            for _, decision in chunk:
                counts[decision.outcome.value] += 1
            written += len(chunk)
            self.tell(written)
        return counts

    def _chunk(self, decided: Decided, people: dict[str, UUID]) -> int:
        here = [pair for pair in decided if pair[1].outcome is not RowOutcome.INVITED]
        self._roles([row for row, decision in here if decision.gives_role], people)
        licenses = self._licenses([row for row, d in here if d.gives_license], people)
        self._supervisors([row for row, d in here if d.gives_supervisor], people)
        first = {row.email: row for row, d in reversed(decided) if d.outcome is RowOutcome.NEW}
        elsewhere = [row for row, d in decided if d.outcome is RowOutcome.INVITED]
        self._invite([*first.values(), *elsewhere], people)
        return licenses

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
                    path=path_of(token),
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


def _chunks(decided: Decided) -> Iterator[Decided]:
    """About so many rows at a time, and all of one person's together."""
    together: dict[str, Decided] = {}
    for pair in decided:
        together.setdefault(pair[0].email, []).append(pair)
    chunk: Decided = []
    for of_one in together.values():
        chunk += of_one
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
