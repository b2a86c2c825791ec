"""Reads of coaches, their educators, and of whoever names coaches and follows appeals."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.review.deadline import days_left
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.gate import standing_of_attempts, standings_of_attempts
from longleaf.records.facts.review import SEATED
from longleaf.records.models import evidence, gate, organization
from longleaf.records.models import review as reviews
from longleaf.records.queries.feedback import Feedback, feedback_of
from longleaf.records.queries.gate import Lacking, lacking_in
from longleaf.records.queries.organization import in_force

_COORDINATES = (RoleKind.COORDINATOR,)
_LATELY = timedelta(days=30)
_HELPERS = (RoleKind.REVIEWER, RoleKind.AUTHOR, RoleKind.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Note:
    """One line between the two; `is_opening` if it opened the attempt more."""

    author: str
    is_own: bool
    is_opening: bool
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class CoachingSheet:
    """What the coach and the educator see."""

    id: UUID
    title: str
    slug: str
    version: int
    submission: UUID
    educator: str
    coach: str
    is_coach: bool
    note: str
    named_at: datetime
    opened_at: datetime | None
    is_over: bool
    notes: tuple[Note, ...]
    feedback: Feedback | None


@dataclass(frozen=True, slots=True)
class CoachingLine:
    """One in the list of a coach."""

    id: UUID
    educator: str
    title: str
    named_at: datetime
    is_open: bool


def coachings_of(who: Actor) -> list[CoachingLine]:
    """Whom the actor coaches, those who wait for an attempt first."""
    opened = gate.CoachingNote.objects.filter(
        coaching=OuterRef("pk"), kind=gate.CoachingNoteKind.OPENED
    )
    found = (
        gate.Coaching.objects.filter(coach=who.person)
        .annotate(opened=Exists(opened))
        .order_by("opened", "-named_at")
    )
    return [
        CoachingLine(pk, educator, title, named_at, not was_opened and state == "not_yet")
        for pk, educator, title, named_at, was_opened, state in found.values_list(
            "pk",
            "submission__educator__name",
            "submission__version__title",
            "named_at",
            "opened",
            "submission__state",
        )
    ]


def waiting_for_coach(coach: UUID | OuterRef) -> QuerySet[gate.Coaching]:
    """What waits for a coach to open another attempt."""
    opened = gate.CoachingNote.objects.filter(
        coaching=OuterRef("pk"), kind=gate.CoachingNoteKind.OPENED
    )
    return gate.Coaching.objects.filter(
        ~Exists(opened), coach=coach, submission__state=evidence.SubmissionState.NOT_YET
    )


def coaching_sheet(who: Actor, coaching: UUID) -> CoachingSheet:
    """One of the actor's, as the coach or the educator.

    Raises:
        NoSuchRecordError: If the actor is neither.
    """
    found = (
        gate.Coaching.objects.select_related(
            "coach", "submission__educator", "submission__version__microcredential"
        )
        .filter(Q(coach=who.person) | Q(submission__educator=who.person), pk=coaching)
        .first()
    )
    if found is None or who.person is None:
        raise NoSuchRecordError
    notes = list(found.notes.select_related("author"))
    submission = found.submission
    opening = next((one for one in notes if one.kind == gate.CoachingNoteKind.OPENED), None)
    attempt = submission.attempts.filter(number=found.after_attempt, state="decided").first()
    return CoachingSheet(
        id=found.pk,
        title=submission.version.title,
        slug=submission.version.microcredential.slug,
        version=submission.version.number,
        submission=submission.pk,
        educator=submission.educator.name,
        coach=found.coach.name,
        is_coach=found.coach_id == who.person,
        note=found.note,
        named_at=found.named_at,
        opened_at=opening.written_at if opening else None,
        is_over=submission.state != evidence.SubmissionState.NOT_YET,
        notes=tuple(
            Note(
                one.author.name,
                one.author_id == who.person,
                one.kind == gate.CoachingNoteKind.OPENED,
                one.text,
                one.written_at,
            )
            for one in notes
        ),
        feedback=feedback_of(submission, attempt) if attempt else None,
    )


# --- for those who coordinate an issuer


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An appeal, by number."""

    attempt: UUID
    number: str
    title: str
    made_at: datetime
    due_on: date
    days_left: int
    reviewer: str
    outcome: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A check of completeness, by number; `outcome` is "" while it waits."""

    number: str
    title: str
    opened_at: datetime
    due_on: date
    days_left: int
    outcome: str
    checked_at: datetime | None
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class WithoutAttempts:
    """A submission whose attempts are used up."""

    submission: UUID
    number: str
    title: str
    used: int
    coach: str
    since: datetime


def appeals_in_reach(who: Actor, *, on: date, now: datetime) -> list[AppealLine]:
    """Appeals that wait, and those of the last weeks, of what the actor's organizations issue."""
    found = (
        gate.Appeal.objects.filter(
            Q(outcome="") | Q(answered_at__gt=now - _LATELY),
            attempt__submission__version__microcredential__issuer__in=who.reach(_COORDINATES),
        )
        .exclude(educator=who.person)
        .select_related("attempt__submission__version")
        .order_by(F("answered_at").desc(nulls_first=True), "answer_due_on")
    )
    seats = dict(
        reviews.Review.objects.filter(
            seat=4, state__in=SEATED, attempt__in=[one.attempt_id for one in found]
        ).values_list("attempt", "reviewer__name")
    )
    return [
        AppealLine(
            one.attempt_id,
            one.attempt.submission.number,
            one.attempt.submission.version.title,
            one.made_at,
            one.answer_due_on,
            days_left(one.answer_due_on, on),
            seats.get(one.attempt_id, ""),
            one.outcome,
            one.answered_at,
        )
        for one in found
    ]


