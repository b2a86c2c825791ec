"""Stored media: where they lie, whether they were scanned, what a film is made of."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0023_calibrating")]
    operations = []
