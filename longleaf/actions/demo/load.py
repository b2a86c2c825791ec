"""Loading the demonstration: planned purely, written whole or not at all, and only once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from longleaf.actions.audit import record_event
from longleaf.actions.demo.authoring import publish_all, write_unfinished
from longleaf.actions.demo.gates import write_gates
from longleaf.actions.demo.inbox import write_inbox
from longleaf.actions.demo.language import write_language
from longleaf.actions.demo.plan import Year
from longleaf.actions.demo.plans import write_plans
from longleaf.actions.demo.rows_activity import write_activities
from longleaf.actions.demo.rows_evidence import write_submissions
from longleaf.actions.demo.rows_people import write_licenses, write_people
from longleaf.actions.demo.sources import JURISDICTION, Sources, read_sources
from longleaf.actions.demo.trail import Trail
from longleaf.actions.demo.year import plan_year
from longleaf.actions.renewal import refresh_all_standing
from longleaf.basis.ports import FileStore, KeyVault
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import notice as notices
from longleaf.records.models import organization as people

_LONG_AGO = timedelta(days=30)


class NotADemoError(Exception):
    """Invented people are asked for where the pages would not say that they are invented."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Someone whom a visitor can sign in as."""

    name: str
    email: str
    note: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading.

    Attributes:
        is_new: Whether anything was written; False where it was there already.
        sign_ins: Whom a visitor can sign in as, in the order in which to try them.
    """

    is_new: bool
    sign_ins: tuple[SignIn, ...]


def load_demo(
    *,
    by: Actor,
    password: str,
    vault: KeyVault,
    files: FileStore,
    base_url: str,
    say: Callable[[str], None],
    size: float = 1.0,
    now: datetime,
) -> Loaded:
    """Load the demonstration year that ends today; where it is loaded already, change nothing.

    Args:
        by: The system.
        password: Everyone's.
        vault: Where the issuers' signing keys are sealed.
        files: Where evidence lies.
        base_url: Under which badges are published.
        say: Is told how far it is, in short lines.
        size: How large, 1 being the whole demonstration.
        now: The present moment.

    Raises:
        NotPermittedError: If `by` is not the system.
        NotADemoError: If this site does not say of itself that it is a demonstration.
        ProblemsError: If one of the demonstration's files cannot be read.
    """
    authorize(by, "load_pack")
    if not settings.DEMO:
        raise NotADemoError
    sources = read_sources()
    sign_ins = tuple(
        SignIn(entry["name"], entry["mail"], " ".join(entry["note"].split()))
        for entry in sources.people
        if "note" in entry
    )
    first = sources.organizations[0]["slug"]
    with transaction.atomic():
        # Two loads at once: the second waits here, and then finds it done.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('longleaf demonstration'))")
        if people.Organization.objects.filter(slug=first).exists():
            return Loaded(False, sign_ins)
        year = plan_year(sources, today=legal_day(now), size=size)
        say(f"People: {len(year.people)} at {len(year.places)} organizations")
        _Writing(year, sources, vault, files, base_url, say, now).write(password)
        record_event("demonstration.loaded", by=by, subject=("pack", JURISDICTION), now=now)
    return Loaded(True, sign_ins)


@dataclass(frozen=True, slots=True)
class _Writing:
    """One load on its way into the database."""

    year: Year
    sources: Sources
    vault: KeyVault
    files: FileStore
    base_url: str
    say: Callable[[str], None]
    now: datetime

    def write(self, password: str) -> None:
        year, now, say = self.year, self.now, self.say
        write_people(year, password=password)
        versions = publish_all(year, self.sources, say=say)
        write_submissions(year.submissions, versions, files=self.files, say=say)
        write_activities(year.activities)
        say(f"Activities: {len(year.activities)}")
        issuers = {slug: one.microcredential.issuer_id for slug, one in versions.items()}
        rules = rules_of(JURISDICTION)
        Trail(year, issuers, rules, self.vault, self.base_url, say).write()
        write_licenses(year)
        write_unfinished(year, self.sources)
        write_plans(year, self.sources)
        write_language(year, self.sources)
        write_inbox(year, self.sources.definitions, now=now)
        write_gates(year, self.sources, vault=self.vault, base_url=self.base_url, now=now)
        self._settle_inboxes()
        for done in refresh_all_standing(on=legal_day(now), now=now):
            say(f"Standings: {done}")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _settle_inboxes(self) -> None:
        """The verbs have asked for mails along the way; that was long ago, and none is due now."""
        told = notices.Notice.objects.all()
        told.filter(mailed_at=None).update(mailed_at=F("made_at"))
        told.filter(read_at=None, made_at__lt=self.now - _LONG_AGO).update(read_at=F("made_at"))
