"""The few facts that the two gates, attempts and appeals depend on."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.appeal import AppealFacts
from longleaf.domain.review.program import AttemptsStanding, Program, Scoring, attempts_standing
from longleaf.records.facts.review import candidates_for
from longleaf.records.models import evidence, gate, microcredential


def program_row(about: microcredential.Microcredential) -> gate.ReviewProgram | None:
    """The settings in force: its own, or its issuer's; None where nobody settled any."""
    last = (
        gate.ReviewProgram.objects.filter(
            Q(microcredential=about.pk) | Q(microcredential=None), organization=about.issuer_id
        )
        .order_by("microcredential_id", "-pk")
        .distinct("microcredential_id")
    )
    kept = {row.microcredential_id: row for row in last}
    own = kept.get(about.pk)
    return kept.get(None) if own is None or own.is_shared else own


def program_of(about: microcredential.Microcredential) -> Program:
    """The same as a value."""
    return as_program(program_row(about), about.issuer.review_days)


def as_program(row: gate.ReviewProgram | None, review_days: int) -> Program:
    """A row's settings; `review_days` is what the organization promises where it says nothing."""
    if row is None:
        return Program(review_days=review_days)
    return Program(
        review_days=row.review_days or review_days,
        checks_completeness=row.checks_completeness,
        completeness_days=row.completeness_days,
        scoring=Scoring(row.scoring),
        sample_percent=row.sample_percent,
        most_attempts=row.most_attempts,
        appeal_days=row.appeal_days,
        appeal_answer_days=row.appeal_answer_days,
    )


def settled_program(attempt: evidence.Attempt) -> Program:
    """The settings when an attempt went to its reviewers: a later change moves nothing of it."""
    about = attempt.submission.microcredential
    course = gate.ReviewCourse.objects.filter(attempt=attempt.pk).select_related("program").first()
    if course is None:
        return program_of(about)
    return as_program(course.program, about.issuer.review_days)


def standing_of_attempts(
    submission: evidence.Submission,
    decided: Sequence[evidence.Attempt],
    program: Program | None = None,
) -> AttemptsStanding:
    """How many attempts were made and may be; `decided` are those, the latest last.

    The program in force may be given, if it is known already.
    """
    current = (program or program_of(submission.microcredential)).most_attempts
    if current is None or not decided:
        return AttemptsStanding(len(decided), current)
    opened = gate.CoachingNote.objects.filter(
        coaching__submission=submission.pk, kind=gate.CoachingNoteKind.OPENED
    ).count()
    settled = settled_program(decided[-1]).most_attempts
    return attempts_standing(used=len(decided), settled=settled, current=current, opened=opened)


def standings_of_attempts(
    submissions: Collection[evidence.Submission],
) -> dict[UUID, AttemptsStanding]:
    """The same of many submissions, by their identifiers, in a handful of queries."""
    decided: defaultdict[UUID, list[UUID]] = defaultdict(list)
    attempts = evidence.Attempt.objects.filter(
        submission__in=submissions, state=evidence.AttemptState.DECIDED
    )
    for submission, attempt in attempts.order_by("number").values_list("submission", "pk"):
        decided[submission].append(attempt)
    courses = gate.ReviewCourse.objects.filter(attempt__in=[made[-1] for made in decided.values()])
    settled = {
        one.attempt_id: one.program.most_attempts if one.program else None
        for one in courses.select_related("program")
    }
    opened = Counter(
        gate.CoachingNote.objects.filter(
            coaching__submission__in=submissions, kind=gate.CoachingNoteKind.OPENED
        ).values_list("coaching__submission", flat=True)
    )
    limits = _limits({one.microcredential.issuer_id for one in submissions})
    found = {}
    for one in submissions:
        issuer = one.microcredential.issuer_id
        current = limits.get((issuer, one.microcredential_id), limits.get((issuer, None)))
        made = decided[one.pk]
        found[one.pk] = attempts_standing(
            used=len(made),
            settled=settled.get(made[-1], current) if made else current,
            current=current,
            opened=opened[one.pk],
        )
    return found


def _limits(issuers: Collection[UUID]) -> dict[tuple[UUID, UUID | None], int | None]:
    """The limits of attempts in force, by issuer and micro-credential (None for the others)."""
    last = (
        gate.ReviewProgram.objects.filter(organization__in=issuers)
        .order_by("organization_id", "microcredential_id", "-pk")
        .distinct("organization_id", "microcredential_id")
    )
    return {
        (row.organization_id, row.microcredential_id): row.most_attempts
        for row in last
        if not row.is_shared
    }


def appeal_facts(submission: evidence.Submission, attempt: evidence.Attempt) -> AppealFacts:
    """What decides whether the submission's last attempt can be appealed."""
    return AppealFacts(
        submission=submission.state,
        decided_on=legal_day(attempt.decided_at) if attempt.decided_at else None,
        days=settled_program(attempt).appeal_days,
        was_appealed=gate.Appeal.objects.filter(attempt=attempt.pk).exists(),
    )


def waits_for_check(attempt: UUID) -> bool:
    """Whether somebody still has to look if an attempt can be judged at all."""
    return gate.CompletenessCheck.objects.filter(attempt=attempt, outcome="").exists()


def checkers_of(attempt: evidence.Attempt, *, on: date) -> list[UUID]:
    """Who may check it: reviewers of its issuer without a conflict of interest."""
    found = candidates_for(attempt, on=on)
    return [one.person for one in found if one.decision.goes_on]
