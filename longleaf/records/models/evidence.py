"""Rows of artifacts, submissions and their attempts."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from longleaf.records.models.microcredential import Microcredential, Version
from longleaf.records.models.organization import Organization, Person


class Students(models.TextChoices):
    """Whether students appear, as the educator says; nothing is assumed."""

    UNSAID = "unsaid", "Not said yet"
    NONE = "none", "No students appear"
    NOT_IDENTIFIABLE = "not_identifiable", "Students appear but cannot be identified"
    IDENTIFIABLE = "identifiable", "Students can be identified"


class ArtifactForm(models.TextChoices):
    TEXT = "text", "Text"
    LINK = "link", "Link"
    FILE = "file", "File"


class ArtifactState(models.TextChoices):
    RECEIVING = "receiving", "Arriving"
    CHECKING = "checking", "Being checked"
    READY = "ready", "Ready"
    REFUSED = "refused", "Refused"
    REMOVED = "removed", "Removed"


class Audience(models.TextChoices):
    """Whom the owner lets an artifact go to; the consents that cover it can only narrow that."""

    NOBODY = "nobody", "Only you"
    REVIEWERS = "reviewers", "You, and reviewers of what you submit it for"
    DISPLAY = "display", "Reviewers, and whoever you show your badges or portfolio"


class Artifact(models.Model):
    """One thing in an educator's locker; it can be put forward as evidence more than once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="artifacts")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    form = models.CharField(max_length=4, choices=ArtifactForm)
    state = models.CharField(max_length=10, choices=ArtifactState, default=ArtifactState.READY)
    refused_because = models.TextField(blank=True)
    text = models.TextField(blank=True)
    url = models.URLField(max_length=2000, blank=True)
    # Where the file lies; the name it came with is not kept.
    file_key = models.CharField(max_length=80, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    extension = models.CharField(max_length=10, blank=True)
    length = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    scan = models.CharField(max_length=12, default="not_scanned")
    students = models.CharField(max_length=16, choices=Students, default=Students.UNSAID)
    consent = models.TextField(blank=True)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    # When and where it comes from, as its owner says.
    dates_from = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.DISPLAY)
    seen_until = models.DateField(null=True, blank=True)  # the last day for others
    # Counts changes, so that one from a stale tab is noticed.
    revision = models.PositiveIntegerField(default=1)
    # The owner's earlier artifact with the very same content.
    same_as = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # A text or a recording of sound that stands in place of a video.
    stands_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    # Its owner asked for its removal while it had to be kept; it goes when it may.
    removal_asked_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["owner", "sha256"], name="artifacts_by_hash")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(form="link") | ~Q(url="") | Q(state="removed"),
                name="a_link_has_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(form="file", state__in=["checking", "ready"]) | ~Q(file_key=""),
                name="a_file_lies_somewhere",
            ),
        ]


class Upload(models.Model):
    """A file on its way in, chunk by chunk (tus 1.0); it outlives a broken line."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    artifact = models.OneToOneField(Artifact, on_delete=models.CASCADE, related_name="upload")
    length = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)


class SubmissionState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    NOT_YET = "not_yet", "Not yet"
    EARNED = "earned", "Earned"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Submission(models.Model):
    """One educator's way to one version of a micro-credential, over one or more attempts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What reviewers see in place of a name.
    number = models.CharField(max_length=12, unique=True)
    educator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="submissions")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="submissions"
    )
    microcredential = models.ForeignKey(
        Microcredential, on_delete=models.PROTECT, related_name="submissions"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]
        indexes = [
            models.Index(fields=["educator", "state"]),
            models.Index(fields=["state", "changed_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["educator", "microcredential"],
                condition=~Q(state__in=["earned", "withdrawn"]),
                name="one_open_submission_for_each_microcredential",
            )
        ]

    def __str__(self) -> str:
        return self.number


class AttemptState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Attempt(models.Model):
    """What was handed in once; after submission a trigger forbids changing its content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AttemptState, default=AttemptState.DRAFT)
    outcome = models.CharField(max_length=8, blank=True)  # earned, not_yet
    # Criteria still to be judged; those that passed before are not judged again.
    open_criteria = ArrayField(models.CharField(max_length=60), default=list)
    students = models.CharField(max_length=16, choices=Students, default=Students.UNSAID)
    consent = models.TextField(blank=True)
    own_work = models.BooleanField(default=False)
    note = models.TextField(blank=True)  # to the reviewers: what changed since the last attempt
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # While evidence that reviewers judge is gone and its educator has not said how to go on.
    paused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="attempt_numbers_are_not_reused"
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(state__in=["draft", "submitted", "in_review"]),
                name="one_attempt_is_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="a_submitted_attempt_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | Q(outcome__in=["earned", "not_yet"], decided_at__isnull=False),
                name="a_decided_attempt_has_an_outcome",
            ),
        ]


class Response(models.Model):
    """What an educator wrote in answer to one question of one part."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    part = models.CharField(max_length=60)
    question = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    # Counts saves, so that a save from a stale tab is noticed and nothing is overwritten unseen.
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "part", "question"], name="one_response_for_each_question"
            )
        ]


class ArtifactUse(models.Model):
    """An artifact put forward for one request of an attempt, and the criteria it shows."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="uses")
    artifact = models.ForeignKey(Artifact, on_delete=models.PROTECT, related_name="uses")
    part = models.CharField(max_length=60)
    request = models.CharField(max_length=60)
    criteria = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    explanation = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # What stood here when it was handed in, if that was removed during the review.
    replaces = models.ForeignKey(
        Artifact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "artifact", "request"], name="an_artifact_is_used_once_a_request"
            )
        ]
