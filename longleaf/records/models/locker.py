"""Rows of what students' privacy rests on: consents, rules of keeping, holds, what was destroyed.

And of texts that resemble each other, since they too are about artifacts across educators.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from longleaf.records.models.evidence import Artifact, Attempt
from longleaf.records.models.organization import Organization, Person


class ConsentGiver(models.TextChoices):
    """Who can consent: for a student of 18 or more, the student (34 CFR 99.3, 99.5)."""

    GUARDIANS = "guardians", "Parents or guardians"
    STUDENTS = "students", "Students of 18 or more"
    ADULTS = "adults", "Colleagues or other adults"


class Consent(models.Model):
    """That people let what shows them be used: what for, from when, until when, and the proof."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    title = models.CharField(max_length=200)
    # Described, never named: "24 students of one fourth-grade class".
    persons = models.TextField()
    giver = models.CharField(max_length=10, choices=ConsentGiver)
    scopes = ArrayField(models.CharField(max_length=10), size=3)
    given_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)  # the last day it holds; None: no end said
    # The signed forms as an artifact that nobody but its owner opens, or where they lie.
    proof = models.ForeignKey(
        Artifact, on_delete=models.PROTECT, null=True, blank=True, related_name="proves"
    )
    proof_place = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    # When what it covered was removed, since it had ended.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["settled_at", "last_on"], name="consents_to_settle")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1)
                & Q(scopes__contained_by=["review", "badge", "sharing"]),
                name="a_consent_says_what_for",
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("given_on")),
                name="a_consent_ends_after_it_is_given",
            ),
            models.CheckConstraint(
                condition=Q(proof__isnull=False) | ~Q(proof_place=""),
                name="a_consent_has_proof",
            ),
            models.CheckConstraint(
                condition=~Q(persons=""), name="a_consent_describes_whom_it_covers"
            ),
        ]


class ConsentCover(models.Model):
    """An artifact that a consent covers; what several cover, each of them must allow."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="covers")
    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="covers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "artifact"], name="a_consent_covers_an_artifact_once"
            )
        ]


class KeepingRule(models.Model):
    """For how long an organization keeps one class of things, under which schedule."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="keeping_rules"
    )
    keeping_class = models.CharField(max_length=10)
    code = models.CharField(max_length=60)  # as the schedule names it
    source = models.CharField(max_length=300)
    counted_from = models.CharField(max_length=10)
    days = models.PositiveIntegerField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["keeping_class", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "keeping_class"],
                condition=Q(ended_at=None),
                name="one_keeping_rule_for_each_class",
            ),
            models.CheckConstraint(
                condition=Q(
                    keeping_class__in=["educator", "students"],
                    counted_from__in=["added", "decided"],
                    days__gte=1,
                ),
                name="a_keeping_rule_is_understood",
            ),
        ]


class LegalHold(models.Model):
    """That nothing of a person's may be destroyed for now; the database refuses it too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="legal_holds"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.TextField()
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=Q(lifted_at=None),
                name="one_hold_of_an_organization_on_a_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="a_lifted_hold_says_by_whom",
            ),
        ]


class Destruction(models.Model):
    """That the content of an artifact was destroyed: which, of what class, by what rule, when.

    Append-only, and never the content, nor what it was called.
    """

    artifact = models.UUIDField(db_index=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="destructions"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    length = models.BigIntegerField(default=0)
    keeping_class = models.CharField(max_length=10)
    rule = models.CharField(max_length=80)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    agent = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organization", "at"], name="destructions_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(keeping_class__in=["educator", "students"]) & ~Q(rule=""),
                name="a_destruction_says_by_what_rule",
            )
        ]


class TextPrint(models.Model):
    """What a text that was handed in is recognized by; the text itself is not in it."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="prints")
    # "part/question" of an answer, or an artifact's identifier.
    place = models.CharField(max_length=130)
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [GinIndex(fields=["bands"], name="prints_by_band")]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="one_print_for_each_text")
        ]


class Likeness(models.Model):
    """A passage of a text that stands much the same in another educator's submission.

    A question to the reviewers of `attempt`; who the other is stays here and is never shown.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="likenesses")
    place = models.CharField(max_length=130)
    other = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="+")
    other_place = models.CharField(max_length=130)
    share = models.PositiveSmallIntegerField()  # percent of shingles that both have
    first_word = models.PositiveIntegerField()
    words = models.PositiveIntegerField()
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["-share", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="one_question_for_each_text"),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100), name="a_share_is_a_percentage"
            ),
        ]
