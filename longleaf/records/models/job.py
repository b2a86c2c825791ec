"""Rows of long work: how far it is, and what came of it."""

import uuid

from django.db import models

from longleaf.records.models.organization import Organization, Person


class JobRun(models.Model):
    """One piece of long work that somebody asked for and can watch."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8,
        choices={"waiting": "Waiting", "running": "Running", "done": "Done", "fault": "Stopped"},
        default="waiting",
    )
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
