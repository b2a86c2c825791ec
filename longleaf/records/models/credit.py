"""Rows of licenses, activities counted in hours, and the ledger of renewal credit."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from longleaf.records.models.award import Award
from longleaf.records.models.evidence import Artifact
from longleaf.records.models.organization import DateSpan, Organization, Person


class License(models.Model):
    """One renewal cycle of one license."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="licenses")
    name = models.CharField(max_length=120, default="Continuing Professional License")
    field = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=30)  # teacher, student_services, administrator
    grade_span = models.CharField(max_length=10, blank=True)  # K-5, 6-12
    cycle_began_on = models.DateField()
    expires_on = models.DateField()
    # What is not known stays null: neither true nor false.
    legislator = models.BooleanField(null=True, blank=True)
    lifetime = models.BooleanField(null=True, blank=True)
    national_board = models.BooleanField(null=True, blank=True)
    national_board_on = models.DateField(null=True, blank=True)
    years_employed = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    # An extension that was granted: until when, by whom, and under what.
    extended_to = models.DateField(null=True, blank=True)
    extended_by = models.CharField(max_length=200, blank=True)
    extension_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-expires_on"]
        indexes = [
            models.Index(fields=["expires_on"]),
            models.Index(
                fields=["extended_to"],
                condition=Q(extended_to__isnull=False),
                name="extended_licenses",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("cycle_began_on")), name="a_cycle_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None, extended_by="", extension_reason="")
                | (
                    Q(extended_to__isnull=False, extended_to__gt=F("expires_on"))
                    & ~Q(extended_by="")
                    & ~Q(extension_reason="")
                ),
                name="an_extension_says_until_when_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(years_employed=None) | Q(years_employed__gte=0, years_employed__lte=10),
                name="years_employed_lie_in_a_cycle",
            ),
            models.CheckConstraint(
                condition=Q(national_board_on=None)
                | Q(national_board__isnull=False, national_board=True),
                name="a_national_board_day_is_of_a_certificate",
            ),
            ExclusionConstraint(
                name="cycles_of_a_license_do_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        DateSpan(
                            "cycle_began_on",
                            "expires_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Assignment(models.Model):
    """What the holder of a license works as, and its share of the time."""

    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="assignments")
    kind = models.CharField(max_length=30)
    grade_span = models.CharField(max_length=10, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=4)  # 0.6 is three days of five

    class Meta:
        ordering = ["-share", "kind", "grade_span"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1), name="a_share_is_a_part_of_the_time"
            ),
            models.UniqueConstraint(
                fields=["license", "kind", "grade_span"], name="an_assignment_is_named_once"
            ),
        ]


class EvaluationRating(models.Model):
    """The overall rating of an annual evaluation, as the LEA recorded it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ratings")
    rating = models.CharField(max_length=20)
    rated_on = models.DateField()
    recorded_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "rated_on"], name="one_rating_a_day")
        ]


class ActivityState(models.TextChoices):
    RECORDED = "recorded", "Waiting for approval"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Activity(models.Model):
    """A workshop, course or the like, counted in hours or other units."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="activities")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=9, decimal_places=3)
    unit = models.CharField(max_length=30)
    began_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField()
    categories = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    # Kept for the next cycle, if whoever did it says so; null where nobody said.
    banked = models.BooleanField(null=True, blank=True)
    # The day somebody outside these pages approved it, or that of the decision here; and who.
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(
        max_length=20, blank=True, choices={"lea": "The LEA", "state": "The state"}
    )
    evidence_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    artifact = models.ForeignKey(
        Artifact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ActivityState, default=ActivityState.RECORDED)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-completed_on"]
        indexes = [models.Index(fields=["organization", "state"])]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="an_activity_is_of_some_size"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "declined"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decided_activity_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(began_on=None) | Q(began_on__lte=F("completed_on")),
                name="an_activity_ends_no_sooner_than_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__in=["", "lea", "state"]),
                name="an_approval_comes_from_a_known_giver",
            ),
        ]


class CreditEntry(models.Model):
    """One line of the ledger; a trigger forbids changing it, a correction is a new line.

    `credit` is what the line was worth when it was posted, as an exact amount in text, under the
    policy named; "" where that policy gives no number. Standing is computed from the facts behind
    the lines, under the policy in force, and says so where the two differ.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credit_entries")
    kind = models.CharField(
        max_length=8,
        choices={
            "award": "Micro-credential",
            "activity": "Activity",
            "imported": "Badge from elsewhere",
            "reversal": "Correction",
        },
    )
    award = models.ForeignKey(
        Award, null=True, blank=True, on_delete=models.PROTECT, related_name="credit_entries"
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="credit_entries"
    )
    proposal = models.ForeignKey(
        "records.CreditProposal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="credit_entries",
    )
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    credit = models.CharField(max_length=40, blank=True)
    categories = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    earned_on = models.DateField()
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    policy_version = models.CharField(max_length=40)
    policy_hash = models.CharField(max_length=64)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["person", "earned_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="award", award__isnull=False, activity=None, proposal=None, reverses=None
                )
                | Q(
                    kind="activity",
                    activity__isnull=False,
                    award=None,
                    proposal=None,
                    reverses=None,
                )
                | Q(
                    kind="imported",
                    proposal__isnull=False,
                    award=None,
                    activity=None,
                    reverses=None,
                )
                | Q(kind="reversal", reverses__isnull=False),
                name="a_ledger_line_has_one_source",
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(kind="award"),
                name="an_award_is_credited_once",
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(kind="activity"),
                name="an_activity_is_credited_once",
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(kind="imported"),
                name="a_proposal_is_credited_once",
            ),
        ]


class StandingSummary(models.Model):
    """The last computed standing of a license cycle, for lists; the page computes it afresh."""

    license = models.OneToOneField(License, on_delete=models.CASCADE, related_name="summary")
    outcome = models.CharField(max_length=12)
    required = models.CharField(max_length=40)
    counted = models.CharField(max_length=40)
    missing = models.CharField(max_length=40)
    missing_number = models.FloatField(null=True, blank=True)  # for sorting only
    categories = models.JSONField(default=list)
    # Both metrics: what credit alone says, and what competencies do; "" where none are asked for.
    hours_outcome = models.CharField(max_length=12, blank=True, default="", db_default="")
    mastery_outcome = models.CharField(max_length=12, blank=True, default="", db_default="")
    mastery_shown = models.PositiveIntegerField(default=0, db_default=0)
    mastery_asked = models.PositiveIntegerField(default=0, db_default=0)
    policy_version = models.CharField(max_length=40)
    policy_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
