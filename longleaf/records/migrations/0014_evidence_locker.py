"""To be filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0013_plan_measures")]

    operations: list[migrations.operations.base.Operation] = []
