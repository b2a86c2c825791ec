"""Rows of calibration: anchors with agreed levels, tries, who is allowed, and reading again."""

import uuid

from django.db import models
from django.db.models import F, Q

from longleaf.records.models.evidence import Artifact, Attempt
from longleaf.records.models.microcredential import Microcredential, Version
from longleaf.records.models.organization import Organization, Person
from longleaf.records.models.review import Review


class SetState(models.TextChoices):
    DRAFT = "draft", "Draft"
    LIVE = "live", "In use"
    RETIRED = "retired", "No longer in use"


class CalibrationSet(models.Model):
    """The anchors of one micro-credential, and the rule by which reviewers qualify with them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    microcredential = models.ForeignKey(
        Microcredential, on_delete=models.PROTECT, related_name="calibration_sets"
    )
    # Whose rubric the anchors are judged by.
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="calibration_sets")
    state = models.CharField(max_length=7, choices=SetState, default=SetState.DRAFT)
    # Shares of levels that must be the agreed one, or at most one off, to pass and to stay.
    exact_share = models.DecimalField(max_digits=4, decimal_places=3)
    adjacent_share = models.DecimalField(max_digits=4, decimal_places=3)
    keep_exact_share = models.DecimalField(max_digits=4, decimal_places=3)
    keep_adjacent_share = models.DecimalField(max_digits=4, decimal_places=3)
    try_size = models.PositiveSmallIntegerField()  # anchors in one try
    valid_days = models.PositiveIntegerField()
    seed_every = models.PositiveSmallIntegerField()  # live reviews between two anchors; 0: never
    seed_window = models.PositiveSmallIntegerField()  # the last so many decide on staying
    shown_after_days = models.PositiveSmallIntegerField()
    shown_after_judgments = models.PositiveSmallIntegerField()
    binding_on = models.DateField(null=True, blank=True)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    published_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["microcredential"], condition=Q(state="live"), name="one_set_is_in_use"
            ),
            models.CheckConstraint(
                condition=Q(exact_share__gt=0, exact_share__lte=1)
                & Q(adjacent_share__gte=F("exact_share"), adjacent_share__lte=1),
                name="shares_to_pass_are_shares",
            ),
            models.CheckConstraint(
                condition=Q(keep_exact_share__gte=0, keep_exact_share__lte=1)
                & Q(keep_adjacent_share__gte=F("keep_exact_share"), keep_adjacent_share__lte=1),
                name="shares_to_stay_are_shares",
            ),
            models.CheckConstraint(
                condition=Q(try_size__gte=1, valid_days__gte=1, seed_window__gte=1),
                name="a_set_asks_for_something",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(
                    published_by__isnull=False, published_at__isnull=False, binding_on__isnull=False
                ),
                name="a_set_in_use_says_since_when",
            ),
        ]


class AnchorLeave(models.Model):
    """An educator's leave to use one attempt, without names, to train reviewers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="anchor_leave")
    state = models.CharField(
        max_length=9,
        choices={
            "asked": "Asked",
            "given": "Given",
            "declined": "Declined",
            "withdrawn": "Withdrawn",
        },
        default="asked",
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked") | Q(answered_at__isnull=False),
                name="an_answer_on_leave_says_when",
            )
        ]


class AnchorUse(models.TextChoices):
    PRACTICE = "practice", "To practice with"
    QUALIFY = "qualify", "To qualify with"
    SEED = "seed", "Among live work"


class Anchor(models.Model):
    """A submission whose levels are agreed; once a second person agreed, a trigger fixes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    set = models.ForeignKey(CalibrationSet, on_delete=models.PROTECT, related_name="anchors")
    use = models.CharField(max_length=8, choices=AnchorUse)
    title = models.CharField(max_length=120)  # for those who keep the set alone
    # longleaf.domain.review.anchor says what stands in these two.
    content = models.JSONField(default=dict)
    agreed = models.JSONField(default=dict)
    files = models.ManyToManyField(Artifact, related_name="anchors")
    leave = models.ForeignKey(
        AnchorLeave, null=True, blank=True, on_delete=models.PROTECT, related_name="anchors"
    )
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_because = models.TextField(blank=True)

    class Meta:
        ordering = ["use", "written_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="an_agreed_anchor_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("written_by")),
                name="a_second_person_agrees",
            ),
        ]


class CalibrationTry(models.Model):
    """One try of one reviewer to qualify."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    set = models.ForeignKey(CalibrationSet, on_delete=models.PROTECT, related_name="tries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calibration_tries")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=7,
        choices={"open": "Begun", "passed": "Passed", "not_yet": "Not yet"},
        default="open",
    )
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    judged = models.PositiveSmallIntegerField(default=0)
    exact = models.PositiveSmallIntegerField(default=0)
    adjacent = models.PositiveSmallIntegerField(default=0)
    # The next try begins only after what this one showed was read.
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "person", "number"], name="tries_are_numbered_through"
            ),
            models.UniqueConstraint(
                fields=["set", "person"], condition=Q(state="open"), name="one_try_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="open")
                | Q(finished_at__isnull=False, judged__gte=1, adjacent__lte=F("judged"))
                & Q(exact__lte=F("adjacent")),
                name="a_finished_try_has_its_counts",
            ),
        ]


