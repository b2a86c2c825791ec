"""A second key for badges shown in part, and the sealed documents that parts are derived from."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

# Of a signed base only that it was replaced may change.
GUARD = """
CREATE FUNCTION longleaf_base_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR OLD.replaced_at IS NOT NULL
        OR NEW.award_id IS DISTINCT FROM OLD.award_id
        OR NEW.key_id IS DISTINCT FROM OLD.key_id
        OR NEW.revocation_entry_id IS DISTINCT FROM OLD.revocation_entry_id
        OR NEW.sealed_document IS DISTINCT FROM OLD.sealed_document
        OR NEW.signature IS DISTINCT FROM OLD.signature
        OR NEW.signed_at IS DISTINCT FROM OLD.signed_at
    THEN
        RAISE EXCEPTION 'what a badge is shown from cannot change: sign another'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER base_is_fixed BEFORE UPDATE OR DELETE ON records_badgebase
    FOR EACH ROW EXECUTE FUNCTION longleaf_base_is_fixed();
"""


class Migration(migrations.Migration):

    dependencies = [("records", "0008_issued_credentials")]

    operations = [
        migrations.AddField(
            "signingkey",
            "use",
            models.CharField(
                max_length=5,
                choices=[("whole", "Whole badges"), ("parts", "Badges shown in part")],
                default="whole",
            ),
        ),
        migrations.RemoveConstraint("signingkey", "one_key_in_use_for_each_organization"),
        migrations.AddConstraint(
            "signingkey",
            models.UniqueConstraint(
                fields=["organization", "use"],
                condition=models.Q(("retired_at__isnull", True)),
                name="one_key_in_use_for_each_organization_and_use",
            ),
        ),
        migrations.AddConstraint(
            "signingkey",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("use", "parts"), _negated=True), ("kind", "P-256"), _connector="OR"
                ),
                name="parts_are_shown_with_a_p_256_key",
            ),
        ),
        migrations.CreateModel(
            "BadgeBase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed_document", models.BinaryField()),
                ("signature", models.CharField(max_length=200, unique=True)),
                ("signed_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bases",
                        to="records.award",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bases",
                        to="records.signingkey",
                    ),
                ),
                (
                    "revocation_entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="base",
                        to="records.statusentry",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "badgebase",
            models.UniqueConstraint(
                fields=["award"],
                condition=models.Q(("replaced_at__isnull", True)),
                name="one_base_of_an_award_is_current",
            ),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
