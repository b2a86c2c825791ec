"""Rows of alternative renewal plans: text, versions, review, days in force, who is covered."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from longleaf.records.models.organization import DateSpan, Organization, Person


def _span() -> DateSpan:
    return DateSpan(
        "first_on", "last_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    )


class Plan(models.Model):
    """A plan of an organization; what it says stands in its sections and versions.

    A template belongs to a department and is never in force.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="plans")
    kind = models.SlugField(max_length=80)  # of the jurisdiction's pack
    title = models.CharField(max_length=200)
    is_template = models.BooleanField(default=False)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    # What it was begun from: a published version, whose sections stand there unchanged.
    source = models.ForeignKey(
        "records.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The version that others may begin from; only a department's template, or one in force.
    shown = models.ForeignKey(
        "records.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown__isnull=True, shown_at__isnull=True)
                | Q(shown__isnull=False, shown_at__isnull=False),
                name="a_shown_plan_says_since_when",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanSection(models.Model):
    """A section as it stands now; every earlier text stands in PlanText."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=80)
    revision = models.PositiveIntegerField(default=1)
    data = models.JSONField(default=dict)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="one_section_for_each_element")
        ]


class PlanText(models.Model):
    """One revision of a section; or, with `base`, a text kept aside because another came first."""

    id = models.BigAutoField(primary_key=True)
    section = models.ForeignKey(PlanSection, on_delete=models.CASCADE, related_name="texts")
    revision = models.PositiveIntegerField(null=True, blank=True)
    base = models.PositiveIntegerField(null=True, blank=True)
    data = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "revision"], name="one_text_for_each_revision"
            ),
            models.UniqueConstraint(
                fields=["section", "by", "base"],
                condition=Q(base__isnull=False, settled_at__isnull=True),
                name="one_text_aside_for_each_writer_and_base",
            ),
            models.CheckConstraint(
                condition=Q(revision__isnull=False, base__isnull=True)
                | Q(revision__isnull=True, base__isnull=False),
                name="a_text_is_a_revision_or_stands_aside",
            ),
        ]


class PlanVersion(models.Model):
    """What was submitted, whole; a trigger forbids changing it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    sections = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.TextField(blank=True)  # what the amendment is about
    policy_version = models.CharField(max_length=40)
    policy_hash = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="plan_version_numbers_are_not_reused"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(content_hash=""), name="a_plan_version_has_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class PlanMeasure(models.Model):
    """An outcome measure of a version; `key` is the same measure's in every version."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="measures")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.TextField()
    unit = models.CharField(max_length=80)
    baseline = models.CharField(max_length=40)  # exact amounts, as text
    baseline_on = models.DateField()
    target = models.CharField(max_length=40)
    due_on = models.DateField()
    source = models.TextField()
    reported = models.CharField(max_length=20)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="a_measure_is_named_once"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("baseline_on")), name="a_target_comes_after_its_baseline"
            ),
        ]


class PlanReview(models.Model):
    """The Department's review of a version, or of the one revised meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="reviews")
    stage = models.CharField(
        max_length=12,
        choices={
            "submitted": "Submitted",
            "under_review": "Under review",
            "questions": "Questions",
            "complete": "Review complete",
            "withdrawn": "Taken back",
        },
        default="submitted",
    )
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    # The state's own setting on the day of completion: whether this is an approval.
    is_approval = models.BooleanField(default=False)
    conditions = models.TextField(blank=True)
    statement = models.TextField(blank=True)
    completed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    decision_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(stage__in=["submitted", "under_review", "questions"]),
                name="one_review_of_a_plan_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(stage="complete")
                | Q(
                    completed_by__isnull=False,
                    completed_at__isnull=False,
                    completed_on__isnull=False,
                )
                & ~Q(decision_hash=""),
                name="a_completed_review_says_who_when_and_what",
            ),
        ]


class PlanReviewer(models.Model):
    """Who of the Department looks at a plan."""

    review = models.ForeignKey(PlanReview, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="a_reviewer_is_assigned_once")
        ]


class PlanMark(models.Model):
    """A line of the checklist: how an element was found, by whom; the last one of each counts."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="marks")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    element = models.SlugField(max_length=80)
    mark = models.CharField(
        max_length=8, choices={"there": "There", "unclear": "Unclear", "missing": "Missing"}
    )
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class PlanRemark(models.Model):
    """A comment, question or answer at a section; what it says never changes.

    Comments are seen by their own side alone, questions and answers by both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="remarks")
    review = models.ForeignKey(
        PlanReview, null=True, blank=True, on_delete=models.PROTECT, related_name="remarks"
    )
    version = models.ForeignKey(
        PlanVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    element = models.SlugField(max_length=80)
    kind = models.CharField(
        max_length=8, choices={"comment": "Comment", "question": "Question", "answer": "Answer"}
    )
    side = models.CharField(max_length=10, choices={"lea": "LEA", "department": "Department"})
    to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="comment")
                | Q(kind="question", side="department", review__isnull=False, to=None)
                | Q(kind="answer", side="lea", review__isnull=False, to__isnull=False),
                name="questions_come_from_the_department_and_answers_from_the_lea",
            ),
            models.UniqueConstraint(
                fields=["to"], condition=Q(kind="answer"), name="a_question_is_answered_once"
            ),
        ]


class PlanForce(models.Model):
    """A version in force, from a day to a day; a trigger asks for its completed review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="forces")
    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="force")
    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                name="a_plan_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_version_of_a_plan_is_in_force",
                expressions=[
                    ("plan", RangeOperators.EQUAL),
                    (_span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class PlanMember(models.Model):
    """Somebody covered by a plan, from a day to a day; nobody by two on one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    # Where the plan asks for consent, nothing is waived before it is given.
    needs_consent = models.BooleanField(default=False)
    consented_at = models.DateTimeField(null=True, blank=True)
    consented_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["first_on"]
        indexes = [models.Index(fields=["plan", "first_on"], name="plan_members")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                name="coverage_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="nobody_is_under_two_plans_on_one_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (_span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class ClosedDays(models.Model):
    """Days on which nobody of an organization works, so that no deadline counts them."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="closed_days"
    )
    name = models.CharField(max_length=120)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="closed_days_end_after_they_begin"
            ),
            models.UniqueConstraint(
                fields=["organization", "first_on"], name="closed_days_are_named_once"
            ),
        ]
