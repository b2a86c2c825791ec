"""Rows of awards: decisions that mastery was shown."""

import uuid

from django.db import models
from django.db.models import Q

from longleaf.records.models.evidence import Submission
from longleaf.records.models.microcredential import Microcredential, Version
from longleaf.records.models.organization import Organization, Person


class AwardState(models.TextChoices):
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    REVOKED = "revoked", "Revoked"


class Award(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    educator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    microcredential = models.ForeignKey(
        Microcredential, on_delete=models.PROTECT, related_name="awards"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="awards")
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="awards")
    submission = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="award"
    )
    state = models.CharField(max_length=10, choices=AwardState, default=AwardState.ACTIVE)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-granted_at"]
        indexes = [models.Index(fields=["educator", "-granted_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["educator", "version"],
                condition=~Q(state="revoked"),
                name="a_version_is_earned_once",
            )
        ]


class AwardEvent(models.Model):
    """Why an award stands as it does; a trigger forbids changing or deleting a row."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(
        max_length=12,
        choices={
            "granted": "Granted",
            "suspended": "Suspended",
            "reinstated": "Reinstated",
            "revoked": "Revoked",
        },
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    # The one word of the reason that strangers may read; "" where none was given.
    category = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["id"]
