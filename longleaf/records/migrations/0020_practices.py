"""To be filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0019_terms")]

    operations: list[migrations.operations.base.Operation] = []
