"""The few facts that decisions on reviews need."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from longleaf.domain.organization.actor import RoleKind
from longleaf.domain.review.appeal import APPEAL_SEAT
from longleaf.domain.review.assignment import Candidate
from longleaf.domain.review.conflict import Decision, ReviewFacts, may_review
from longleaf.domain.review.judgment import Judgment, Outcome, Score
from longleaf.records.facts.calibration import who_may_review
from longleaf.records.facts.issuer import issuer_reach
from longleaf.records.models import evidence, gate, organization
from longleaf.records.models import review as rows
from longleaf.records.models.organization import in_force

OPEN = (rows.ReviewState.ASSIGNED, rows.ReviewState.DRAFT)
SEATED = (*OPEN, rows.ReviewState.FINISHED)


def judgments_of(attempt: UUID) -> tuple[Judgment, ...]:
    """The finished reviews that decided an attempt, in the order of their seats."""
    reviews = rows.Review.objects.filter(
        attempt=attempt, state=rows.ReviewState.FINISHED, seat__lt=APPEAL_SEAT
    )
    return tuple(judgment(review) for review in reviews.order_by("seat").prefetch_related("scores"))


def answer_to_appeal(attempt: UUID) -> Judgment | None:
    """What was found when an attempt was appealed; None if it was not, or is not answered."""
    review = rows.Review.objects.filter(
        attempt=attempt, state=rows.ReviewState.FINISHED, seat=APPEAL_SEAT
    ).first()
    return judgment(review) if review else None


def criteria_to_judge(review: rows.Review) -> list[str]:
    """The criteria that a review is about: the open ones, or those that an appeal is about."""
    if review.seat != APPEAL_SEAT:
        return list(review.attempt.open_criteria)
    return list(
        gate.Appeal.objects.values_list("criteria", flat=True).get(attempt=review.attempt_id)
    )


def open_appeal(attempt: UUID) -> gate.Appeal | None:
    """The appeal of an attempt that waits for its answer."""
    return gate.Appeal.objects.filter(attempt=attempt, outcome="").first()


def judgment(review: rows.Review) -> Judgment:
    return Judgment(review.seat, Outcome(review.outcome), scores_of(review), review.comment)


def scores_of(review: rows.Review) -> dict[str, Score]:
    """The levels and reasons given so far, by criterion."""
    return {one.criterion: Score(one.level, one.reason) for one in review.scores.all()}


def taken_seats(attempt: UUID) -> set[int]:
    """The seats that somebody sits in, whether done or not."""
    return set(
        rows.Review.objects.filter(attempt=attempt, state__in=SEATED).values_list("seat", flat=True)
    )


def candidates_for(attempt: evidence.Attempt, *, on: date) -> tuple[Candidate, ...]:
    """Everyone who reviews for the issuer, with what bars them and how much they have to do."""
    reach = issuer_reach(attempt.submission.version.microcredential.issuer)
    reviewers = set(
        organization.Role.objects.filter(
            in_force(on), kind=RoleKind.REVIEWER, organization__in=reach, person__is_active=True
        ).values_list("person", flat=True)
    )
    decisions = decisions_on(attempt, reviewers, reach=reach, on=on)
    loads = _loads(reviewers)
    return tuple(
        Candidate(person, decisions[person], *loads.get(person, (0, None))) for person in reviewers
    )


def _loads(reviewers: Iterable[UUID]) -> dict[UUID, tuple[int, datetime | None]]:
    found = (
        rows.Review.objects.filter(reviewer__in=reviewers)
        .order_by()
        .values("reviewer")
        .annotate(open_count=Count("pk", filter=Q(state__in=OPEN)), asked=Max("assigned_at"))
    )
    return {one["reviewer"]: (one["open_count"], one["asked"]) for one in found}


def decisions_on(
    attempt: evidence.Attempt, reviewers: Collection[UUID], *, reach: frozenset[UUID], on: date
) -> dict[UUID, Decision]:
    """What `may_review` says of each of these people and an attempt."""
    educator = attempt.submission.educator_id
    reviews_for, schools = _roles({*reviewers, educator}, on=on)
    handed_in_from = attempt.submission.organization
    if handed_in_from.kind == organization.OrganizationKind.SCHOOL:
        schools[educator].add(handed_in_from.pk)
    below, above = defaultdict(set), defaultdict(set)
    for supervisor, supervised in organization.Supervision.objects.filter(
        in_force(on), Q(supervisor=educator) | Q(educator=educator)
    ).values_list("supervisor", "educator"):
        below[supervisor].add(supervised)
        above[supervised].add(supervisor)
    declared = _declared(attempt, schools[educator], reviewers)
    qualified = who_may_review(attempt.submission.version.microcredential_id, on)
    judged = rows.Review.objects.filter(attempt=attempt)
    if attempt.state == evidence.AttemptState.DECIDED:  # an appeal: nobody who knows the work
        judged = rows.Review.objects.filter(attempt__submission=attempt.submission_id)
    had_a_seat = set(judged.values_list("reviewer", flat=True))
    coaches = set(
        gate.Coaching.objects.filter(
            submission__educator=educator, coach__in=reviewers
        ).values_list("coach", flat=True)
    )
    return {
        person: may_review(
            ReviewFacts(
                reviewer=person,
                educator=educator,
                reviews_for=frozenset(reviews_for[person]),
                issuer_reach=reach,
                reviewer_schools=frozenset(schools[person]),
                educator_schools=frozenset(schools[educator]),
                supervised_by_reviewer=frozenset(below[person]),
                supervisors_of_reviewer=frozenset(above[person]),
                declared=frozenset({educator} if person in declared else ()),
                coached=frozenset({educator} if person in coaches else ()),
                # Who holds no role is barred by that alone.
                is_qualified=person in qualified or not reviews_for[person] & reach,
                had_a_seat=person in had_a_seat,
            )
        )
        for person in reviewers
    }


def is_barred(attempt: evidence.Attempt, reviewer: UUID, *, on: date) -> bool:
    """Whether something that arose since they were asked keeps them from judging the attempt."""
    reach = issuer_reach(attempt.submission.version.microcredential.issuer)
    return not decisions_on(attempt, {reviewer}, reach=reach, on=on)[reviewer].goes_on


def free_attempts(reviewer: UUID, attempts: Collection[evidence.Attempt], *, on: date) -> set[UUID]:
    """Which of these attempts nothing keeps a reviewer of their issuers from looking at.

    As `decisions_on` for one person and many attempts, in a handful of queries; attempts come
    with their submission, its educator, organization, and the issuer of its micro-credential.
    """
    educators = {one.submission.educator_id for one in attempts}
    if not educators:
        return set()
    reviews_for, schools = _roles({reviewer, *educators}, on=on)
    lines = organization.Supervision.objects.filter(
        in_force(on), Q(supervisor=reviewer) | Q(educator=reviewer)
    ).values_list("supervisor", "educator")
    below = frozenset(under for above, under in lines if above == reviewer)
    above = frozenset(over for over, under in lines if under == reviewer)
    coached = frozenset(
        gate.Coaching.objects.filter(coach=reviewer).values_list("submission__educator", flat=True)
    )
    declared = list(gate.DeclaredConflict.objects.filter(reviewer=reviewer, ended_at=None))
    by_submission = {one.submission_id for one in declared if one.submission_id}
    authors = frozenset(
        evidence.Submission.objects.filter(pk__in=by_submission).values_list("educator", flat=True)
        if by_submission
        else ()
    )
    emails = {one.email.lower() for one in declared if one.email}
    places = {one.school_id for one in declared if one.school_id}
    issuers = {one.submission.version.microcredential.issuer for one in attempts}
    reaches = {issuer.pk: issuer_reach(issuer) for issuer in issuers}
    free = set()
    for one in attempts:
        educator = one.submission.educator
        work_places = set(schools[educator.pk])
        if one.submission.organization.kind == organization.OrganizationKind.SCHOOL:
            work_places.add(one.submission.organization_id)
        named = educator.email.lower() in emails or bool(places & work_places)
        decision = may_review(
            ReviewFacts(
                reviewer=reviewer,
                educator=educator.pk,
                reviews_for=frozenset(reviews_for[reviewer]),
                issuer_reach=reaches[one.submission.version.microcredential.issuer_id],
                reviewer_schools=frozenset(schools[reviewer]),
                educator_schools=frozenset(work_places),
                supervised_by_reviewer=below,
                supervisors_of_reviewer=above,
                coached=coached,
                declared=frozenset({educator.pk}) if named else authors,
            )
        )
        if decision.goes_on:
            free.add(one.pk)
    return free


def _declared(
    attempt: evidence.Attempt, schools: Collection[UUID], reviewers: Collection[UUID]
) -> set[UUID]:
    """Who of these reviewers declared that they must not judge the attempt's educator."""
    educator = attempt.submission.educator
    named = (
        Q(email__iexact=educator.email)
        | Q(school__in=schools)
        | Q(submission__educator=educator.pk)
    )
    found = gate.DeclaredConflict.objects.filter(named, reviewer__in=reviewers, ended_at=None)
    return set(found.values_list("reviewer", flat=True))


def _roles(
    people: Collection[UUID], *, on: date
) -> tuple[defaultdict[UUID, set[UUID]], defaultdict[UUID, set[UUID]]]:
    """Where each of them reviews, and at which schools each holds a role of any kind."""
    reviews_for: defaultdict[UUID, set[UUID]] = defaultdict(set)
    schools: defaultdict[UUID, set[UUID]] = defaultdict(set)
    held = organization.Role.objects.filter(in_force(on), person__in=people)
    for person, kind, where, its_kind in held.values_list(
        "person", "kind", "organization", "organization__kind"
    ):
        if kind == RoleKind.REVIEWER:
            reviews_for[person].add(where)
        if its_kind == organization.OrganizationKind.SCHOOL:
            schools[person].add(where)
    return reviews_for, schools
