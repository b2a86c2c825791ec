"""Drafts of a policy, what they would change, and renewals drawn for audit."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("policydraft", "draftversion", "draftsimulation", "draftcitation", "renewalaudit")
GUARD = (
    "".join(
        f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_{table}
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();"""
        for table in TABLES
    )
    + """
CREATE FUNCTION longleaf_keep_conclusions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'concluded'
       OR NEW.audit_id <> OLD.audit_id OR NEW.license_id <> OLD.license_id
       OR NEW.ticket <> OLD.ticket THEN
        RAISE EXCEPTION 'who was drawn, and what was concluded, is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_conclusions BEFORE UPDATE OR DELETE ON records_auditcase
    FOR EACH ROW EXECUTE FUNCTION longleaf_keep_conclusions();
"""
)


class Migration(migrations.Migration):
    dependencies = [("records", "0010_renewal_facts")]

    operations = [
        migrations.CreateModel(
            name="DraftVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("files", models.JSONField()),
                ("text_hash", models.CharField(max_length=64)),
                ("policy_hash", models.CharField(blank=True, max_length=64)),
                ("problems", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="DraftSimulation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("figures", models.JSONField()),
                ("cases", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="simulations",
                        to="records.draftversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="PolicyDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("begun_at", models.DateTimeField()),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.policyedition",
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["-begun_at"],
            },
        ),
        migrations.AddField(
            model_name="draftversion",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="records.policydraft",
            ),
        ),
        migrations.CreateModel(
            name="RenewalAudit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("expires_from", models.DateField()),
                ("expires_until", models.DateField()),
                ("seed", models.CharField(max_length=200)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("size", "So many in all"),
                            ("each", "So many of each"),
                            ("rate", "A part of each"),
                        ],
                        max_length=4,
                    ),
                ),
                ("amount", models.CharField(max_length=40)),
                ("strata", models.JSONField()),
                ("candidates", models.JSONField()),
                ("due_on", models.DateField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organization",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-drawn_at"],
            },
        ),
        migrations.CreateModel(
            name="AuditCase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lea", models.CharField(max_length=200)),
                ("ticket", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("asked", "Evidence asked for"),
                            ("concluded", "Concluded"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_for", models.TextField(blank=True)),
                ("due_on", models.DateField()),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld"),
                            ("corrected", "Corrected"),
                            ("not_upheld", "Not upheld"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lea_organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organization",
                    ),
                ),
                (
                    "license",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits",
                        to="records.license",
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="records.renewalaudit",
                    ),
                ),
            ],
            options={
                "ordering": ["lea", "license__kind", "ticket"],
            },
        ),
        migrations.CreateModel(
            name="DraftCitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("body", models.CharField(max_length=200)),
                ("voted_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("adopted", "Adopted"),
                            ("rejected", "Not adopted"),
                            ("deferred", "Put off"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="records.draftversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-voted_on", "-noted_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True),
                        name="a_vote_says_whose_it_was",
                    ),
                    models.UniqueConstraint(
                        fields=("version", "body", "voted_on"), name="a_vote_is_noted_once"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="policydraft",
            index=models.Index(
                fields=["department", "-begun_at"], name="records_pol_departm_683766_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="policydraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="a_policy_draft_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftversion",
            constraint=models.UniqueConstraint(
                fields=("draft", "number"), name="versions_of_a_draft_count_up"
            ),
        ),
        migrations.AddConstraint(
            model_name="renewalaudit",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_until__gte", models.F("expires_from"))),
                name="an_audit_is_of_a_span_of_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="renewalaudit",
            constraint=models.UniqueConstraint(
                fields=("department", "seed"), name="a_seed_is_used_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditcase",
            constraint=models.UniqueConstraint(
                fields=("audit", "license"), name="nobody_is_drawn_twice"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "concluded"),
                        models.Q(("conclusion", ""), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        ("handled_by__isnull", False),
                    ),
                    models.Q(models.Q(("state", "concluded"), _negated=True), ("conclusion", "")),
                    _connector="OR",
                ),
                name="a_conclusion_says_which_why_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "asked"), _negated=True),
                    models.Q(("asked_for", ""), _negated=True),
                    _connector="OR",
                ),
                name="what_is_asked_for_is_said",
            ),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
