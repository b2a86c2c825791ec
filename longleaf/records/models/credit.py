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

    class Meta:
        ordering = ["-expires_on"]
        indexes = [models.Index(fields=["expires_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("cycle_began_on")), name="a_cycle_ends_after_it_begins"
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
    completed_on = models.DateField()
    categories = ArrayField(models.CharField(max_length=30), default=list, blank=True)
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
    policy_version = models.CharField(max_length=40)
    policy_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
