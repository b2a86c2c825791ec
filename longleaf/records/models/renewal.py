"""Rows of renewal decisions that were kept: the facts, the rules by their hash, and what came."""

import uuid

from django.db import models
from django.db.models import Q

from longleaf.records.models.credit import License
from longleaf.records.models.organization import Person


class PolicyEdition(models.Model):
    """The text of a policy under which something was decided, so that it can be decided again.

    A trigger forbids changing it. `files` holds each file of the policy: the folder it lay in
    ("policy", or "more" for local rules beside it), its name, and its text.
    """

    hash = models.CharField(max_length=64, primary_key=True)
    jurisdiction = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    files = models.JSONField()
    kept_at = models.DateTimeField()


class RenewalDecision(models.Model):
    """Where a license stood on one day, kept for good with all that it was decided from.

    A trigger forbids changing it; what is decided later is a new row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    license = models.ForeignKey(License, on_delete=models.PROTECT, related_name="decisions")
    purpose = models.CharField(
        max_length=10, choices={"pack": "Evidence pack", "renewal": "Renewal"}
    )
    on = models.DateField()
    policy = models.ForeignKey(PolicyEdition, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12)
    facts = models.JSONField()
    found = models.JSONField()
    kept_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at", "pk"]
        indexes = [models.Index(fields=["license", "-kept_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["met", "unmet", "unknown", "waived", "exempt"]),
                name="a_decision_has_a_known_outcome",
            ),
        ]
