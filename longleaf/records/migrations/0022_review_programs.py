"""What reviews need besides: programs' settings, appeals, coaches."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_coachingnote
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
"""
ALLOW = "DROP TRIGGER append_only ON records_coachingnote;"


class Migration(migrations.Migration):
    dependencies = [("records", "0021_report_editions")]

    operations = [
        migrations.AddField(
            model_name="reviewprogram",
            name="is_shared",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="reviewprogram",
            name="review_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="reviewprogram",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("review_days__isnull", True), ("review_days__gte", 1), _connector="OR"
                ),
                name="a_program_promises_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewprogram",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_shared", False), ("microcredential__isnull", False), _connector="OR"
                ),
                name="only_one_s_own_program_ends",
            ),
        ),
        migrations.CreateModel(
            name="CoachingNote",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("note", "Note"), ("opened", "Opened one attempt more")],
                        default="note",
                        max_length=6,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "coaching",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="records.coaching",
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            model_name="coachingnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "opened")),
                fields=("coaching",),
                name="a_coach_opens_one_attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="coachingnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "note"), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_note_says_something",
            ),
        ),
        migrations.RunSQL(GUARD, ALLOW),
    ]
