"""To be filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0012_alternative_plans")]

    operations: list[migrations.operations.base.Operation] = []
