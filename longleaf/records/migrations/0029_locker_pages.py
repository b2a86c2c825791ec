"""What the locker's pages need besides."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0028_language_decided")]
    operations = []
