"""Keys that can be distrusted, lists with an address of their own, one status entry for each badge."""

import json
from typing import Any
from uuid import uuid4

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 500


def give_lists_their_address(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take each list's address from the badges that name it: that is where strangers look for it.

    Until now it was worked out from the site's address of the moment. So one list may have been
    named by two addresses; then it becomes two lists with the same bits, one for each.
    """
    badges = apps.get_model("records", "Badge").objects
    for badge in badges.select_related("revocation_entry", "suspension_entry").iterator(BATCH):
        named = _addresses_in(badge.document)
        badge.revocation_entry = _entry_at(apps, badge.revocation_entry, named.get("revocation"))
        if "suspension" in named:
            badge.suspension_entry = _entry_at(apps, badge.suspension_entry, named["suspension"])
        else:
            badge.suspension_entry = None
        badge.save(update_fields=["revocation_entry", "suspension_entry"])
    for unnamed in apps.get_model("records", "StatusList").objects.filter(address=None):
        unnamed.address = (
            json.loads(unnamed.document)["id"] if unnamed.document else f"urn:uuid:{unnamed.pk}"
        )
        unnamed.save(update_fields=["address"])


def _addresses_in(document: str) -> dict[str, str]:
    given = json.loads(document).get("credentialStatus", [])
    entries = given if isinstance(given, list) else [given]
    return {entry["statusPurpose"]: entry["statusListCredential"] for entry in entries}


def _entry_at(apps: Apps, entry: Any, address: str | None) -> Any:
    """The entry on the list of this address; a copy of it if its list has another address."""
    lists = apps.get_model("records", "StatusList").objects
    present = lists.defer("bits", "document").get(pk=entry.status_list_id)
    if address is None or present.address == address:
        return entry
    wanted = lists.defer("bits", "document").filter(address=address).first()
    if wanted is None and present.address is None:
        lists.filter(pk=present.pk).update(address=address)
        return entry
    if wanted is None:
        wanted = lists.get(pk=present.pk)
        wanted.pk, wanted.address = uuid4(), address
        wanted.document, wanted.signed_at = "", None
        wanted.save(force_insert=True)
    copy, _ = apps.get_model("records", "StatusEntry").objects.get_or_create(
        status_list_id=wanted.pk,
        index=entry.index,
        defaults={"award_id": entry.award_id, "purpose": entry.purpose},
    )
    return copy


class Migration(migrations.Migration):
    dependencies = [("records", "0002_guards")]

    operations = [
        migrations.AddField(
            "signingkey",
            "kind",
            models.CharField(
                max_length=10,
                choices=[("Ed25519", "Ed25519"), ("P-256", "P-256")],
                default="Ed25519",
            ),
        ),
        migrations.AlterField(
            "signingkey", "sealed_private_key", models.BinaryField(null=True, blank=True)
        ),
        migrations.AddField(
            "signingkey", "module_reference", models.CharField(max_length=100, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "signingkey", "distrusted_since", models.DateTimeField(null=True, blank=True)
        ),
        migrations.AddField(
            "signingkey", "distrust_reason", models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "signingkey",
            models.CheckConstraint(
                condition=models.Q(sealed_private_key__isnull=False, module_reference="")
                | (models.Q(sealed_private_key__isnull=True) & ~models.Q(module_reference="")),
                name="a_key_lies_sealed_or_in_a_module",
            ),
        ),
        migrations.AddConstraint(
            "signingkey",
            models.CheckConstraint(
                condition=models.Q(("distrusted_since__isnull", True))
                | models.Q(("retired_at__isnull", False)),
                name="a_distrusted_key_is_not_in_use",
            ),
        ),
        migrations.AddField(
            "organization",
            "issuer_method",
            models.CharField(
                max_length=8,
                choices=[("did:key", "did:key"), ("did:web", "did:web")],
                default="did:key",
            ),
        ),
        migrations.AddField(
            "awardevent", "category", models.CharField(max_length=20, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RemoveConstraint("statusentry", "one_entry_for_each_purpose_of_an_award"),
        migrations.AlterField(
            "badge",
            "suspension_entry",
            models.ForeignKey(
                null=True,
                blank=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.statusentry",
            ),
        ),
        migrations.AddField(
            "statuslist", "address", models.CharField(max_length=400, unique=True, null=True)
        ),
        migrations.RunPython(give_lists_their_address, migrations.RunPython.noop),
        # What was written above waits for its checks; the table cannot change before them.
        migrations.RunSQL(
            "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            "statuslist", "address", models.CharField(max_length=400, unique=True)
        ),
    ]
