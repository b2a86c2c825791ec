"""Rows around reviews: the program, the two gates, decisions, appeals, conflicts, coaches."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from longleaf.records.models.evidence import Attempt, Submission
from longleaf.records.models.microcredential import Microcredential
from longleaf.records.models.organization import Organization, Person
from longleaf.records.models.review import Review


class Scoring(models.TextChoices):
    """How many judge an attempt at first."""

    DOUBLE = "double", "Two reviewers, always"
    SAMPLE = "sample", "Two reviewers for a share drawn by lot, one for the rest"
    NEAR = "near", "A second reviewer where the first result is near the pass mark"


class ReviewProgram(models.Model):
    """How an organization has its micro-credentials, or one of them, reviewed.

    A trigger forbids changing it: the one kept last holds for what is handed in from then on.
    """

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="review_programs"
    )
    # None: for all of the organization's that have none of their own.
    microcredential = models.ForeignKey(
        Microcredential, null=True, blank=True, on_delete=models.PROTECT, related_name="programs"
    )
    # One micro-credential's own program ends with a line that says it follows the others' again.
    is_shared = models.BooleanField(default=False)
    # Business days from handing in to the answer; None: as the organization promises.
    review_days = models.PositiveSmallIntegerField(null=True, blank=True)
    checks_completeness = models.BooleanField(default=False)
    completeness_days = models.PositiveSmallIntegerField(default=1)
    scoring = models.CharField(max_length=6, choices=Scoring, default=Scoring.DOUBLE)
    sample_percent = models.PositiveSmallIntegerField(default=20)
    sample_seed = models.CharField(max_length=60, blank=True)
    most_attempts = models.PositiveSmallIntegerField(null=True, blank=True)  # None: no limit
    appeal_days = models.PositiveSmallIntegerField(default=20)
    appeal_answer_days = models.PositiveSmallIntegerField(default=10)
    most_open_reviews = models.PositiveSmallIntegerField(default=20)
    late_days = models.PositiveSmallIntegerField(default=3)
    coworker_months = models.PositiveSmallIntegerField(default=36)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(completeness_days__gte=1, appeal_days__gte=1)
                & Q(appeal_answer_days__gte=1, most_open_reviews__gte=1, late_days__gte=1),
                name="a_program_gives_days",
            ),
            models.CheckConstraint(
                condition=Q(sample_percent__lte=100), name="a_sample_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(most_attempts__isnull=True) | Q(most_attempts__gte=1),
                name="a_program_allows_an_attempt",
            ),
            models.CheckConstraint(
                condition=Q(review_days__isnull=True) | Q(review_days__gte=1),
                name="a_program_promises_a_day",
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(microcredential__isnull=False),
                name="only_one_s_own_program_ends",
            ),
        ]


class ReviewCourse(models.Model):
    """What was settled when an attempt was handed in: who judges how, and what was promised.

    A trigger forbids changing it, so that a program that changes moves no attempt that waits.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="course")
    program = models.ForeignKey(
        ReviewProgram, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField()
    promised_on = models.DateField()
    scoring = models.CharField(
        max_length=6, choices={"double": "Double", "single": "Single", "near": "Near"}
    )
    scoring_because = models.CharField(max_length=300, blank=True)


class CompletenessCheck(models.Model):
    """The first gate: whether what was handed in can be judged at all.

    Once it is decided, a trigger forbids changing it. A returned attempt goes on under its own
    number, so `handed_in` keeps what it held: texts, and artifacts by identifier and hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="checks")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(
        max_length=9,
        blank=True,
        choices={"complete": "Complete", "returned": "Returned", "withdrawn": "Withdrawn"},
    )
    # [{"what": "readable" | "template" | "consent", "holds": true, "reason": "..."}, ...]
    findings = models.JSONField(default=list)
    handed_in = models.JSONField(default=dict)
    checked_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(outcome=""), name="one_completeness_check_is_open"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["complete", "returned"])
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="a_completeness_check_says_who_and_when",
            ),
        ]


class Appeal(models.Model):
    """An educator asks that others look again; the seat for it on the attempt is the fourth.

    Once it is answered or taken back, a trigger forbids changing it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="appeals")
    educator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appeals")
    # The criteria that did not pass: what did is not judged again.
    criteria = ArrayField(models.CharField(max_length=60))
    grounds = models.TextField()
    made_at = models.DateTimeField()
    answer_due_on = models.DateField()
    outcome = models.CharField(
        max_length=10,
        blank=True,
        choices={"upheld": "Upheld", "not_upheld": "Not upheld", "withdrawn": "Withdrawn"},
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    review = models.OneToOneField(
        Review, null=True, blank=True, on_delete=models.PROTECT, related_name="appeal"
    )

    class Meta:
        ordering = ["answer_due_on", "made_at"]
        constraints = [
            models.UniqueConstraint(fields=["attempt"], name="an_attempt_is_appealed_once"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["upheld", "not_upheld"])
                | Q(answered_at__isnull=False, review__isnull=False) & ~Q(answer=""),
                name="an_answer_to_an_appeal_has_reasons",
            ),
        ]


class AttemptDecision(models.Model):
    """What an attempt came to, by reviewers or on appeal: the attempt carries the last of them.

    A trigger writes them and another forbids changing them, so that no correction, whoever makes
    it, erases what was there.
    """

    id = models.BigAutoField(primary_key=True)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=8, choices={"earned": "Earned", "not_yet": "Not yet"})
    path = models.CharField(max_length=7, choices={"reviews": "Reviews", "appeal": "Appeal"})
    decided_at = models.DateTimeField()
    # Seats of the reviews that carried it.
    seats = ArrayField(models.PositiveSmallIntegerField(), default=list)

    class Meta:
        ordering = ["id"]


class DeclaredConflict(models.Model):
    """A reviewer says whose work they must not judge: a person, a school, or a submission's author.

    A person is named by e-mail address, which is compared when somebody is asked: declaring tells
    nothing of who has an account. `submission` stands for an author whom the reviewer recognized.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reviewer = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="declared_conflicts"
    )
    email = models.EmailField(blank=True)
    school = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    because = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-declared_at"]
        indexes = [models.Index(fields=["reviewer"], condition=Q(ended_at=None), name="conflicts")]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(email="") & Q(school=None, submission=None))
                | (Q(email="", submission=None) & Q(school__isnull=False))
                | (Q(email="", school=None) & Q(submission__isnull=False)),
                name="a_conflict_names_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("declared_at")),
                name="a_conflict_ends_after_it_begins",
            ),
        ]


class Coaching(models.Model):
    """Somebody named to help an educator whose attempts are used up; opens one attempt more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="coachings")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coaches")
    after_attempt = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["named_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "after_attempt"], name="one_coach_after_an_attempt"
            )
        ]


class CoachingNoteKind(models.TextChoices):
    NOTE = "note", "Note"
    OPENED = "opened", "Opened one attempt more"


class CoachingNote(models.Model):
    """A note between a coach and their educator; a trigger forbids changing it.

    One of them, at most, opens the attempt more that the coaching is for.
    """

    id = models.BigAutoField(primary_key=True)
    coaching = models.ForeignKey(Coaching, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=CoachingNoteKind, default=CoachingNoteKind.NOTE)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["coaching"], condition=Q(kind="opened"), name="a_coach_opens_one_attempt"
            ),
            models.CheckConstraint(
                condition=~Q(kind="note") | ~Q(text=""), name="a_note_says_something"
            ),
        ]
