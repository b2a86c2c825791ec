"""Two gates, anchors, appeals, declined and declared: what makes a review trustworthy."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("records", "0014_evidence_locker")]
    operations: list[Operation] = []
