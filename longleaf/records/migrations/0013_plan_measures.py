"""What plans achieved: figures, yearly reports, reminders."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# What was reported stays as it was reported; a figure is corrected by a line of the same plan and
# measure, and a yearly report is about a year in which the plan was in force.
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_planfigure
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_planyearreport
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

CREATE FUNCTION longleaf_plan_figure_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM records_planfigure f
        WHERE f.id = NEW.corrects_id AND f.plan_id = NEW.plan_id
            AND f.measure = NEW.measure AND f.measured_on = NEW.measured_on
    ) THEN
        RAISE EXCEPTION 'a correction is of the same measure and day'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_figure_fits BEFORE INSERT ON records_planfigure
    FOR EACH ROW EXECUTE FUNCTION longleaf_plan_figure_fits();

CREATE FUNCTION longleaf_plan_year_was_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM records_planforce f
        WHERE f.plan_id = NEW.plan_id AND f.first_on <= NEW.first_on
            AND (f.last_on IS NULL OR f.last_on >= NEW.first_on)
    ) THEN
        RAISE EXCEPTION 'a yearly report is about a plan in force'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_year_was_in_force BEFORE INSERT ON records_planyear
    FOR EACH ROW EXECUTE FUNCTION longleaf_plan_year_was_in_force();
"""

ALLOW = """
DROP FUNCTION longleaf_plan_year_was_in_force() CASCADE;
DROP FUNCTION longleaf_plan_figure_fits() CASCADE;
DROP TRIGGER append_only ON records_planyearreport;
DROP TRIGGER append_only ON records_planfigure;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0012_alternative_plans'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanYear',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_on', models.DateField()),
                ('words', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='records.plan')),
            ],
            options={
                'ordering': ['first_on'],
            },
        ),
        migrations.CreateModel(
            name='PlanYearReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('last_on', models.DateField()),
                ('due_on', models.DateField()),
                ('data', models.JSONField()),
                ('words', models.JSONField()),
                ('content_hash', models.CharField(max_length=64)),
                ('sent_at', models.DateTimeField()),
                ('sent_on', models.DateField()),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='records.planyear')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='PlanFigure',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('measure', models.SlugField(max_length=40)),
                ('measured_on', models.DateField()),
                ('figure', models.CharField(blank=True, max_length=40)),
                ('size', models.PositiveIntegerField(blank=True, null=True)),
                ('margin', models.CharField(blank=True, max_length=40)),
                ('note', models.TextField(blank=True)),
                ('batch', models.UUIDField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='records.planfigure')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='records.plan')),
            ],
            options={
                'ordering': ['measured_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('corrects__isnull', True)), fields=('plan', 'measure', 'measured_on'), name='a_figure_is_first_reported_once_for_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', False), models.Q(('note', ''), _negated=True)), models.Q(('figure', ''), _negated=True), _connector='OR'), name='a_figure_is_there_or_taken_back_with_a_reason'), models.CheckConstraint(condition=models.Q(('size__isnull', True), ('size__gt', 0), _connector='OR'), name='a_group_is_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='PlanReminder',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('of', models.CharField(max_length=60)),
                ('due_on', models.DateField()),
                ('is_late', models.BooleanField()),
                ('sent_at', models.DateTimeField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='records.plan')),
            ],
            options={
                'ordering': ['sent_at'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'of', 'due_on', 'is_late'), name='a_reminder_is_sent_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='planyear',
            constraint=models.UniqueConstraint(fields=('plan', 'first_on'), name='a_plan_year_is_there_once'),
        ),
        migrations.AddConstraint(
            model_name='planyearreport',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='yearly_reports_are_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='planyearreport',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('last_on')), models.Q(('content_hash', ''), _negated=True)), name='a_yearly_report_is_due_after_its_year'),
        ),
        migrations.RunSQL(GUARD, ALLOW),
    ]
