"""Files of awards that were decided elsewhere: their rows, and what came of each."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_awardfilerow
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_awardfileresult
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

-- What a second person approved is what they saw.
CREATE FUNCTION longleaf_award_file_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.organization_id, NEW.version_id, NEW.digest, NEW.assessor, NEW.assessor_url, NEW.basis,
        NEW.invites, NEW.read_by_id, NEW.row_count)
        IS DISTINCT FROM
       (OLD.organization_id, OLD.version_id, OLD.digest, OLD.assessor, OLD.assessor_url, OLD.basis,
        OLD.invites, OLD.read_by_id, OLD.row_count)
        OR OLD.approved_by_id IS NOT NULL AND NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id
    THEN
        RAISE EXCEPTION 'a file of awards stays as it was read'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_file_is_fixed BEFORE UPDATE ON records_awardfile
    FOR EACH ROW EXECUTE FUNCTION longleaf_award_file_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0006_badge_connect")]

    operations = [
        migrations.CreateModel(
            name='AwardFileRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('earned_on', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('narrative', models.TextField(blank=True)),
                ('evidence', models.JSONField(default=list)),
                ('levels', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='AwardFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('encoding', models.CharField(max_length=10)),
                ('assessor', models.CharField(max_length=200)),
                ('assessor_url', models.CharField(max_length=300)),
                ('basis', models.TextField()),
                ('invites', models.BooleanField(default=False)),
                ('problems', models.JSONField(default=list)),
                ('row_count', models.PositiveIntegerField()),
                ('read_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.version')),
            ],
            options={
                'ordering': ['-read_at'],
            },
        ),
        migrations.CreateModel(
            name='AwardFileResult',
            fields=[
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='result', serialize=False, to='records.awardfilerow')),
                ('kind', models.CharField(choices=[('awarded', 'Awarded'), ('invited', 'Awarded, and invited'), ('already', 'Held already'), ('refused', 'Not awarded')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='awardfilerow',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='records.awardfile'),
        ),
        migrations.AddIndex(
            model_name='awardfile',
            index=models.Index(fields=['organization', '-read_at'], name='records_awa_organiz_4bdf33_idx'),
        ),
        migrations.AddConstraint(
            model_name='awardfile',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True)), fields=('version', 'digest'), name='a_file_of_awards_is_read_once'),
        ),
        migrations.AddConstraint(
            model_name='awardfile',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('read_by')), _negated=True), _connector='OR'), name='a_second_person_approves_a_file_of_awards'),
        ),
        migrations.AddConstraint(
            model_name='awardfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='an_approved_file_says_who_and_when'),
        ),
        migrations.AddField(
            model_name='awardfileresult',
            name='award',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='from_file', to='records.award'),
        ),
        migrations.AddConstraint(
            model_name='awardfilerow',
            constraint=models.UniqueConstraint(fields=('file', 'number'), name='a_row_is_read_once'),
        ),
        migrations.AddConstraint(
            model_name='awardfileresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('award__isnull', False), ('kind__in', ['awarded', 'invited'])), models.Q(('award__isnull', True), ('kind__in', ['already', 'refused'])), _connector='OR'), name='an_awarded_row_names_its_award'),
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION longleaf_award_file_is_fixed() CASCADE"),
    ]
