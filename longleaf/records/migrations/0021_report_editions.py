"""To be filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0020_practices")]

    operations: list[migrations.operations.base.Operation] = []
