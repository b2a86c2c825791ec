"""What answering on practices needs besides."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0025_growth_and_display")]
    operations = []
