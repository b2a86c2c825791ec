"""What the report's desk needs besides."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0026_practices_answered")]
    operations = []
