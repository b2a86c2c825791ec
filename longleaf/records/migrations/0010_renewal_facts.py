"""What the rules ask of an activity and a license beyond hours, and decisions that are kept."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_renewaldecision
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_policyedition
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

-- The shares of one license's assignments are parts of one person's time.
CREATE FUNCTION longleaf_shares_fit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(share) FROM records_assignment WHERE license_id = NEW.license_id) > 1 THEN
        RAISE EXCEPTION 'the assignments of a license take more than the whole time'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER shares_fit AFTER INSERT OR UPDATE ON records_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION longleaf_shares_fit();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0009_keys_for_parts")]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("grade_span", models.CharField(blank=True, max_length=10)),
                ("share", models.DecimalField(decimal_places=4, max_digits=5)),
            ],
            options={
                "ordering": ["-share", "kind", "grade_span"],
            },
        ),
        migrations.CreateModel(
            name="PolicyEdition",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("jurisdiction", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=40)),
                ("files", models.JSONField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RenewalDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("pack", "Evidence pack"), ("renewal", "Renewal")], max_length=10
                    ),
                ),
                ("on", models.DateField()),
                ("outcome", models.CharField(max_length=12)),
                ("facts", models.JSONField()),
                ("found", models.JSONField()),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-kept_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="approved_by",
            field=models.CharField(
                blank=True, choices=[("lea", "The LEA"), ("state", "The state")], max_length=20
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="approved_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="banked",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="began_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="license",
            name="extended_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="license",
            name="extended_to",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="license",
            name="extension_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="license",
            name="national_board",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="license",
            name="national_board_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="license",
            name="years_employed",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True),
        ),
        migrations.AddField(
            model_name="standingsummary",
            name="hours_outcome",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="standingsummary",
            name="mastery_asked",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="standingsummary",
            name="mastery_outcome",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="standingsummary",
            name="mastery_shown",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="license",
            index=models.Index(
                condition=models.Q(("extended_to__isnull", False)),
                fields=["extended_to"],
                name="extended_licenses",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("began_on", None), ("began_on__lte", models.F("completed_on")), _connector="OR"
                ),
                name="an_activity_ends_no_sooner_than_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_by__in", ["", "lea", "state"])),
                name="an_approval_comes_from_a_known_giver",
            ),
        ),
        migrations.AddConstraint(
            model_name="license",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("extended_by", ""), ("extended_to", None), ("extension_reason", "")),
                    models.Q(
                        ("extended_to__gt", models.F("expires_on")),
                        ("extended_to__isnull", False),
                        models.Q(("extended_by", ""), _negated=True),
                        models.Q(("extension_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_extension_says_until_when_by_whom_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="license",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("years_employed", None),
                    models.Q(("years_employed__gte", 0), ("years_employed__lte", 10)),
                    _connector="OR",
                ),
                name="years_employed_lie_in_a_cycle",
            ),
        ),
        migrations.AddConstraint(
            model_name="license",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("national_board_on", None),
                    models.Q(("national_board", True), ("national_board__isnull", False)),
                    _connector="OR",
                ),
                name="a_national_board_day_is_of_a_certificate",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="license",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assignments",
                to="records.license",
            ),
        ),
        migrations.AddField(
            model_name="renewaldecision",
            name="kept_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="renewaldecision",
            name="license",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="records.license",
            ),
        ),
        migrations.AddField(
            model_name="renewaldecision",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="records.policyedition",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gt", 0), ("share__lte", 1)),
                name="a_share_is_a_part_of_the_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                fields=("license", "kind", "grade_span"), name="an_assignment_is_named_once"
            ),
        ),
        migrations.AddIndex(
            model_name="renewaldecision",
            index=models.Index(
                fields=["license", "-kept_at"], name="records_ren_license_053e07_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="renewaldecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["met", "unmet", "unknown", "waived", "exempt"])
                ),
                name="a_decision_has_a_known_outcome",
            ),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
