"""Rows of random audits of renewals: each draw with its seed, and each one drawn."""

import uuid

from django.db import models
from django.db.models import F, Q

from longleaf.records.models.credit import License
from longleaf.records.models.organization import Organization, Person


class RenewalAudit(models.Model):
    """A draw: from which licenses, with which seed, how many; a trigger forbids changing it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    expires_from = models.DateField()
    expires_until = models.DateField()
    seed = models.CharField(max_length=200)
    method = models.CharField(
        max_length=4,
        choices={"size": "So many in all", "each": "So many of each", "rate": "A part of each"},
    )
    amount = models.CharField(max_length=40)  # exact; a part of one for a rate
    strata = models.JSONField()  # lists of LEA, kind, population, drawn
    candidates = models.JSONField()  # [identifier, LEA, kind] of everyone on the list
    due_on = models.DateField()
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-drawn_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_until__gte=F("expires_from")),
                name="an_audit_is_of_a_span_of_days",
            ),
            models.UniqueConstraint(fields=["department", "seed"], name="a_seed_is_used_once"),
        ]


class CaseState(models.TextChoices):
    OPEN = "open", "Open"
    ASKED = "asked", "Evidence asked for"
    CONCLUDED = "concluded", "Concluded"


class AuditCase(models.Model):
    """One renewal that was drawn, on its way to a conclusion; a trigger keeps a concluded one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(RenewalAudit, on_delete=models.PROTECT, related_name="cases")
    license = models.ForeignKey(License, on_delete=models.PROTECT, related_name="audits")
    lea = models.CharField(max_length=200)
    lea_organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ticket = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    asked_for = models.TextField(blank=True)
    due_on = models.DateField()
    conclusion = models.CharField(
        max_length=10,
        blank=True,
        choices={"upheld": "Upheld", "corrected": "Corrected", "not_upheld": "Not upheld"},
    )
    reason = models.TextField(blank=True)
    handled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["lea", "license__kind", "ticket"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "license"], name="nobody_is_drawn_twice"),
            models.CheckConstraint(
                condition=(
                    Q(state="concluded")
                    & ~Q(conclusion="")
                    & ~Q(reason="")
                    & Q(handled_by__isnull=False)
                )
                | (~Q(state="concluded") & Q(conclusion="")),
                name="a_conclusion_says_which_why_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="asked") | ~Q(asked_for=""), name="what_is_asked_for_is_said"
            ),
        ]