class Qualification(models.Model):
    """From when until when somebody may review, by which try; ended early if anchors say so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    set = models.ForeignKey(CalibrationSet, on_delete=models.PROTECT, related_name="qualifications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="qualifications")
    earned_by = models.OneToOneField(
        CalibrationTry, on_delete=models.PROTECT, related_name="qualification"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-first_on"]
        indexes = [models.Index(fields=["set", "person"], name="qualified_reviewers")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="a_qualification_lasts"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_because=""),
                name="a_qualification_ends_for_a_reason",
            ),
        ]


class BackReadingDraw(models.Model):
    """A lot by which finished reviews were drawn to be read again; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    microcredential = models.ForeignKey(
        Microcredential, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    seed = models.CharField(max_length=200)
    amount = models.PositiveSmallIntegerField()
    population = models.JSONField()  # the identifiers drawn from
    reader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-drawn_at"]


class ReadingKind(models.TextChoices):
    PRACTICE = "practice", "Practice"
    QUALIFY = "qualify", "Qualifying"
    SEED = "seed", "Among live work"
    BACK = "back", "Read again"


class Reading(models.Model):
    """A judgment that decides nothing: of an anchor, or of work that was judged before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=ReadingKind)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="readings")
    anchor = models.ForeignKey(
        Anchor, null=True, blank=True, on_delete=models.PROTECT, related_name="readings"
    )
    attempted = models.ForeignKey(
        CalibrationTry, null=True, blank=True, on_delete=models.PROTECT, related_name="readings"
    )
    review = models.ForeignKey(
        Review, null=True, blank=True, on_delete=models.PROTECT, related_name="readings"
    )
    draw = models.ForeignKey(
        BackReadingDraw, null=True, blank=True, on_delete=models.PROTECT, related_name="readings"
    )
    number = models.CharField(max_length=12, unique=True)  # as submissions are numbered
    state = models.CharField(
        max_length=8,
        choices={
            "assigned": "Waiting",
            "draft": "Begun",
            "finished": "Finished",
            "released": "Given back",
        },
        default="assigned",
    )
    outcome = models.CharField(max_length=8, blank=True)
    comment = models.TextField(blank=True)
    comment_revision = models.PositiveIntegerField(default=0)
    assigned_at = models.DateTimeField()
    due_on = models.DateField()
    finished_at = models.DateTimeField(null=True, blank=True)
    released_because = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "assigned_at"]
        indexes = [models.Index(fields=["person", "kind", "state"], name="readings_of_a_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "anchor"], name="an_anchor_is_shown_to_somebody_once"
            ),
            models.UniqueConstraint(
                fields=["person", "review"], name="nobody_reads_a_review_again_twice"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="back", review__isnull=False, draw__isnull=False, anchor__isnull=True
                )
                | Q(kind__in=["practice", "qualify", "seed"], review__isnull=True)
                & Q(draw__isnull=True, anchor__isnull=False),
                name="a_reading_is_of_an_anchor_or_a_review",
            ),
            models.CheckConstraint(
                condition=Q(kind="qualify", attempted__isnull=False)
                | ~Q(kind="qualify") & Q(attempted__isnull=True),
                name="a_qualifying_reading_belongs_to_a_try",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished")
                | Q(outcome__in=["earned", "not_yet"], finished_at__isnull=False),
                name="a_finished_reading_has_an_outcome",
            ),
        ]


class ReadingScore(models.Model):
    """The level given on one criterion of a reading, and why."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=60)
    level = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "criterion"], name="one_reading_score_for_each_criterion"
            )
        ]


class SeverityRun(models.Model):
    """Severities of reviewers as computed once; never changed, the next run is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    microcredential = models.ForeignKey(
        Microcredential, on_delete=models.PROTECT, related_name="severity_runs"
    )
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    result = models.JSONField()
    made_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]


class RubricFlag(models.Model):
    """A criterion on which reviewers cannot agree: a question to its author about the rubric."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rubric_flags")
    criterion = models.CharField(max_length=60)
    figures = models.JSONField()
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "criterion"],
                condition=Q(answered_at__isnull=True),
                name="a_criterion_is_flagged_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_by__isnull=False),
                name="an_answered_flag_has_an_answer",
            ),
        ]


class Snippet(models.Model):
    """Words of a reviewer's own, kept to be used again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="snippets")
    title = models.CharField(max_length=80)
    text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "title"], name="snippets_are_told_apart")
        ]
