"""Rows of the common language: concepts, words, usages, proposals, decisions, the work group."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from longleaf.records.models.organization import Organization, Person


class Concept(models.Model):
    """What is meant. It is never removed: merged away, it says into which."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.CharField(max_length=60)
    key = models.SlugField(max_length=80, unique=True)
    definition = models.TextField()
    note = models.TextField(blank=True)
    standards_word = models.TextField(blank=True)
    laws_word = models.TextField(blank=True)
    source = models.TextField(blank=True)
    sure = models.CharField(max_length=20)
    status = models.CharField(
        max_length=12,
        choices={
            "observed": "Observed",
            "ambiguous": "Ambiguous",
            "proposed": "Proposed",
            "in_comment": "In comment",
            "adopted": "Adopted",
            "deprecated": "Deprecated",
        },
    )
    steward = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    is_spoken = models.BooleanField(default=False)
    # Whether people have changed it; then a new edition of the pack leaves it alone.
    is_changed = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(replaced_by=F("id")), name="a_concept_is_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(status="deprecated"),
                name="a_concept_merged_away_is_deprecated",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ConceptLabel(models.Model):
    """A word for a concept; with an organization, its word in that dialect."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels")
    text = models.CharField(max_length=100)
    plural = models.CharField(max_length=100, blank=True)
    kind = models.CharField(
        max_length=12,
        choices={"preferred": "Preferred", "alternative": "Also", "avoided": "Avoid"},
    )
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept"],
                condition=Q(kind="preferred", organization__isnull=True),
                name="one_preferred_word_for_each_concept",
            ),
            models.UniqueConstraint(
                fields=["concept", "organization"],
                condition=Q(kind="preferred", organization__isnull=False),
                name="one_word_of_a_dialect_for_each_concept",
            ),
            models.UniqueConstraint(
                "concept",
                Lower("text"),
                "organization",
                nulls_distinct=False,
                name="a_word_is_listed_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_word_is_not_empty"),
        ]


class Usage(models.Model):
    """A word as somebody uses it. It is never removed, only taken out, with the reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="usages")
    number = models.PositiveIntegerField()
    word = models.CharField(max_length=100)
    says = models.TextField()
    who = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=200, blank=True)
    dated = models.CharField(max_length=40, blank=True)
    citation = models.TextField()
    url = models.URLField(max_length=500, blank=True)
    verified_on = models.DateField()
    sure = models.CharField(max_length=20)
    is_basis = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_because = models.TextField(blank=True)

    class Meta:
        ordering = ["concept", "number"]
        constraints = [
            models.UniqueConstraint(fields=["concept", "number"], name="usages_are_counted_up"),
            models.CheckConstraint(condition=~Q(citation=""), name="a_usage_has_a_citation"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(is_basis=False),
                name="what_a_definition_rests_on_is_not_taken_out",
            ),
        ]


class ConceptChange(models.Model):
    """What was done to a concept; a trigger forbids changing it."""

    id = models.BigAutoField(primary_key=True)
    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="changes")
    verb = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class WorkGroup(models.Model):
    """A group that decides on words, by its own rule."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    convened_by = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    verified_on = models.CharField(max_length=10)
    rule = models.JSONField()


class GroupMember(models.Model):
    """An organization in a group; `person` votes for it, and is not shown."""

    group = models.ForeignKey(WorkGroup, on_delete=models.CASCADE, related_name="members")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    written_as = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=100, default="Member")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["organization__kind", "organization__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "organization"], name="a_member_is_listed_once"
            )
        ]


class Milestone(models.Model):
    """A day that a group has set itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(WorkGroup, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "title"]


class Deliverable(models.Model):
    """Something that a group has promised, and how far it is."""

    group = models.ForeignKey(WorkGroup, on_delete=models.CASCADE, related_name="deliverables")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12,
        choices={
            "not_begun": "Not begun",
            "under_way": "Under way",
            "draft": "Draft",
            "delivered": "Delivered",
        },
        default="not_begun",
    )
    note = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["group", "key"], name="a_deliverable_is_listed_once")
        ]


class Proposal(models.Model):
    """What is proposed for a concept: a word and definition, or that it be another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(
        max_length=8,
        choices={
            "term": "A word and definition",
            "concept": "A new concept",
            "merge": "A merger",
        },
        default="term",
    )
    into = models.ForeignKey(
        Concept, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    word = models.CharField(max_length=100)
    plural = models.CharField(max_length=100, blank=True)
    definition = models.TextField()
    reason = models.TextField()
    rests_on = models.JSONField(default=list)  # numbers of the concept's usages
    state = models.CharField(
        max_length=12,
        choices={
            "proposed": "Proposed",
            "in_comment": "In comment",
            "adopted": "Adopted",
            "rejected": "Not adopted",
            "withdrawn": "Taken back",
        },
        default="proposed",
    )
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    opened_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept"],
                condition=Q(state__in=["proposed", "in_comment"]),
                name="one_proposal_for_a_concept_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True, closes_on__isnull=True)
                | Q(closes_on__gte=F("opened_on")),
                name="comments_close_after_they_open",
            ),
            models.CheckConstraint(
                condition=Q(kind="merge", into__isnull=False)
                | Q(kind__in=["term", "concept"], into__isnull=True),
                name="a_merger_says_into_which_concept",
            ),
            models.CheckConstraint(
                condition=~Q(into=F("concept")), name="no_merger_into_itself_is_proposed"
            ),
        ]


class ProposalComment(models.Model):
    """What somebody said to a proposal; an objection waits for an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
    kind = models.CharField(max_length=10, choices={"comment": "Comment", "objection": "Objection"})
    text = models.TextField()
    # Whose words they are, where somebody without an account sent them in.
    behalf = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]


class ProposalVote(models.Model):
    """A member's vote; it may change until the decision."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(GroupMember, on_delete=models.PROTECT, related_name="+")
    vote = models.CharField(
        max_length=8, choices={"for": "For", "against": "Against", "abstain": "Abstains"}
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "member"], name="a_member_votes_once")
        ]


class ProposalDecision(models.Model):
    """How the group decided, by which rule, with its minutes; a trigger forbids changing it."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    is_adopted = models.BooleanField()
    tally = models.JSONField()
    rule = models.JSONField()
    minutes = models.TextField()
    decided_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class GlossaryImport(models.Model):
    """A glossary from elsewhere, read and not yet believed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    citation = models.TextField()
    who = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=200, blank=True)
    verified_on = models.DateField()
    encoding = models.CharField(max_length=20)
    read_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-read_at"]


class ImportedWord(models.Model):
    """One word of it, with the concepts suggested, and what a person made of it."""

    brought = models.ForeignKey(GlossaryImport, on_delete=models.CASCADE, related_name="words")
    number = models.PositiveIntegerField()
    word = models.CharField(max_length=100)
    says = models.TextField(blank=True)
    suggestions = models.JSONField(default=list)
    usage = models.ForeignKey(
        Usage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["brought", "number"], name="imported_words_count_up")
        ]


class SpeechChoice(models.Model):
    """In whose dialect a person reads pages."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="speech")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
