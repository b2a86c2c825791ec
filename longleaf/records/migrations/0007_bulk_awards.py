"""Awards made from a file, row by row."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0006_badge_connect")]

    operations = []
