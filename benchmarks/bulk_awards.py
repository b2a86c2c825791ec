"""The bulk job, database included: 10,000 awards from a file, each signed, credited and placed."""

import cProfile
import os
import pstats
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from benchmarks.measure import heading
from longleaf.actions import bulk_award_batch as batches
from longleaf.actions.bulk_award import Assessed, approve_award_file, read_award_file
from longleaf.actions.bulk_award_rows import BulkRows
from longleaf.actions.renewal import compute_missing_standing
from longleaf.domain.organization.actor import Actor, RoleHeld, RoleKind
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.models import badge as badges
from longleaf.records.models import credit as credits
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import organization as people

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
COUNT = int(os.environ.get("LONGLEAF_BENCH_AWARDS", "10000"))
HEAD = "email,earned_on,expires_on,narrative,evidence_name,evidence_url,evidence_description"


def run() -> None:
    """Print the figures; what was written is undone.

    All batches are in one transaction here; what the database looks at when a transaction ends is
    looked at after each batch, so that it is in the figure.
    """
    heading(f"{COUNT:,} awards from a file, database included")
    with transaction.atomic():
        _measure()
        transaction.set_rollback(True)


def _measure() -> None:
    version = (
        definitions.Version.objects.filter(
            state="published", microcredential__issuer__issues_badges=True
        )
        .select_related("microcredential__issuer")
        .earliest("published_at")
    )
    issuer = version.microcredential.issuer
    _educators(issuer)
    first, second = (_administrator(issuer, number) for number in (1, 2))
    began = perf_counter()
    file = read_award_file(
        by=first,
        version=version.pk,
        content=_file(),
        assessed=Assessed("A partner", "https://partner.example", "A program of last year."),
        invites=False,
        now=NOW,
    )
    print(f"file read, {COUNT:,} rows                 {perf_counter() - began:6.2f} s")
    approve_award_file(by=second, file=file, only_if_all_good=True, starts_at=None, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_backend_pid()")
        [server] = cursor.fetchone()
    profile = cProfile.Profile() if os.environ.get("LONGLEAF_BENCH_PROFILE") else None
    if profile:
        profile.enable()
    _award(second, file, server)
    if profile:
        profile.disable()
        pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)


def _award(by: Actor, file: UUID, server: int) -> None:
    awarding = batches.Awarding(by=by, file=file, vault=ports().vault, base_url=settings.BASE_URL)
    parts = _Parts()
    _look()  # at what was written to set the stage
    last, done, is_last = 0, 0, False
    began, own, theirs = perf_counter(), process_time(), _processor_time(server)
    looking = 0.0
    while not is_last:
        batch = awarding.next(after=last, now=NOW)
        at = perf_counter()
        _look()
        looking += perf_counter() - at
        last, is_last, done = batch.last, batch.is_last, done + batch.awarded
    took = perf_counter() - began
    own, theirs = process_time() - own, _processor_time(server) - theirs
    assert badges.Badge.objects.filter(award__from_file__row__file=file).count() == done == COUNT
    each = 1_000_000 / done
    print(f"awarded, by the clock                   {took:6.2f} s, {done / took:,.0f} a second")
    print(
        f"processor time, both together           {own + theirs:6.2f} s, "
        f"{done / (own + theirs):,.0f} a second and core"
    )
    print(f"  worker                                {own * each:6.0f} µs an award")
    print(f"  PostgreSQL                            {theirs * each:6.0f} µs an award")
    parts.show(done)
    print(
        f"  checks when a batch ends              {looking * each:6.0f} µs an award, by the clock"
    )
    _compute_standing(done, own + theirs, server)


def _compute_standing(done: int, spent: float, server: int) -> None:
    """What the job behind the awards takes to compute each educator's standing anew."""
    own, theirs = process_time(), _processor_time(server)
    cycles = max(compute_missing_standing(on=legal_day(NOW), now=NOW))
    _look()
    own, theirs = process_time() - own, _processor_time(server) - theirs
    each = 1_000_000 / cycles
    print(
        f"standing, by a job behind it            {own + theirs:6.2f} s, "
        f"{own * each:.0f} µs worker and {theirs * each:.0f} µs PostgreSQL a cycle"
    )
    print(
        f"awards and standing, both together      {spent + own + theirs:6.2f} s, "
        f"{done / (spent + own + theirs):,.0f} a second and core"
    )


def _look() -> None:
    """Have the database look at all that it looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class _Parts:
    """Times the parts of the work by the clock, server and all."""

    def __init__(self) -> None:
        self.spent = {"standing set aside": 0.0, "rows written": 0.0, "documents signed": 0.0}
        self._time(batches, "refresh_standing_later", "standing set aside")
        self._time(BulkRows, "awards", "rows written")
        self._time(batches, "issue_json", "documents signed")

    def _time(self, where: object, name: str, part: str) -> None:
        work = getattr(where, name)

        def timed(*args: object, **kwargs: object) -> object:
            began = perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                self.spent[part] += perf_counter() - began

        setattr(where, name, timed)

    def show(self, done: int) -> None:
        for part, seconds in self.spent.items():
            print(f"  {part:<37} {seconds * 1_000_000 / done:6.0f} µs an award, by the clock")


def _processor_time(process: int) -> float:
    """Seconds of processor time that a process of this machine has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _educators(issuer: people.Organization) -> None:
    made = people.Person.objects.bulk_create(
        [
            people.Person(email=f"e{number}@bench.example", name="An Educator", is_demo=True)
            for number in range(COUNT)
        ],
        batch_size=1000,
    )
    people.Role.objects.bulk_create(
        [
            people.Role(
                person=person, organization=issuer, kind="educator", began_on=date(2020, 7, 1)
            )
            for person in made
        ],
        batch_size=1000,
    )
    credits.License.objects.bulk_create(
        [
            credits.License(
                person=person,
                kind="teacher",
                grade_span="K-5",
                cycle_began_on=date(2024, 7, 1),
                expires_on=date(2029, 6, 30),
            )
            for person in made
        ],
        batch_size=1000,
    )


def _administrator(issuer: people.Organization, number: int) -> Actor:
    person = people.Person.objects.create(email=f"a{number}@bench.example", name="Somebody")
    role = RoleHeld(RoleKind.ADMINISTRATOR, issuer.pk, frozenset({issuer.pk}))
    return Actor(person=person.pk, roles=(role,))


def _file() -> bytes:
    lines = [
        f"e{number}@bench.example,2026-{1 + number % 10:02}-{1 + number % 28:02},2029-06-30,"
        f'"What I changed in unit {number}, and what my students did then.",'
        f"Recording {number},https://films.example/{number},Ten minutes of a lesson"
        for number in range(COUNT)
    ]
    return "\n".join([HEAD, *lines]).encode()
