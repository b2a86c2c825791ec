"""What deciding on terms needs besides."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0027_report_desk")]
    operations = []
