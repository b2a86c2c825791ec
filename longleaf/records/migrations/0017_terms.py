"""Concepts, usages, proposals and decisions of the common language."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("records", "0016_growth_and_display")]
    operations: list[Operation] = []
