"""To be filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0014_evidence_locker")]

    operations: list[migrations.operations.base.Operation] = []
