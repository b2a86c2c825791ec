"""Growth plans, portfolios and endorsements."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0024_media")]
    operations = []
