"""What calibration and feedback need besides."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0022_review_programs")]
    operations = []
