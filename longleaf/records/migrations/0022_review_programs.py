"""What reviews need besides: programs' settings, appeals, coaches."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0021_report_editions")]
    operations = []
