"""To be filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0015_media_and_marks")]

    operations: list[migrations.operations.base.Operation] = []
