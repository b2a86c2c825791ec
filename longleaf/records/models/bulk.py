"""Rows of awards that were decided elsewhere, and came here in a file."""

import uuid

from django.db import models
from django.db.models import F, Q

from longleaf.records.models.award import Award
from longleaf.records.models.microcredential import Version
from longleaf.records.models.organization import Organization, Person


class AwardFile(models.Model):
    """A file of awards as it was read, who stands behind it, and how far it has come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    # Of the bytes that were read: the same file is the same work.
    digest = models.CharField(max_length=64)
    encoding = models.CharField(max_length=10)
    # Who decided, outside; it stands in every badge.
    assessor = models.CharField(max_length=200)
    assessor_url = models.CharField(max_length=300)
    basis = models.TextField()
    # Whether somebody without an account gets one, with an invitation; else the row is refused.
    invites = models.BooleanField(default=False)
    problems = models.JSONField(default=list)
    row_count = models.PositiveIntegerField()
    read_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-read_at"]
        indexes = [models.Index(fields=["organization", "-read_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "digest"],
                condition=Q(cancelled_at__isnull=True),
                name="a_file_of_awards_is_read_once",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("read_by")),
                name="a_second_person_approves_a_file_of_awards",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="an_approved_file_says_who_and_when",
            ),
        ]


class AwardFileRow(models.Model):
    """A row that can be awarded, as the file has it; a trigger forbids changing it."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(AwardFile, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    earned_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    narrative = models.TextField(blank=True)
    evidence = models.JSONField(default=list)  # name, url and description of each
    levels = models.JSONField(default=dict)  # criterion → level

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="a_row_is_read_once")
        ]


class RowResult(models.TextChoices):
    AWARDED = "awarded", "Awarded"
    INVITED = "invited", "Awarded, and invited"
    ALREADY = "already", "Held already"
    REFUSED = "refused", "Not awarded"


class AwardFileResult(models.Model):
    """What came of a row; written with the award itself, and never changed."""

    row = models.OneToOneField(
        AwardFileRow, primary_key=True, on_delete=models.PROTECT, related_name="result"
    )
    kind = models.CharField(max_length=10, choices=RowResult)
    award = models.OneToOneField(
        Award, null=True, blank=True, on_delete=models.PROTECT, related_name="from_file"
    )
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["awarded", "invited"], award__isnull=False)
                | Q(kind__in=["already", "refused"], award__isnull=True),
                name="an_awarded_row_names_its_award",
            )
        ]
