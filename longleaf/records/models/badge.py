"""Rows of badges, the keys that sign them, and the lists that say whether they still hold."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from longleaf.records.models.award import Award
from longleaf.records.models.organization import Organization


class SigningKey(models.Model):
    """An organization's key; the private half lies encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="signing_keys"
    )
    # The issuer's identifier that this key speaks for, and the key's own.
    controller = models.CharField(max_length=300)
    verification_method = models.CharField(max_length=400, unique=True)
    public_key_multibase = models.CharField(max_length=200)
    sealed_private_key = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(retired_at__isnull=True),
                name="one_key_in_use_for_each_organization",
            )
        ]


class StatusPurpose(models.TextChoices):
    REVOCATION = "revocation", "Revocation"
    SUSPENSION = "suspension", "Suspension"


class StatusList(models.Model):
    """A Bitstring Status List; entries are handed out at random, so that the index says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The list is signed by the key that signs the badges on it, even after that key is retired.
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="status_lists")
    purpose = models.CharField(max_length=10, choices=StatusPurpose)
    length = models.PositiveIntegerField(default=131_072)
    allocated = models.PositiveIntegerField(default=0)
    bits = models.BinaryField()
    # The signed list as it is served; made anew when a bit changes or its time runs out.
    document = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(length__gte=131_072), name="a_status_list_hides_in_a_herd"
            )
        ]


class StatusEntry(models.Model):
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="status_entries")
    purpose = models.CharField(max_length=10, choices=StatusPurpose)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="entries")
    index = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award", "purpose"], name="one_entry_for_each_purpose_of_an_award"
            ),
            models.UniqueConstraint(
                fields=["status_list", "index"], name="an_entry_belongs_to_one_award"
            ),
        ]


class Badge(models.Model):
    """An award made a signed document; a new choice of evidence makes a new one beside the old."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="badges")
    number = models.PositiveSmallIntegerField(default=1)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="badges")
    revocation_entry = models.ForeignKey(StatusEntry, on_delete=models.PROTECT, related_name="+")
    suspension_entry = models.ForeignKey(StatusEntry, on_delete=models.PROTECT, related_name="+")
    document = models.TextField()  # exactly the bytes that were signed and are handed out
    shown_artifacts = ArrayField(models.UUIDField(), default=list, blank=True)
    issued_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "number"], name="badge_numbers_are_not_reused"
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(replaced_at__isnull=True),
                name="one_badge_of_an_award_is_current",
            ),
        ]


class Publication(models.Model):
    """That an educator lets strangers see an award's badge; without a row it is private."""

    award = models.OneToOneField(Award, on_delete=models.CASCADE, related_name="publication")
    published_at = models.DateTimeField()
