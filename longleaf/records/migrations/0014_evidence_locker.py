"""Artifacts in an educator's own locker, consents, marks and rules of keeping."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("records", "0013_plan_measures")]
    operations: list[Operation] = []
