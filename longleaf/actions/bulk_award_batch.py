"""The awarding of a file's rows: batch by batch, each whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from longleaf.actions.audit import record_events
from longleaf.actions.badge import elements_of, issuer_on, new_salt
from longleaf.actions.bulk_award import end_award_file
from longleaf.actions.bulk_award_rows import BulkRows, Made
from longleaf.actions.bulk_award_telling import queue_telling
from longleaf.actions.credit import worth_of
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.invitation import KIND, letter, offer
from longleaf.actions.invitation import path_of as invitation_path
from longleaf.actions.key import key_in_use, signer_for, suite_of
from longleaf.actions.notice import notify_address
from longleaf.actions.renewal import refresh_standing_later
from longleaf.actions.status_list import allocate_places
from longleaf.basis.amount import show_amount
from longleaf.basis.ports import KeyVault
from longleaf.credential.issue import issue_json
from longleaf.domain.award.outside import RowDecision, RowFate, decide_outside
from longleaf.domain.badge.document import BadgeFacts, Composing, StatusPlace
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.policy.facts import Employer
from longleaf.records.facts.badge import earlier_versions, outside_facts, source_of
from longleaf.records.facts.bulk import as_row, educators_known
from longleaf.records.facts.renewal import employers_of
from longleaf.records.models import badge as badges
from longleaf.records.models import bulk as rows
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import organization as people

BATCH: Final = 1000
_NOON = time(12, tzinfo=ZoneInfo("America/New_York"))
_MIDNIGHT = time(0, tzinfo=ZoneInfo("America/New_York"))


class VersionWithdrawnError(Exception):
    """What was approved is not awarded any more."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch did, and how far the file is.

    Attributes:
        last: The number of the last row done; 0 before the first.
        rows: How many rows it did.
        awarded: How many awards it made.
        is_last: Whether the file has come to its end.
    """

    last: int
    rows: int
    awarded: int
    is_last: bool


class Awarding:
    """The awarding of one file: what is the same for all its rows is worked out once.

    Args:
        by: The second person, who approved it.
        file: Which.
        vault: Where the signing key lies.
        base_url: The site's address.
    """

    def __init__(self, *, by: Actor, file: UUID, vault: KeyVault, base_url: str) -> None:
        self.by, self.file, self.vault, self.base_url = by, file, vault, base_url
        self._common: BadgeFacts | None = None
        self._composing = Composing()
        self._worth: dict[tuple[Employer | None, date], tuple[str, str, str]] = {}

    def done(self) -> int:
        """How many rows are done, by this worker or one before it."""
        return rows.AwardFileResult.objects.filter(row__file=self.file).count()

    def next(self, *, after: int, limit: int = BATCH, now: datetime) -> Batch:
        """Do the next rows in one transaction: all of them, or none.

        Args:
            after: The number of a row that is done; 0 if none is known to be.
            limit: How many rows, at most.
            now: The present moment.

        Raises:
            NoSuchRecordError: If there is no such approved file in the actor's reach.
            VersionWithdrawnError: If the version was withdrawn since.
        """
        with transaction.atomic():
            held = self._held()
            if held.cancelled_at is not None or held.ended_at is not None:
                return Batch(after, 0, 0, is_last=True)
            if held.version.state == definitions.VersionState.WITHDRAWN:
                raise VersionWithdrawnError
            wanted, is_last = _wanted(held, after, limit)
            awarded = self._award(held, wanted, now) if wanted else 0
            last = wanted[-1].number if wanted else after
            if awarded:
                queue_telling(file=held.pk, first=wanted[0].number, last=last)
            if is_last:
                end_award_file(by=self.by, held=held, words=words_of(held.pk), now=now)
            return Batch(last, len(wanted), awarded, is_last=is_last)

    def _held(self) -> rows.AwardFile:
        held = (
            rows.AwardFile.objects.select_for_update(of=("self",))
            .select_related("version__microcredential", "organization")
            .filter(pk=self.file, approved_by__isnull=False)
            .first()
        )
        if held is None:
            raise NoSuchRecordError
        authorize(self.by, "approve_award_file", organization=held.organization_id)
        return held

    def _award(
        self, held: rows.AwardFile, wanted: Sequence[rows.AwardFileRow], now: datetime
    ) -> int:
        known = educators_known(
            {row.email for row in wanted},
            file_version=held.version_id,
            microcredential=held.version.microcredential_id,
            vouching=[held.read_by_id, *([held.approved_by_id] if held.approved_by_id else [])],
        )
        decided: list[tuple[rows.AwardFileRow, RowDecision]] = []
        persons: dict[str, UUID] = {address: person for address, (person, _) in known.items()}
        for row in wanted:
            _, facts = known.get(row.email, (None, None))
            decided.append((row, decide_outside(as_row(row), facts, invites=held.invites)))
        invited = [row for row, decision in decided if decision.fate is RowFate.INVITE]
        if invited:
            persons |= self._invite(held, invited, now)
        granted = [
            row for row, decision in decided if decision.fate in {RowFate.AWARD, RowFate.INVITE}
        ]
        made = self._make(held, granted, persons, now)
        writing = BulkRows(by=self.by, file=held, now=now)
        writing.awards(made)
        writing.results(decided, {one.row.pk: one.award for one in made})
        refresh_standing_later(persons=[one.person for one in made], on=legal_day(now))
        return len(made)

    def _make(
        self,
        held: rows.AwardFile,
        granted: Sequence[rows.AwardFileRow],
        persons: Mapping[str, UUID],
        now: datetime,
    ) -> list[Made]:
        """The rows' awards, each with its signed badge, its place and what it is worth."""
        if not granted:
            return []
        key = key_in_use(
            by=self.by,
            organization=held.organization_id,
            vault=self.vault,
            base_url=self.base_url,
            now=now,
        )
        places = allocate_places(count=len(granted), key=key, base_url=self.base_url, now=now)
        signer, suite = signer_for(key, vault=self.vault), suite_of(key)
        common = self._same_for_all(held, key, now)
        employers = employers_of({persons[row.email] for row in granted}, on=legal_day(now))
        made = []
        for row, (status_list, index) in zip(granted, places, strict=True):
            person, award = persons[row.email], uuid4()
            outside = outside_facts(held, row)
            granted_at = min(datetime.combine(row.earned_on, _NOON), now)
            expires_at = _end_of(row.expires_on)
            facts = replace(
                common,
                award=str(award),
                recipient_email=row.email,
                salt=new_salt(),
                granted_at=granted_at,
                expires_at=expires_at,
                narrative=outside.narrative,
                shown=outside.evidence,
                status=StatusPlace(status_list.purpose, status_list.address, index),
            )
            document = issue_json(
                self._composing.compose(facts), signer=signer, now=now, suite=suite
            )
            credit, policy_version, policy_hash = self._credit(
                held.version, employers.get(person), row.earned_on
            )
            made.append(
                Made(
                    row=row,
                    person=person,
                    award=award,
                    badge=uuid4(),
                    key=key.pk,
                    status_list=status_list.pk,
                    index=index,
                    document=document.decode(),
                    granted_at=granted_at,
                    expires_at=expires_at,
                    credit=credit,
                    policy_version=policy_version,
                    policy_hash=policy_hash,
                )
            )
        return made

    def _same_for_all(
        self, held: rows.AwardFile, key: badges.SigningKey, now: datetime
    ) -> BadgeFacts:
        if self._common is None:
            self._common = BadgeFacts(
                base_url=self.base_url,
                award="",
                issuer=issuer_on(key, held.organization),
                slug=held.version.microcredential.slug,
                version_number=held.version.number,
                definition=parse_definition(held.version.definition),
                elements=elements_of(held.version),
                recipient_email="",
                salt="",
                granted_at=now,
                issued_at=now,
                status=StatusPlace("", "", 0),
                earlier_versions=earlier_versions(held.version),
                source=source_of(held),
            )
        return replace(self._common, issuer=issuer_on(key, held.organization), issued_at=now)

    def _credit(
        self, version: definitions.Version, employer: Employer | None, on: date
    ) -> tuple[str, str, str]:
        """What an award is worth in the employer's place, as the ledger has it: worked out once."""
        found = self._worth.get((employer, on))
        if found is None:
            credits, rules = worth_of(version, version.microcredential.slug, employer, on=on)
            amount = "" if credits is None else show_amount(credits)
            found = amount, rules.policy.version, rules.policy.hash
            self._worth[employer, on] = found
        return found

    def _invite(
        self, held: rows.AwardFile, wanted: Sequence[rows.AwardFileRow], now: datetime
    ) -> dict[str, UUID]:
        """Accounts for those who have none, and their invitations; address → person."""
        made = []
        for row in wanted:
            person = people.Person(
                email=row.email,
                name=row.name,
                time_zone=self.by.time_zone,
                is_demo=held.organization.is_demo,
            )
            person.set_unusable_password()
            made.append(person)
        people.Person.objects.bulk_create(made)
        record_events(
            "person.added",
            by=self.by,
            kind="person",
            subjects=[(person.pk, {}) for person in made],
            organization=held.organization_id,
            now=now,
        )
        for person in made:
            invited = offer(
                by=self.by,
                where=held.organization,
                role=RoleKind.EDUCATOR,
                email=person.email,
                name=person.name,
                person=person.pk,
                now=now,
            )
            notify_address(
                person.email,
                kind=KIND,
                subject=f"{self.by.name} invites you to {held.organization.name}",
                body=letter(held.organization.name, "Educator", self.by.name, invited.expires_at),
                path=invitation_path(invited.token),
                now=now,
            )
        return {person.email: person.pk for person in made}


