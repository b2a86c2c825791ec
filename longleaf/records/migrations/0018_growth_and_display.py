"""To be filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0017_calibration")]

    operations: list[migrations.operations.base.Operation] = []
