"""Rows of the lay of the land: askings, districts' sheets and versions, and the inventory."""

import uuid

from django.db import models
from django.db.models import Q

from longleaf.records.models.organization import Organization, Person


class PracticeAsking(models.Model):
    """A department asks its state's LEAs; what it asks is kept as it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    questionnaire = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    definition = models.JSONField()
    # Keys of the questions whose answers are a district's own; a trigger keeps them out.
    private = models.JSONField(default=list)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "questionnaire"],
                condition=Q(closed_at__isnull=True),
                name="one_open_asking_of_a_questionnaire",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PracticeSheet(models.Model):
    """One LEA's answers to one asking; an LEA has one, however many people fill it in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.ForeignKey(PracticeAsking, on_delete=models.PROTECT, related_name="sheets")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="practice_sheets"
    )
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["asking", "organization"], name="a_district_answers_an_asking_once"
            )
        ]


class PracticeAnswer(models.Model):
    """An answer as it stands now, before and between versions."""

    sheet = models.ForeignKey(PracticeSheet, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=170)
    revision = models.PositiveIntegerField(default=1)
    texts = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "question"], name="one_answer_to_each_question"
            )
        ]


class PracticeNote(models.Model):
    """A district's private note; kept apart, so that nothing shared can hold it."""

    sheet = models.ForeignKey(PracticeSheet, on_delete=models.CASCADE, related_name="notes")
    question = models.CharField(max_length=170)
    revision = models.PositiveIntegerField(default=1)
    texts = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question"], name="one_note_to_each_question")
        ]


class PracticeVersion(models.Model):
    """Submitted answers, whole, each with its author; a trigger forbids changing them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(PracticeSheet, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    authors = models.JSONField(default=dict)  # question → person
    content_hash = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    submitted_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"], name="answer_version_numbers_are_not_reused"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(content_hash=""),
                name="an_answer_version_has_a_hash",
            ),
        ]


class PracticeHelper(models.Model):
    """A colleague to whom a section was handed."""

    sheet = models.ForeignKey(PracticeSheet, on_delete=models.CASCADE, related_name="helpers")
    section = models.SlugField(max_length=80)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    handed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "section", "person"],
                condition=Q(ended_at__isnull=True),
                name="a_section_is_handed_to_a_person_once",
            )
        ]


class InventoryEntry(models.Model):
    """A statement of the inventory; what it says stands in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.CharField(max_length=60)
    key = models.SlugField(max_length=80)
    kind = models.CharField(
        max_length=12,
        choices={
            "practice": "Practice",
            "policy": "Policy",
            "development": "Kind of professional development",
            "evidence": "Kind of evidence",
        },
    )
    # The LEA or partner that the statement is about, where it is one on record.
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "key"], name="an_inventory_key_is_used_once"
            )
        ]


class InventoryVersion(models.Model):
    """What a statement says, and where that was read; append-only."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(InventoryEntry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()  # the statement's fields, as domain.practice.statement reads them
    source = models.TextField()
    verified_on = models.DateField()
    fingerprint = models.CharField(max_length=64)
    is_withdrawn = models.BooleanField(default=False)
    reason = models.TextField(blank=True)  # of the change, where a person made it
    by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # None: the pack
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"], name="inventory_version_numbers_are_not_reused"
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(fingerprint=""), name="a_statement_has_a_source"
            ),
        ]
