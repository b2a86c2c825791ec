"""To be filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0018_growth_and_display")]

    operations: list[migrations.operations.base.Operation] = []
