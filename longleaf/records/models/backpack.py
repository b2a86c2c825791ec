"""Rows of badges earned elsewhere, and of what they are recognized for."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from longleaf.records.models.organization import Organization, Person


class BackpackBadge(models.Model):
    """A badge earned elsewhere, as its holder brought it; a trigger forbids changing its bytes.

    Looked at first, then kept. Once taken out it is gone, but for what the ledger's lines need to
    say where they came from; its bytes never stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="backpack_badges")
    # The file exactly as it came, and the credential in it: the same bytes, or baked into it.
    file = models.BinaryField()
    media_type = models.CharField(max_length=40)
    credential = models.BinaryField()
    digest = models.CharField(max_length=64)  # SHA-256 of the credential
    # What makes two copies one badge: its issuer and its own identifier.
    identity = models.CharField(max_length=64)
    # Where it was fetched; "" if its file was handed in.
    address = models.CharField(max_length=2000, blank=True)
    form = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    issuer = models.CharField(max_length=500, blank=True)
    issuer_name = models.CharField(max_length=300, blank=True)
    achievement = models.CharField(max_length=500, blank=True)
    alignments = models.JSONField(default=list)  # [{"name", "address", "code"}]
    earned_on = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    recipient = models.CharField(
        max_length=10, choices={"matched": "Names its holder", "not_named": "Names nobody"}
    )
    report_at_import = models.JSONField()
    report = models.JSONField()
    holding = models.CharField(max_length=12)
    brought_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField()
    check_after = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-brought_at"]
        indexes = [
            models.Index(
                fields=["check_after"],
                condition=Q(kept_at__isnull=False, removed_at__isnull=True),
                name="badges_to_be_checked_again",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "identity"],
                condition=Q(removed_at__isnull=True),
                name="a_badge_is_in_a_backpack_once",
            )
        ]


class DecidedBy(models.TextChoices):
    RULE = "rule", "By the rule itself"
    COORDINATOR = "coordinator", "By the holder’s coordinator"


class RecognitionRule(models.Model):
    """Which badges give how much credit; a trigger lets it end once, and change in nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="recognition_rules"
    )
    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=500, blank=True)
    achievement = models.CharField(max_length=500, blank=True)
    alignment = models.CharField(max_length=500, blank=True)
    quantity = models.CharField(max_length=40)  # an exact amount
    unit = models.CharField(max_length=30)
    categories = ArrayField(models.CharField(max_length=30))
    kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    decided_by = models.CharField(max_length=12, choices=DecidedBy)
    authority = models.CharField(max_length=300)
    # The days on which a badge must have been earned.
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["title", "began_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="a_recognition_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(alignment="") | (~Q(issuer="") & ~Q(achievement="")),
                name="a_recognition_rule_is_about_certain_badges",
            ),
        ]


class ProposalState(models.TextChoices):
    WAITING = "waiting", "Waiting for approval"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "No longer proposed"
    REVERSED = "reversed", "Taken back"


class CreditProposal(models.Model):
    """That a badge from elsewhere fits a rule; its state only moves on, as a trigger sees to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    badge = models.ForeignKey(BackpackBadge, on_delete=models.PROTECT, related_name="proposals")
    rule = models.ForeignKey(RecognitionRule, on_delete=models.PROTECT, related_name="proposals")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    identity = models.CharField(max_length=64)  # the badge's
    earned_on = models.DateField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["made_at"]
        indexes = [models.Index(fields=["organization", "state"])]
        constraints = [
            # Whoever brings it: one badge gives credit to one person.
            models.UniqueConstraint(
                fields=["identity"],
                condition=Q(state__in=["waiting", "approved"]),
                name="a_badge_gives_credit_once",
            ),
        ]
