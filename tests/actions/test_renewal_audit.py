"""Random audits: drawn from a seed on record, told to whom they touch, and concluded for good."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.renewal_audit import ask_for_audit_evidence, conclude_audit_case
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.audit_sample import ticket
from longleaf.records.models import audit as trail
from longleaf.records.models import notice as notices
from longleaf.records.models import renewal_audit as rows
from longleaf.records.queries import renewal_audit as queries
from tests.drafted import SEED, a_license, an_audit, educators, the_case
from tests.people import NOW, TODAY, Cast


@pytest.fixture
def audit(cast: Cast) -> UUID:
    educators(cast.elementary, 8)
    educators(cast.south_school, 5)
    return an_audit(cast, amount="2")


def test_each_stratum_is_drawn_from_by_the_smallest_tickets(cast: Cast, audit: UUID) -> None:
    everyone = queries.list_drawn_from(cast.acting(cast.dev), audit)
    drawn = {
        lea: {str(one.license_id) for one in rows.AuditCase.objects.filter(audit=audit, lea=lea)}
        for lea in ("Northfield Schools", "Southfield Schools")
    }
    for lea, licenses in drawn.items():
        held = sorted((ticket(SEED, key), key) for key, place, _ in everyone if place == lea)
        assert licenses == {key for _, key in held[:2]}
    assert trail.AuditEvent.objects.filter(verb="renewal_audit.drawn").count() == 1
    assert trail.AuditEvent.objects.filter(verb="audit_case.opened").count() == 4


def test_licenses_that_expire_on_other_days_are_not_drawn_from(cast: Cast) -> None:
    a_license(cast.amina, expires_on=date(2028, 6, 30))
    a_license(cast.ezra, expires_on=date(2027, 12, 31))
    audit = an_audit(cast)
    (case,) = rows.AuditCase.objects.filter(audit=audit)
    assert case.license.person_id == cast.ezra.pk


def test_the_drawn_and_their_coordinators_are_told(cast: Cast, audit: UUID) -> None:
    told = notices.Notice.objects.filter(kind="audit_drawn")
    assert told.filter(person__in=[cast.chloe, cast.eve]).count() == 2
    assert told.count() == 2 + 4
    person = rows.AuditCase.objects.filter(audit=audit)[0].license.person
    (seen,) = queries.own_cases(cast.acting(person), on=TODAY)
    assert seen.audit == audit


@pytest.mark.parametrize("who", ["amina", "chloe", "ada"])
def test_only_the_department_draws(cast: Cast, who: str) -> None:
    cast.dev = getattr(cast, who)
    with pytest.raises(NoSuchRecordError):
        an_audit(cast)


def test_a_seed_draws_once(cast: Cast, audit: UUID) -> None:
    with pytest.raises(AlreadyDoneError):
        an_audit(cast)
    assert rows.RenewalAudit.objects.count() == 1


def test_an_audit_of_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(ProblemsError, match="No license"):
        an_audit(cast)


def test_a_case_goes_from_open_over_evidence_to_a_conclusion(cast: Cast, audit: UUID) -> None:
    by, case = cast.acting(cast.dev), the_case(audit)
    due = date(2026, 3, 1)
    ask_for_audit_evidence(by=by, case=case, asked_for="Transcripts", due_on=due, now=NOW)
    assert queries.case_for(by, case, on=TODAY).state == "asked"
    assert queries.case_for(by, case, on=date(2026, 3, 2)).is_late
    conclude_audit_case(by=by, case=case, conclusion="upheld", reason="All is there.", now=NOW)
    shown = queries.case_for(by, case, on=TODAY)
    assert (shown.state, shown.conclusion_words, shown.handled_by) == (
        "concluded",
        "Upheld",
        "Dev Raman",
    )
    verbs = trail.AuditEvent.objects.filter(subject_id=str(case)).values_list("verb", flat=True)
    assert {"audit_case.opened", "audit_case.evidence_asked", "audit_case.concluded"} == set(verbs)


def test_a_conclusion_is_never_changed(cast: Cast, audit: UUID) -> None:
    by, case = cast.acting(cast.dev), the_case(audit)
    conclude_audit_case(by=by, case=case, conclusion="upheld", reason="All is there.", now=NOW)
    with pytest.raises(AlreadyDoneError):
        conclude_audit_case(by=by, case=case, conclusion="corrected", reason="No.", now=NOW)
    with pytest.raises(AlreadyDoneError):
        ask_for_audit_evidence(by=by, case=case, asked_for="More", due_on=TODAY, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.AuditCase.objects.filter(pk=case).update(reason="Another.")


def test_a_draw_is_never_changed(cast: Cast, audit: UUID) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.RenewalAudit.objects.filter(pk=audit).update(seed="another seed")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.AuditCase.objects.filter(audit=audit).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.AuditCase.objects.filter(audit=audit).update(ticket="0")


@pytest.mark.parametrize(("conclusion", "reason"), [("odd", "Why"), ("upheld", " ")])
def test_a_conclusion_needs_a_known_word_and_a_reason(
    cast: Cast, audit: UUID, conclusion: str, reason: str
) -> None:
    with pytest.raises(ProblemsError):
        conclude_audit_case(
            by=cast.acting(cast.dev),
            case=the_case(audit),
            conclusion=conclusion,
            reason=reason,
            now=NOW,
        )


@pytest.mark.parametrize(("asked", "due"), [(" ", TODAY), ("All", date(2026, 2, 2))])
def test_what_is_asked_for_is_said_with_a_day_to_come(
    cast: Cast, audit: UUID, asked: str, due: date
) -> None:
    with pytest.raises(ProblemsError):
        ask_for_audit_evidence(
            by=cast.acting(cast.dev), case=the_case(audit), asked_for=asked, due_on=due, now=NOW
        )


@pytest.mark.parametrize("who", ["amina", "chloe", "eve"])
def test_nobody_else_follows_a_case(cast: Cast, audit: UUID, who: str) -> None:
    with pytest.raises(NoSuchRecordError):
        conclude_audit_case(
            by=cast.acting(getattr(cast, who)),
            case=the_case(audit),
            conclusion="upheld",
            reason="Mine.",
            now=NOW,
        )


def test_a_coordinator_sees_those_drawn_at_home_alone(cast: Cast, audit: UUID) -> None:
    seen = queries.cases_of_lea(cast.acting(cast.chloe), on=TODAY)
    assert {one.lea for one in seen} == {"Northfield Schools"}
    assert len(seen) == 2
    assert len(queries.cases_of_lea(cast.acting(cast.amina), on=TODAY)) == 0
