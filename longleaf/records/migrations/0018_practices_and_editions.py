"""The inventory of practices, and editions of the report."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("records", "0017_terms")]
    operations: list[Operation] = []
