"""What is proposed may be a new concept or a merger, and stays as it was made."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

STAYS = """
CREATE OR REPLACE FUNCTION longleaf_proposal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR NEW.word IS DISTINCT FROM OLD.word OR NEW.definition IS DISTINCT FROM OLD.definition
        OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.concept_id IS DISTINCT FROM OLD.concept_id
        {more}OR OLD.state IN ('adopted', 'rejected', 'withdrawn')
    THEN
        RAISE EXCEPTION 'a proposal stays as it was made: make another'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
MORE = "OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.into_id IS DISTINCT FROM OLD.into_id\n        "


class Migration(migrations.Migration):
    dependencies = [("records", "0022_review_programs")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("term", "A word and definition"),
                    ("concept", "A new concept"),
                    ("merge", "A merger"),
                ],
                default="term",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.concept",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=Q(kind="merge", into__isnull=False)
                | Q(kind__in=["term", "concept"], into__isnull=True),
                name="a_merger_says_into_which_concept",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=~Q(into=F("concept")), name="no_merger_into_itself_is_proposed"
            ),
        ),
        migrations.RunSQL(STAYS.format(more=MORE), STAYS.format(more="")),
    ]
