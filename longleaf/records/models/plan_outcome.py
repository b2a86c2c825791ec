"""Rows of what plans achieved: figures over time, yearly reports, and who was reminded."""

import uuid

from django.db import models
from django.db.models import F, Q

from longleaf.records.models.organization import Person
from longleaf.records.models.plan import Plan


class PlanFigure(models.Model):
    """A figure of a measure for a day; a trigger forbids changing it, a correction is a new line.

    A correction without a figure takes back the line it corrects.
    """

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="figures")
    measure = models.SlugField(max_length=40)  # the key that it has in every version
    measured_on = models.DateField()
    figure = models.CharField(max_length=40, blank=True)  # exact amounts, as text
    size = models.PositiveIntegerField(null=True, blank=True)
    margin = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    batch = models.UUIDField(null=True, blank=True)  # the file it came with
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["measured_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "measure", "measured_on"],
                condition=Q(corrects__isnull=True),
                name="a_figure_is_first_reported_once_for_a_day",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=False) & ~Q(note="") | ~Q(figure=""),
                name="a_figure_is_there_or_taken_back_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__gt=0), name="a_group_is_not_empty"
            ),
        ]


class PlanYear(models.Model):
    """A year of a plan in force, as its people write about it until they send it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="years")
    first_on = models.DateField()
    words = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "first_on"], name="a_plan_year_is_there_once")
        ]


class PlanYearReport(models.Model):
    """A yearly report as it was sent, whole; a trigger forbids changing it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.ForeignKey(PlanYear, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    last_on = models.DateField()
    due_on = models.DateField()
    data = models.JSONField()
    words = models.JSONField()
    content_hash = models.CharField(max_length=64)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    sent_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="yearly_reports_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("last_on")) & ~Q(content_hash=""),
                name="a_yearly_report_is_due_after_its_year",
            ),
        ]


class PlanReminder(models.Model):
    """What the writers of a plan were reminded of, so that nobody is reminded twice."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reminders")
    of = models.CharField(max_length=60)  # "year", or "measure m1"
    due_on = models.DateField()
    is_late = models.BooleanField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "of", "due_on", "is_late"], name="a_reminder_is_sent_once"
            )
        ]
