"""To be filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0016_gates_and_appeals")]

    operations: list[migrations.operations.base.Operation] = []
