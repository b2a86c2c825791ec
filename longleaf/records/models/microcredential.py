"""Rows of micro-credentials and their versions."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from longleaf.records.models.framework import Element
from longleaf.records.models.organization import Organization, Person


class Microcredential(models.Model):
    """What can be earned; what is asked for it stands in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    issuer = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="microcredentials"
    )
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class VersionState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Waiting for a second person"
    PUBLISHED = "published", "Published"
    REPLACED = "replaced", "Replaced by a later version"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Version(models.Model):
    """One version of a definition; once published, a trigger forbids any change of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    microcredential = models.ForeignKey(
        Microcredential, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=VersionState, default=VersionState.DRAFT)
    # longleaf.domain.microcredential.definition says what stands in it.
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64, blank=True)
    # Counts saves, so that a save from a stale tab is noticed.
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    # Everyone who wrote any part of it: none of them may publish it.
    authors = models.ManyToManyField(Person, related_name="+")
    # What the second person asked for when they gave it back.
    returned_because = models.TextField(blank=True)
    published_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    # Drawn from the definition on every save, for lists, filters and search.
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    license_kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    grade_spans = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    renewal_categories = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    effort_hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    elements = models.ManyToManyField(Element, related_name="versions", blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("summary", weight="B", config="english")
        + SearchVector("search_text", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["title", "-number"]
        indexes = [
            GinIndex(fields=["search"], name="version_search"),
            GinIndex(fields=["license_kinds"], name="version_license_kinds"),
            GinIndex(fields=["renewal_categories"], name="version_categories"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["microcredential", "number"], name="version_numbers_are_not_reused"
            ),
            models.UniqueConstraint(
                fields=["microcredential"],
                condition=Q(state__in=["draft", "proposed"]),
                name="one_version_is_written_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["microcredential"],
                condition=Q(state="published"),
                name="one_version_is_current",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"])
                | Q(published_by__isnull=False, published_at__isnull=False) & ~Q(content_hash=""),
                name="published_by_someone_with_a_hash",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("drafted_by")),
                name="a_second_person_publishes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
