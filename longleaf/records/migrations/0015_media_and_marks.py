"""Marks: where in an artifact a criterion shows."""

import django.db.models.deletion
from django.db import migrations, models

# A mark belongs to what was handed in, and stays as it was with it.
GUARD = """
CREATE FUNCTION longleaf_mark_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    used bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.use_id ELSE NEW.use_id END;
    state text;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.use_id IS DISTINCT FROM OLD.use_id THEN
        RAISE EXCEPTION 'a mark stays with its artifact'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT a.state INTO state FROM records_attempt a
        JOIN records_artifactuse u ON u.attempt_id = a.id WHERE u.id = used FOR SHARE OF a;
    IF state IS DISTINCT FROM 'draft' THEN
        RAISE EXCEPTION 'a mark in an attempt that was handed in cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER mark_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON records_mark
    FOR EACH ROW EXECUTE FUNCTION longleaf_mark_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0014_evidence_locker")]

    operations = [
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='records.artifactuse')),
                ('criterion', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=7)),
                ('left', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('top', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('width', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('height', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('page', models.PositiveSmallIntegerField(default=0)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('begin', models.PositiveIntegerField(blank=True, null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['begin', 'page', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('begin__isnull', True), ('height__gte', 1), ('kind', 'region'), ('left__lte', django.db.models.expressions.CombinedExpression(models.Value(1000), '-', models.F('width'))), ('top__lte', django.db.models.expressions.CombinedExpression(models.Value(1000), '-', models.F('height'))), ('width__gte', 1)), models.Q(('begin__isnull', True), ('kind', 'passage'), ('left__isnull', True), models.Q(('page__gte', 1), models.Q(('words', ''), _negated=True), _connector='OR')), models.Q(('end__gt', models.F('begin')), ('kind', 'moment'), ('left__isnull', True)), _connector='OR'), name='a_mark_says_where')],
                'indexes': [],
            },
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION longleaf_mark_is_fixed() CASCADE"),
    ]
