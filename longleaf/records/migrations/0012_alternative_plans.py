"""Alternative renewal plans, their versions, review and coverage."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("records", "0011_policy_drafts_and_audits")]
    operations: list[Operation] = []
