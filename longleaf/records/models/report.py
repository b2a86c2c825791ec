"""Rows of the synthesized report: paragraphs that people write, and editions that are frozen."""

import uuid

from django.db import models
from django.db.models import Q

from longleaf.records.models.organization import Organization, Person


class ReportParagraph(models.Model):
    """A person's paragraph as it stands now; every earlier text stands in ReportText."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    section = models.SlugField(max_length=40)
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    # Why it no longer stands in the report; "" while it does.
    removed_because = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["section", "written_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_paragraph_says_something"),
        ]


class ReportText(models.Model):
    """One revision of a paragraph; a trigger forbids changing it."""

    id = models.BigAutoField(primary_key=True)
    paragraph = models.ForeignKey(ReportParagraph, on_delete=models.PROTECT, related_name="texts")
    revision = models.PositiveIntegerField()
    text = models.TextField()
    cites = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraph", "revision"], name="one_report_text_for_each_revision"
            )
        ]


class ReportCitation(models.Model):
    """A record that a paragraph rests on, as it was when the paragraph was last read beside it."""

    paragraph = models.ForeignKey(
        ReportParagraph, on_delete=models.CASCADE, related_name="citations"
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    record = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)
    read_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraph", "kind", "record"], name="a_paragraph_cites_a_record_once"
            )
        ]


class ReportEdition(models.Model):
    """The report as it was frozen; a trigger forbids changing or deleting it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    made_on = models.DateField()
    frozen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "number"], name="edition_numbers_are_not_reused"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(content_hash=""), name="an_edition_has_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"


class ReportFile(models.Model):
    """An edition in one of its formats; a trigger forbids changing it."""

    edition = models.ForeignKey(ReportEdition, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=8)  # pdf, docx, pptx, zip
    file_key = models.CharField(max_length=120)
    length = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["form"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "form"], name="an_edition_has_each_form_once"
            )
        ]
