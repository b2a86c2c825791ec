"""Rows of what people are told: the inbox, and the mail that goes with it."""

import uuid

from django.db import models

from longleaf.records.models.organization import Person


class Notice(models.Model):
    """One message to one person; mailed by a job, read in the inbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    email = models.EmailField()  # where it goes; someone invited is no person yet
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["person", "-made_at"])]
