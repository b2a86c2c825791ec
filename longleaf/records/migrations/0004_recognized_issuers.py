"""Who recognizes which issuer, for what and since when."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0003_signing_keys_and_status")]

    operations = []
