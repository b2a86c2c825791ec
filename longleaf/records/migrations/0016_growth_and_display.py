"""Growth plans, stacks, portfolios and endorsements."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("records", "0015_review_quality")]
    operations: list[Operation] = []
