"""Rows of reviews and the levels given."""

import uuid

from django.db import models
from django.db.models import Q

from longleaf.records.models.evidence import Attempt
from longleaf.records.models.organization import Person


class ReviewState(models.TextChoices):
    ASSIGNED = "assigned", "Waiting"
    DRAFT = "draft", "Begun"
    FINISHED = "finished", "Finished"
    RELEASED = "released", "Given back"


class Review(models.Model):
    """One reviewer's judgment of one attempt.

    Seat 3 decides where seats 1 and 2 disagree; seat 4 is that of an appeal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    seat = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=ReviewState, default=ReviewState.ASSIGNED)
    outcome = models.CharField(max_length=8, blank=True)  # earned, not_yet
    comment = models.TextField(blank=True)  # to the educator, beside the reasons per criterion
    # Counts saves of the comment, so that a save from a stale tab is noticed.
    comment_revision = models.PositiveIntegerField(default=0)
    assigned_at = models.DateTimeField()
    due_on = models.DateField()
    finished_at = models.DateTimeField(null=True, blank=True)
    released_because = models.TextField(blank=True)
    # Why they were asked rather than others, for whoever coordinates.
    because = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "assigned_at"]
        indexes = [models.Index(fields=["reviewer", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "seat"],
                condition=~Q(state="released"),
                name="one_reviewer_in_each_seat",
            ),
            models.UniqueConstraint(
                fields=["attempt", "reviewer"], name="nobody_judges_an_attempt_twice"
            ),
            models.CheckConstraint(
                condition=Q(seat__in=[1, 2, 3, 4]), name="seats_are_one_to_four"
            ),
            models.CheckConstraint(
                condition=~Q(state="finished")
                | Q(outcome__in=["earned", "not_yet"], finished_at__isnull=False),
                name="a_finished_review_has_an_outcome",
            ),
        ]


class CriterionScore(models.Model):
    """The level given on one criterion, and why."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=60)
    level = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)  # what the evidence showed
    next_step = models.TextField(blank=True)  # what would show the next level
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"], name="one_score_for_each_criterion"
            )
        ]
