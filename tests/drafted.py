"""Drafts of the rules and audits for tests: begun, computed and drawn by the real verbs."""

from datetime import date
from uuid import UUID

from longleaf.actions.job import JobAsked, Progress
from longleaf.actions.policy_draft import begin_policy_draft, begin_simulation
from longleaf.actions.renewal_audit import draw_audit
from longleaf.domain.organization.actor import RoleKind
from longleaf.gateways.wiring import ports
from longleaf.jobs.policy_draft import compute
from longleaf.records.models import credit as credits
from longleaf.records.models import job as jobs
from longleaf.records.models import organization as people
from longleaf.records.models import renewal_audit as audits
from tests.people import NOW, TODAY, Cast, person

POLICY = "policy/policy.yaml"
LICENSES = "policy/licenses.yaml"
EXPIRES_ON = date(2027, 6, 30)
SEED = "04 11 23 42 57 / 9"


def a_draft(cast: Cast, title: str = "Nine credits") -> UUID:
    return begin_policy_draft(by=cast.acting(cast.dev), title=title, now=NOW)


def compute_now(cast: Cast, draft: UUID, version: int = 1, *, on: date = TODAY) -> None:
    """What the job does, without a worker."""
    job = begin_simulation(by=cast.acting(cast.dev), draft=draft, version=version, on=on, now=NOW)
    row = jobs.JobRun.objects.get(pk=job)
    assert row.person_id is not None
    progress = Progress(job, ports().clock)
    try:
        compute(JobAsked(job, row.person_id, row.arguments, 0), progress)
    finally:
        progress.close()
    row.state = "done"
    row.save()


def a_license(
    holder: people.Person, *, expires_on: date = EXPIRES_ON, kind: str = "teacher"
) -> credits.License:
    return credits.License.objects.create(
        person=holder,
        kind=kind,
        grade_span="6-12" if kind == "teacher" else "",
        cycle_began_on=date(expires_on.year - 5, 7, 1),
        expires_on=expires_on,
    )


def educators(place: people.Organization, number: int) -> list[credits.License]:
    """So many educators at a place, each with a license."""
    name = place.slug
    return [
        a_license(person(f"{name}{at} Example", (RoleKind.EDUCATOR, place))) for at in range(number)
    ]


def an_audit(cast: Cast, *, seed: str = SEED, method: str = "each", amount: str = "1") -> UUID:
    return draw_audit(
        by=cast.acting(cast.dev),
        title="Renewals of June 2027",
        expires_from=date(2027, 1, 1),
        expires_until=date(2027, 12, 31),
        method=method,
        amount=amount,
        seed=seed,
        due_on=date(2026, 5, 1),
        now=NOW,
    )


def the_case(audit: UUID) -> UUID:
    return audits.AuditCase.objects.filter(audit=audit).values_list("pk", flat=True)[0]
