"""Verbs on random audits: draw one, ask for evidence, come to a conclusion."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event, record_events
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.basis.amount import show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.renewal.audit_sample import Candidate, draw, read_sampling
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.population import licenses_in, workplaces_of
from longleaf.records.models import organization as people
from longleaf.records.models import renewal_audit as rows
from longleaf.records.models.organization import in_force

_STAFF: Final = (RoleKind.DEPARTMENT_STAFF,)
CONCLUSIONS: Final = ("upheld", "corrected", "not_upheld")


@transaction.atomic
def draw_audit(
    *,
    by: Actor,
    title: str,
    expires_from: date,
    expires_until: date,
    method: str,
    amount: str,
    seed: str,
    due_on: date,
    now: datetime,
) -> UUID:
    """Draw renewals to audit among licenses that expire in a span of days, and tell the drawn.

    Raises:
        NoSuchRecordError: If the actor serves no department.
        ProblemsError: With what is wrong with what was asked for.
        AlreadyDoneError: If this seed drew before: a second draw with it would be no chance.
    """
    home = by.home(_STAFF)
    department = people.Organization.objects.filter(pk__in=[home] if home else []).first()
    if department is None:
        raise NoSuchRecordError
    authorize(by, "draw_audit", organization=department.pk)
    on, said = legal_day(now), seed.strip()
    _refuse(title, expires_from, expires_until, due_on, on)
    sampling = read_sampling(method, amount)
    if rows.RenewalAudit.objects.filter(department=department, seed=said).exists():
        message = "This seed has drawn an audit before. Take another one."
        raise AlreadyDoneError(message)
    licenses = {
        str(one.pk): one
        for one in licenses_in(department.jurisdiction, on=on)
        .filter(expires_on__gte=expires_from, expires_on__lte=expires_until)
        .select_related("person")
    }
    places = workplaces_of([one.person_id for one in licenses.values()], on=on)
    candidates = [
        Candidate(key, (places[one.person_id].name, one.kind))
        for key, one in sorted(licenses.items())
        if one.person_id in places
    ]
    found = draw(candidates, seed=said, sampling=sampling)
    made = rows.RenewalAudit.objects.create(
        department=department,
        title=title.strip()[:200],
        expires_from=expires_from,
        expires_until=expires_until,
        seed=said,
        method=sampling.method,
        amount=show_amount(sampling.amount),
        strata=[[*one.name, one.population, one.drawn] for one in found.strata],
        candidates=[[one.id, *one.stratum] for one in candidates],
        due_on=due_on,
        drawn_by_id=person_acting(by),
        drawn_at=now,
    )
    cases = rows.AuditCase.objects.bulk_create(
        rows.AuditCase(
            audit=made,
            license=licenses[one.id],
            lea=one.stratum[0],
            lea_organization_id=places[licenses[one.id].person_id].id,
            ticket=one.ticket,
            due_on=due_on,
            changed_at=now,
        )
        for one in found.drawn
    )
    record_event(
        "renewal_audit.drawn",
        by=by,
        subject=("renewal_audit", made.pk),
        organization=department.pk,
        details={"drawn": len(cases), "of": len(candidates)},
        now=now,
    )
    record_events(
        "audit_case.opened",
        by=by,
        kind="audit_case",
        subjects=[(one.pk, {"audit": str(made.pk)}) for one in cases],
        organization=department.pk,
        now=now,
    )
    _tell_drawn(made, cases, on, now)
    return made.pk


@transaction.atomic
def ask_for_audit_evidence(
    *, by: Actor, case: UUID, asked_for: str, due_on: date, now: datetime
) -> None:
    """Ask the holder of a drawn renewal for evidence, by a day; asking again replaces it.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        AlreadyDoneError: If it was concluded.
        ProblemsError: If nothing is asked for, or the day has passed.
    """
    held = _locked(by, case)
    problems = []
    if not asked_for.strip():
        fix = "Say which evidence, of what."
        problems.append(Problem("asked_for", "Nothing is asked for.", fix))
    if due_on < legal_day(now):
        problems.append(Problem("due_on", "That day has passed.", "Give a day to come."))
    if problems:
        raise ProblemsError(problems)
    held.state, held.asked_for, held.due_on = rows.CaseState.ASKED, asked_for.strip(), due_on
    held.handled_by_id, held.changed_at = person_acting(by), now
    held.save(update_fields=["state", "asked_for", "due_on", "handled_by", "changed_at"])
    _record(by, held, "audit_case.evidence_asked", {"due_on": due_on.isoformat()}, now)
    notify(
        held.license.person_id,
        kind="audit_evidence",
        subject="Evidence is asked for in the audit of your renewal",
        body=f"{held.asked_for}\n\nPlease answer by {due_on:%B} {due_on.day}, {due_on.year}.",
        path="/standing/audits",
        now=now,
    )


@transaction.atomic
def conclude_audit_case(
    *, by: Actor, case: UUID, conclusion: str, reason: str, now: datetime
) -> None:
    """Bring a drawn renewal to its conclusion, with the reason; it is never changed afterwards.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        AlreadyDoneError: If it was concluded.
        ProblemsError: If there is no such conclusion, or no reason.
    """
    held = _locked(by, case)
    problems = []
    if conclusion not in CONCLUSIONS:
        problems.append(Problem("conclusion", "No conclusion is chosen.", "Choose one."))
    if not reason.strip():
        fix = "The holder will read it."
        problems.append(Problem("reason", "There is no reason.", fix))
    if problems:
        raise ProblemsError(problems)
    held.state, held.conclusion, held.reason = rows.CaseState.CONCLUDED, conclusion, reason.strip()
    held.handled_by_id, held.changed_at = person_acting(by), now
    held.save(update_fields=["state", "conclusion", "reason", "handled_by", "changed_at"])
    _record(by, held, "audit_case.concluded", {"conclusion": conclusion}, now)
    words = held.get_conclusion_display()
    notify(
        held.license.person_id,
        kind="audit_concluded",
        subject=f"The audit of your renewal is concluded: {words.lower()}",
        body=held.reason,
        path="/standing/audits",
        now=now,
    )


def _refuse(title: str, expires_from: date, expires_until: date, due_on: date, on: date) -> None:
    problems = []
    if not title.strip():
        problems.append(Problem("title", "The audit has no name.", "Give it one."))
    if expires_until < expires_from:
        fix = "Put the earlier day first."
        problems.append(Problem("expires_until", "The last day lies before the first.", fix))
    if due_on < on:
        problems.append(Problem("due_on", "That day has passed.", "Give a day to come."))
    if problems:
        raise ProblemsError(problems)


def _tell_drawn(
    audit: rows.RenewalAudit, cases: list[rows.AuditCase], on: date, now: datetime
) -> None:
    """Each drawn person, and once the coordinators of each LEA."""
    for one in cases:
        notify(
            one.license.person_id,
            kind="audit_drawn",
            subject="Your license renewal was drawn for a random audit",
            body=(
                "The Department looks at some renewals drawn by lot. Yours was drawn by chance: "
                "nobody chose you, and nothing is held against you. You need do nothing until "
                "evidence is asked for."
            ),
            path="/standing/audits",
            now=now,
        )
    counts: dict[UUID, int] = {}
    for one in cases:
        if one.lea_organization_id is not None:
            counts[one.lea_organization_id] = counts.get(one.lea_organization_id, 0) + 1
    held = people.Role.objects.filter(
        in_force(on), organization__in=list(counts), kind=RoleKind.COORDINATOR
    )
    for person, lea in held.values_list("person_id", "organization_id").distinct():
        few = counts[lea]
        notify(
            person,
            kind="audit_drawn",
            subject=f"{few} renewal{'' if few == 1 else 's'} of your LEA drawn for a random audit",
            body=(
                f"“{audit.title}”: the Department drew by lot among licenses that expire from "
                f"{audit.expires_from} to {audit.expires_until}. Those drawn were told."
            ),
            path="/coordinator/audits",
            now=now,
        )


def _locked(by: Actor, case: UUID) -> rows.AuditCase:
    found = (
        rows.AuditCase.objects.select_for_update(of=("self",))
        .filter(pk=case, audit__department__in=by.reach(_STAFF))
        .select_related("audit", "license")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    authorize(by, "follow_audit", organization=found.audit.department_id)
    if found.state == rows.CaseState.CONCLUDED:
        message = "This case was concluded already; nothing was changed."
        raise AlreadyDoneError(message)
    return found


def _record(
    by: Actor, case: rows.AuditCase, verb: str, details: dict[str, object], now: datetime
) -> None:
    record_event(
        verb,
        by=by,
        subject=("audit_case", case.pk),
        organization=case.audit.department_id,
        details=details,
        now=now,
    )
