"""Outcome measures of a plan, what was reported, and the yearly report."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("records", "0012_alternative_plans")]
    operations: list[Operation] = []
