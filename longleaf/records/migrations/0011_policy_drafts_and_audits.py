"""Drafts of a policy, what they would change, and renewals drawn for audit."""

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("records", "0010_renewal_facts")]
    operations: list[Operation] = []
