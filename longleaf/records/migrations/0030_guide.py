"""The guide, readiness and an LEA's own steps and choices."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0029_locker_pages")]
    operations = []
