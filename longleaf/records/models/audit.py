"""Rows of the audit trail."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from longleaf.records.models.organization import Organization, Person


class AuditEvent(models.Model):
    """Who did what, when, on whose behalf; a trigger forbids changing or deleting a row."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What acted where no person did: a job's name.
    agent = models.CharField(max_length=60, blank=True)
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    # The database's transaction, so that sealing never leaves out one that commits late.
    transaction = models.BigIntegerField(default=0, editable=False)  # set by a trigger

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"]),
            models.Index(fields=["organization", "-id"]),
            BrinIndex(fields=["at"], name="audit_at"),
        ]


class AuditSeal(models.Model):
    """A link of the chain: the digest of a batch of events and of the seal before it."""

    id = models.BigAutoField(primary_key=True)
    sealed_at = models.DateTimeField()
    event_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)


class SealedEvent(models.Model):
    """Which seal holds an event; an event without a row waits for the next seal."""

    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="sealed")
    seal = models.ForeignKey(AuditSeal, on_delete=models.PROTECT, related_name="events")
