"""What the rules ask of an activity and a license, beyond hours."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("records", "0009_keys_for_parts")]
    operations: list[Operation] = []