def checks_in_reach(who: Actor, *, on: date, now: datetime) -> list[CheckedLine]:
    """Checks that wait, and what was returned in the last weeks."""
    found = (
        gate.CompletenessCheck.objects.filter(
            Q(outcome="") | Q(outcome="returned", checked_at__gt=now - _LATELY),
            attempt__submission__version__microcredential__issuer__in=who.reach(_COORDINATES),
        )
        .exclude(attempt__submission__educator=who.person)
        .select_related("attempt__submission__version")
        .order_by(F("checked_at").desc(nulls_first=True), "due_on")
    )
    return [
        CheckedLine(
            one.attempt.submission.number,
            one.attempt.submission.version.title,
            one.opened_at,
            one.due_on,
            days_left(one.due_on, on),
            one.outcome,
            one.checked_at,
            lacking_in(one.findings),
        )
        for one in found
    ]


def _used_up(who: Actor) -> QuerySet[evidence.Submission]:
    return (
        evidence.Submission.objects.filter(
            state=evidence.SubmissionState.NOT_YET,
            microcredential__issuer__in=_limited(who).values("organization"),
        )
        .exclude(educator=who.person)
        .select_related("version", "microcredential__issuer", "educator", "organization")
    )


def _limited(who: Actor) -> QuerySet[gate.ReviewProgram]:
    """Settings of the actor's organizations that limit attempts."""
    return gate.ReviewProgram.objects.filter(
        organization__in=who.reach(_COORDINATES), most_attempts__isnull=False
    )


def without_attempts(who: Actor) -> list[WithoutAttempts]:
    """Submissions of which every attempt is used, those without a coach first."""
    least = _limited(who).order_by().aggregate(least=Min("most_attempts"))["least"]
    if least is None:
        return []
    found = _used_up(who).annotate(
        made=Count("attempts", filter=Q(attempts__state="decided"), distinct=True)
    )
    used_up = list(found.filter(made__gte=least).order_by("changed_at"))
    standings = standings_of_attempts(used_up)
    coaches = {
        (submission, after): name
        for submission, after, name in gate.Coaching.objects.filter(
            submission__in=used_up
        ).values_list("submission", "after_attempt", "coach__name")
    }
    lines = [
        WithoutAttempts(
            one.pk,
            one.number,
            one.version.title,
            standings[one.pk].used,
            coaches.get((one.pk, standings[one.pk].used), ""),
            one.changed_at,
        )
        for one in used_up
        if standings[one.pk].needs_coach
    ]
    return sorted(lines, key=lambda line: bool(line.coach))


@dataclass(frozen=True, slots=True)
class CoachChoice:
    """What it takes to name a coach; the name is shown, for a coach must fit the person."""

    submission: UUID
    number: str
    title: str
    educator: str
    place: str
    used: int
    choices: tuple[tuple[UUID, str], ...]
    coaching: UUID | None
    coach: str
    opened: bool


def coach_choice(who: Actor, submission: UUID, *, on: date) -> CoachChoice:
    """A submission whose attempts are used up.

    Raises:
        NoSuchRecordError: If it is not of the actor's organizations, or no coach is needed.
    """
    found = _used_up(who).filter(pk=submission).first()
    if found is None:
        raise NoSuchRecordError
    decided = list(found.attempts.filter(state="decided").order_by("number"))
    standing = standing_of_attempts(found, decided)
    named = found.coachings.filter(after_attempt=standing.used).select_related("coach").first()
    if not standing.needs_coach and named is None:
        raise NoSuchRecordError
    people = organization.Person.objects.filter(
        pk__in=organization.Role.objects.filter(
            in_force(on), kind__in=_HELPERS, organization__in=who.reach(_COORDINATES)
        ).values("person"),
        is_active=True,
    ).exclude(pk__in=_cannot_coach(found))
    return CoachChoice(
        submission=found.pk,
        number=found.number,
        title=found.version.title,
        educator=found.educator.name,
        place=found.organization.name,
        used=standing.used,
        choices=tuple(people.order_by("name").values_list("pk", "name")),
        coaching=named.pk if named else None,
        coach=named.coach.name if named else "",
        opened=not standing.needs_coach,
    )


def coach_by_email(who: Actor, email: str, *, on: date) -> UUID | None:
    """Somebody within the actor's reach, by address; None if there is nobody."""
    return (
        organization.Person.objects.filter(
            email__iexact=email.strip(),
            is_active=True,
            pk__in=organization.Role.objects.filter(
                in_force(on), organization__in=who.reach(_COORDINATES)
            ).values("person"),
        )
        .values_list("pk", flat=True)
        .first()
    )


def _cannot_coach(submission: evidence.Submission) -> set[UUID]:
    judged = reviews.Review.objects.filter(attempt__submission=submission)
    return {submission.educator_id, *judged.values_list("reviewer", flat=True)}