def _wanted(held: rows.AwardFile, after: int, limit: int) -> tuple[list[rows.AwardFileRow], bool]:
    """The next rows that have no result yet, and whether no others come after them.

    Asked for in two steps: to leave out in one what has a result, the database would go through
    all results for each row as long as it has not counted how many there are by now.
    """
    while True:
        found = list(
            rows.AwardFileRow.objects.filter(file=held, number__gt=after).order_by("number")[:limit]
        )
        done = set(
            rows.AwardFileResult.objects.filter(row__any_of=[row.pk for row in found]).values_list(
                "row_id", flat=True
            )
        )
        wanted, is_last = [row for row in found if row.pk not in done], len(found) < limit
        if wanted or is_last:
            return wanted, is_last
        after = found[-1].number


def _end_of(last: date | None) -> datetime | None:
    """The moment after which an award no longer holds whose last day this is."""
    return None if last is None else datetime.combine(last + timedelta(days=1), _MIDNIGHT)


def words_of(file: UUID) -> str:
    """What came of a file so far, in a sentence or two."""
    kinds = list(rows.AwardFileResult.objects.filter(row__file=file).values_list("kind", flat=True))
    awarded = sum(kind in {"awarded", "invited"} for kind in kinds)
    left = len(kinds) - awarded
    first = "1 award was made." if awarded == 1 else f"{awarded:,} awards were made."
    if not left:
        return first
    others = "1 row made none" if left == 1 else f"{left:,} rows made none"
    return f"{first} {others}: the file’s page says why."
