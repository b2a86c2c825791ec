"""Rows of frameworks of standards and their elements."""

from django.db import models


class Framework(models.Model):
    """A published set of standards."""

    identifier = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=60)
    publisher = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    source = models.TextField()
    verified_on = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Element(models.Model):
    """A standard, or an element of one."""

    identifier = models.CharField(max_length=200, unique=True)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="elements")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    code = models.CharField(max_length=20)
    statement = models.TextField()
    # A plain sentence of ours on what it asks, where the statement alone does not say it.
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    # What the source says of this wording: seen there, or known but not yet seen.
    sure = models.CharField(max_length=20, default="seen")

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"], name="one_element_for_each_code_of_a_framework"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"
