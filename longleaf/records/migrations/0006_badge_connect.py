"""Wallets that read and write an educator's badges."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0005_backpack")]

    operations = []
