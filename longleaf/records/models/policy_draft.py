"""Rows of drafts of a policy: every text that was saved, what it would do, and who decided what."""

import uuid

from django.db import models
from django.db.models import Q

from longleaf.records.models.organization import Organization, Person
from longleaf.records.models.renewal import PolicyEdition


class PolicyDraft(models.Model):
    """A draft of a jurisdiction's rules; it never takes effect by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    # The rules it was begun from, and is compared with.
    baseline = models.ForeignKey(PolicyEdition, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-begun_at"]
        indexes = [models.Index(fields=["department", "-begun_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="a_policy_draft_has_a_title")
        ]


class DraftVersion(models.Model):
    """A draft's text as it was saved; a trigger forbids changing it.

    `files` is as in `PolicyEdition`. `policy_hash` is "" while the text does not load; then
    `problems` says why, each with where, reason and fix.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(PolicyDraft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    files = models.JSONField()
    text_hash = models.CharField(max_length=64)
    policy_hash = models.CharField(max_length=64, blank=True)
    problems = models.JSONField(default=list)
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="versions_of_a_draft_count_up")
        ]


class DraftSimulation(models.Model):
    """What one version would change, and which worked cases; a trigger forbids changing it.

    `figures` are as `policy.simulate.simulation_as_json` gives them, with small cells hidden.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="simulations")
    on = models.DateField()
    figures = models.JSONField()
    cases = models.JSONField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]


class DraftCitation(models.Model):
    """That a body decided on a version on a day; a trigger forbids changing it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="citations")
    body = models.CharField(max_length=200)
    voted_on = models.DateField()
    outcome = models.CharField(
        max_length=12,
        choices={"adopted": "Adopted", "rejected": "Not adopted", "deferred": "Put off"},
    )
    note = models.TextField(blank=True)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-voted_on", "-noted_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="a_vote_says_whose_it_was"),
            models.UniqueConstraint(
                fields=["version", "body", "voted_on"], name="a_vote_is_noted_once"
            ),
        ]
