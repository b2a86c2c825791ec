"""Rows of marks: where in an artifact a criterion shows."""

from django.db import models
from django.db.models import F, Q

from longleaf.records.models.evidence import ArtifactUse


class Mark(models.Model):
    """A place in an artifact as it is used in one attempt; fixed once that is handed in."""

    use = models.ForeignKey(ArtifactUse, on_delete=models.CASCADE, related_name="marks")
    criterion = models.CharField(max_length=60)
    kind = models.CharField(max_length=7)  # region, passage, moment
    # A region, in thousandths of the picture's width and height.
    left = models.PositiveSmallIntegerField(null=True, blank=True)
    top = models.PositiveSmallIntegerField(null=True, blank=True)
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    # A passage: a page, counted from 1 (0 for none), and words.
    page = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=500, blank=True)
    # A moment, in seconds.
    begin = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["begin", "page", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="region",
                    width__gte=1,
                    height__gte=1,
                    left__lte=1000 - F("width"),
                    top__lte=1000 - F("height"),
                    begin__isnull=True,
                )
                | (Q(kind="passage", left__isnull=True, begin__isnull=True))
                & (Q(page__gte=1) | ~Q(words=""))
                | Q(kind="moment", left__isnull=True, end__gt=F("begin")),
                name="a_mark_says_where",
            )
        ]
