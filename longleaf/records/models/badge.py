"""Rows of badges, the keys that sign them, and the lists that say whether they still hold."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from longleaf.records.models.award import Award
from longleaf.records.models.organization import Organization


class KeyKind(models.TextChoices):
    ED25519 = "Ed25519", "Ed25519"
    P_256 = "P-256", "P-256"


class KeyUse(models.TextChoices):
    """What a key signs: badges as a whole, or those of which parts can be shown."""

    WHOLE = "whole", "Whole badges"
    PARTS = "parts", "Badges shown in part"


class SigningKey(models.Model):
    """An organization's key; the private half lies encrypted here, or in a hardware module."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="signing_keys"
    )
    kind = models.CharField(max_length=10, choices=KeyKind, default=KeyKind.ED25519)
    # Showing parts (ecdsa-sd-2023) takes a P-256 key, so an organization may use two at once.
    use = models.CharField(max_length=5, choices=KeyUse, default=KeyUse.WHOLE)
    # The issuer's identifier that this key speaks for, and the key's own.
    controller = models.CharField(max_length=300)
    verification_method = models.CharField(max_length=400, unique=True)
    public_key_multibase = models.CharField(max_length=200)
    sealed_private_key = models.BinaryField(null=True, blank=True)
    # The key's name in the hardware module, where it was made and which it never leaves.
    module_reference = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    # Since when somebody else may have had it; what is signed with it later is not to be trusted.
    distrusted_since = models.DateTimeField(null=True, blank=True)
    distrust_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "use"],
                condition=Q(retired_at__isnull=True),
                name="one_key_in_use_for_each_organization_and_use",
            ),
            models.CheckConstraint(
                condition=~Q(use="parts") | Q(kind="P-256"),
                name="parts_are_shown_with_a_p_256_key",
            ),
            models.CheckConstraint(
                condition=Q(sealed_private_key__isnull=False, module_reference="")
                | (Q(sealed_private_key__isnull=True) & ~Q(module_reference="")),
                name="a_key_lies_sealed_or_in_a_module",
            ),
            models.CheckConstraint(
                condition=Q(distrusted_since__isnull=True) | Q(retired_at__isnull=False),
                name="a_distrusted_key_is_not_in_use",
            ),
        ]


class StatusPurpose(models.TextChoices):
    REVOCATION = "revocation", "Revocation"
    SUSPENSION = "suspension", "Suspension"


class StatusList(models.Model):
    """A Bitstring Status List; entries are handed out at random, so that the index says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The list is signed by the key that signs the badges on it, even after that key is retired.
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="status_lists")
    # Where it is published, for good: the badges on it name this address, wherever the site goes.
    address = models.CharField(max_length=400, unique=True)
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
    """A place on a list. Each document of an award has its own; older ones have two."""

    award = models.ForeignKey(
        Award, null=True, blank=True, on_delete=models.PROTECT, related_name="status_entries"
    )
    issued_credential = models.OneToOneField(
        "IssuedCredential",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="status_entry",
    )
    purpose = models.CharField(max_length=10, choices=StatusPurpose)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="entries")
    index = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "index"], name="an_entry_belongs_to_one_award"
            ),
            models.CheckConstraint(
                condition=Q(award__isnull=True, issued_credential__isnull=False)
                | Q(award__isnull=False, issued_credential__isnull=True),
                name="an_entry_is_of_an_award_or_of_an_issued_credential",
            ),
        ]


class Badge(models.Model):
    """An award made a signed document.

    A new choice of evidence, the end of a suspension, or a new key makes a new one beside the old.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="badges")
    number = models.PositiveSmallIntegerField(default=1)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="badges")
    revocation_entry = models.ForeignKey(StatusEntry, on_delete=models.PROTECT, related_name="+")
    # Only documents of the first months name a second place, on a list of suspensions.
    suspension_entry = models.ForeignKey(
        StatusEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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


class BadgeBase(models.Model):
    """An award signed so that its educator can show parts of it.

    Whoever has the signed document can show any part, so it lies sealed and is never handed out:
    the parts are derived from it here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="bases")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="bases")
    revocation_entry = models.OneToOneField(
        StatusEntry, on_delete=models.PROTECT, related_name="base"
    )
    sealed_document = models.BinaryField()
    # The issuer's signature, which each part carries: by it a part is known to come from here.
    signature = models.CharField(max_length=200, unique=True)
    signed_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(replaced_at__isnull=True),
                name="one_base_of_an_award_is_current",
            )
        ]


class Publication(models.Model):
    """That an educator lets strangers see an award's badge; without a row it is private."""

    award = models.OneToOneField(Award, on_delete=models.CASCADE, related_name="publication")
    published_at = models.DateTimeField()
