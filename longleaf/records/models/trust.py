"""Rows of the registry of issuers: who recognizes whom, and what the registries of others list.

What was said is never changed or removed: a trigger forbids it. An amendment and a withdrawal are
statements of their own, about the one before.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from longleaf.records.models.organization import Organization, Person


class KnownIssuer(models.Model):
    """An issuer that a department has something to say of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    # The organization of this site that it is; its identifiers are then those of its keys.
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="known_as"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "organization"],
                name="an_organization_is_one_issuer_for_a_department",
            )
        ]


class IssuerDescription(models.Model):
    """What an issuer is called; the newest counts."""

    issuer = models.ForeignKey(KnownIssuer, on_delete=models.PROTECT, related_name="descriptions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    website = models.URLField(max_length=500, blank=True)
    location = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number"], name="descriptions_of_an_issuer_are_numbered"
            )
        ]


class IssuerIdentifier(models.Model):
    """An identifier that is an issuer's, until it is taken out."""

    issuer = models.ForeignKey(KnownIssuer, on_delete=models.PROTECT, related_name="identifiers")
    department = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=300)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "identifier"],
                condition=Q(removed_at__isnull=True),
                name="an_identifier_is_one_issuers",
            )
        ]
        indexes = [models.Index(fields=["identifier"])]


class StatementKind(models.TextChoices):
    RECOGNIZED = "recognized", "Recognized"
    DISTRUSTED = "distrusted", "Distrusted"
    PERMITTED = "permitted", "Allowed to award another’s achievement"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ScopeKind(models.TextChoices):
    EVERYTHING = "everything", "All it issues"
    ACHIEVEMENTS = "achievements", "Certain achievements"
    KINDS = "kinds", "Certain kinds of achievement"
    FRAMEWORK = "framework", "What is aligned with a framework"


class IssuerStatement(models.Model):
    """What a department says of an issuer; a trigger forbids changing or deleting a row."""

    issuer = models.ForeignKey(KnownIssuer, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=StatementKind)
    # The statement that this one withdraws from a day on, or amends: then the earlier one counts
    # no more. Once only: two people cannot both decide what comes after.
    about = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    scope_kind = models.CharField(max_length=12, choices=ScopeKind, default=ScopeKind.EVERYTHING)
    scope_values = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    # The first and the last day; a withdrawal counts from its first day on.
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    # Of a distrust: whether badges that give an earlier day of issue are not trusted either.
    also_before = models.BooleanField(default=True)
    because = models.TextField()
    citation = models.TextField(blank=True)
    citation_url = models.URLField(max_length=500, blank=True)
    # Of a permission: whose achievement it is; an organization of this site, or one elsewhere.
    owner_organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_name = models.CharField(max_length=300, blank=True)
    owner_identifier = models.CharField(max_length=300, blank=True)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number"], name="statements_of_an_issuer_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="a_statement_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind="withdrawn") | Q(about__isnull=False),
                name="a_withdrawal_is_of_a_statement",
            ),
            models.CheckConstraint(
                condition=~Q(kind="permitted")
                | Q(owner_organization__isnull=False)
                | ~Q(owner_identifier=""),
                name="a_permission_names_the_owner",
            ),
        ]


class OtherRegistry(models.Model):
    """A registry that somebody else keeps and a department has taken over, edition by edition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "name"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_registry_in_use_has_its_name_to_itself",
            )
        ]


class RegistryEdition(models.Model):
    """A registry's file as it was read: looked at first, and then listed or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registry = models.ForeignKey(OtherRegistry, on_delete=models.PROTECT, related_name="editions")
    form = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    # Where the file was had, and when.
    address = models.CharField(max_length=500, blank=True)
    obtained_on = models.DateField()
    # Who in the Department answers for taking it over.
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    rows = models.JSONField()
    problems = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-read_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["registry"],
                condition=Q(applied_at__isnull=False, superseded_at__isnull=True),
                name="one_edition_of_a_registry_is_listed",
            )
        ]


class ListedIssuer(models.Model):
    """An identifier that an edition lists; a trigger forbids changing or deleting a row."""

    edition = models.ForeignKey(RegistryEdition, on_delete=models.PROTECT, related_name="listed")
    identifier = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    website = models.CharField(max_length=500, blank=True)
    location = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "identifier"], name="an_edition_lists_an_identifier_once"
            )
        ]
        indexes = [models.Index(fields=["identifier"])]
