"""Finding reviewers for what was handed in."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.review import assign_reviewers, end_reviews, seat_reviewer
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import RoleKind, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit, evidence, microcredential, notice, organization
from longleaf.records.models import review as rows
from tests.people import NOW, TODAY, Cast, person
from tests.people import organization as an_organization
from tests.stories import (
    DUE,
    a_published_microcredential,
    a_review,
    a_submitted_attempt,
    two_criteria,
)

SYSTEM = system("review")


def seated(attempt: evidence.Attempt) -> set[str]:
    return set(
        rows.Review.objects.filter(attempt=attempt)
        .exclude(state="released")
        .values_list("reviewer__name", flat=True)
    )


def end_roles(who: organization.Person) -> None:
    organization.Role.objects.filter(person=who).update(ended_on=TODAY - timedelta(days=1))


def test_two_reviewers_are_asked_and_told(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    begun = assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    reviews = list(rows.Review.objects.filter(pk__in=begun))
    assert {one.seat for one in reviews} == {1, 2}
    assert {one.due_on for one in reviews} == {DUE}
    attempt.refresh_from_db()
    assert attempt.state == attempt.submission.state == "in_review"
    told = set(notice.Notice.objects.values_list("person", "path"))
    assert told == {(one.reviewer_id, f"/reviews/{one.pk}") for one in reviews}
    assert audit.AuditEvent.objects.filter(verb="review.assigned").count() == 2


def test_assigning_twice_asks_nobody_twice(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW) == ()
    assert rows.Review.objects.count() == 2


def test_whoever_supervises_the_educator_is_never_asked(cast: Cast) -> None:
    for _ in range(4):  # each time the load is spread anew
        attempt = a_submitted_attempt(
            cast, version=cast_version(cast), educator=person_of_elementary(cast)
        )
        supervise(cast.sam, attempt.submission.educator)
        assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
        assert "Sam Whitaker" not in seated(attempt)


def test_whoever_the_educator_supervises_is_never_asked(cast: Cast) -> None:
    end_roles(cast.bo)
    attempt = a_submitted_attempt(cast)
    supervise(cast.amina, cast.ben)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert seated(attempt) == {"Bea Lindqvist"}


def test_a_supervision_that_ended_yesterday_bars_nobody(cast: Cast) -> None:
    end_roles(cast.bo)
    attempt = a_submitted_attempt(cast)
    supervise(cast.amina, cast.ben, until=TODAY - timedelta(days=1))
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert seated(attempt) == {"Ben Okafor", "Bea Lindqvist"}


def test_work_is_not_judged_by_its_own_school(cast: Cast) -> None:
    teacher = person("Mia Holt", (RoleKind.EDUCATOR, cast.middle))
    attempt = a_submitted_attempt(cast, educator=teacher, organization=cast.northfield)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert seated(attempt) == {"Bo Castellanos", "Sam Whitaker"}


def test_work_is_not_judged_by_the_school_it_was_handed_in_from(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast, organization=cast.middle)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert seated(attempt) == {"Bo Castellanos"}


def test_nobody_judges_their_own_work(cast: Cast) -> None:
    end_roles(cast.bea)
    attempt = a_submitted_attempt(cast, educator=cast.bo, organization=cast.northfield)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert seated(attempt) == {"Ben Okafor", "Sam Whitaker"}


def test_reviewers_of_another_issuer_are_not_asked(cast: Cast) -> None:
    version = a_published_microcredential(cast, issuer=cast.southfield)
    attempt = a_submitted_attempt(cast, version=version)
    assert assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW) == ()


def test_a_reviewer_of_a_school_under_the_issuer_is_asked(cast: Cast) -> None:
    version = a_published_microcredential(cast, issuer=cast.southfield)
    person("Rae Young", (RoleKind.REVIEWER, cast.south_school))
    attempt = a_submitted_attempt(cast, version=version)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert seated(attempt) == {"Rae Young"}


def test_a_reviewer_whose_account_is_closed_is_not_asked(cast: Cast) -> None:
    organization.Person.objects.filter(pk=cast.bo.pk).update(is_active=False)
    attempt = a_submitted_attempt(cast)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert seated(attempt) == {"Ben Okafor", "Bea Lindqvist"}


def test_the_one_with_more_to_do_waits(cast: Cast) -> None:
    a_review(a_submitted_attempt(cast), cast.ben)
    attempt = a_submitted_attempt(
        cast, version=cast_version(cast), educator=person_of_elementary(cast)
    )
    supervise(cast.sam, attempt.submission.educator)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert seated(attempt) == {"Bea Lindqvist", "Bo Castellanos"}


def test_where_nobody_may_judge_it_stays_submitted_and_the_coordinator_is_told_once(
    cast: Cast,
) -> None:
    version = a_published_microcredential(cast, issuer=cast.southfield)
    attempt = a_submitted_attempt(cast, version=version)
    for _ in range(2):
        assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    attempt.refresh_from_db()
    assert attempt.state == attempt.submission.state == "submitted"
    told = notice.Notice.objects.get()
    assert told.person == cast.eve
    assert told.kind == "review.stuck"
    assert attempt.submission.number in told.subject


def test_without_a_coordinator_the_administrators_of_the_issuer_are_told(cast: Cast) -> None:
    partner = an_organization("Longleaf Learning Lab", "partner")
    head = person("Hal Ortiz", (RoleKind.ADMINISTRATOR, partner))
    attempt = a_submitted_attempt(cast, version=a_published_microcredential(cast, issuer=partner))
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert notice.Notice.objects.get().person == head


def test_what_the_department_issues_is_judged_by_reviewers_of_the_whole_state(cast: Cast) -> None:
    version = a_published_microcredential(cast, issuer=cast.department)
    attempt = a_submitted_attempt(cast, version=version)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert len(seated(attempt)) == 2


def test_nobody_is_asked_about_what_is_decided_already(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    evidence.Attempt.objects.update(state="decided", outcome="not_yet", decided_at=NOW)
    assert assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW) == ()


def test_an_attempt_that_does_not_exist_is_not_found(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        assign_reviewers(by=SYSTEM, attempt=uuid4(), now=NOW)


def test_asked_late_the_reviewer_has_time_and_the_educator_is_told(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast, due_on=TODAY)
    assign_reviewers(by=SYSTEM, attempt=attempt.pk, now=NOW)
    assert set(rows.Review.objects.values_list("due_on", flat=True)) == {date(2026, 2, 6)}
    attempt.refresh_from_db()
    assert attempt.due_on == date(2026, 2, 6)
    told = notice.Notice.objects.get(person=cast.amina)
    assert "February 6, 2026" in told.subject


def test_an_educator_does_not_choose_reviewers(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    with pytest.raises(NotPermittedError):
        assign_reviewers(by=cast.acting(cast.amina), attempt=attempt.pk, now=NOW)


def test_a_coordinator_elsewhere_does_not_choose_reviewers(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    with pytest.raises(NotPermittedError):
        assign_reviewers(by=cast.acting(cast.eve), attempt=attempt.pk, now=NOW)


def test_a_coordinator_does_not_choose_who_judges_their_own_work(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast, educator=cast.chloe)
    with pytest.raises(NotPermittedError):
        assign_reviewers(by=cast.acting(cast.chloe), attempt=attempt.pk, now=NOW)


def test_a_coordinator_names_a_reviewer_for_an_empty_seat(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    seat_reviewer(
        by=cast.acting(cast.chloe), attempt=attempt.pk, seat=2, reviewer=cast.bo.pk, now=NOW
    )
    assert rows.Review.objects.get().seat == 2
    with pytest.raises(AlreadyDoneError):
        seat_reviewer(
            by=cast.acting(cast.chloe), attempt=attempt.pk, seat=2, reviewer=cast.ben.pk, now=NOW
        )


def test_a_coordinator_cannot_name_someone_who_is_barred(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    with pytest.raises(ProblemsError, match="supervise the educator"):
        seat_reviewer(
            by=cast.acting(cast.chloe), attempt=attempt.pk, seat=1, reviewer=cast.sam.pk, now=NOW
        )


def test_reviews_of_what_was_taken_back_end_and_their_reviewers_are_told(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    review = a_review(attempt, cast.ben)
    end_reviews(
        by=cast.acting(cast.amina), attempt=attempt.pk, because="It was withdrawn.", now=NOW
    )
    review.refresh_from_db()
    assert review.state == "released"
    assert notice.Notice.objects.get().person == cast.ben


_SLUGS = iter(range(1000))


def cast_version(cast: Cast) -> microcredential.Version:
    return a_published_microcredential(cast, definition=two_criteria(f"wait-{next(_SLUGS)}"))


def person_of_elementary(cast: Cast) -> organization.Person:
    return person(f"Teacher{next(_SLUGS)} Holt", (RoleKind.EDUCATOR, cast.elementary))


def supervise(
    supervisor: organization.Person, educator: organization.Person, *, until: date | None = None
) -> None:
    organization.Supervision.objects.create(
        supervisor=supervisor, educator=educator, began_on=date(2024, 8, 1), ended_on=until
    )
