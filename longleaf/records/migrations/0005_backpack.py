"""Badges earned elsewhere, and what they are recognized for."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0004_recognized_issuers")]

    operations = []
