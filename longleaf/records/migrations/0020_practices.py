"""The lay of the land: askings, sheets, versions of answers, and the inventory."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# What the database itself forbids: changing what was submitted, stated or asked, and a private
# note in what a district shares.
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_practiceversion
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_inventoryversion
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

CREATE FUNCTION longleaf_practice_notes_stay_private() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    secret text;
BEGIN
    FOR secret IN
        SELECT jsonb_array_elements_text(a.private) FROM records_practiceasking a
        JOIN records_practicesheet s ON s.asking_id = a.id WHERE s.id = NEW.sheet_id
    LOOP
        IF EXISTS (
            SELECT 1 FROM jsonb_object_keys(NEW.answers) k
            WHERE k = secret OR starts_with(k, secret || '.')
        ) THEN
            RAISE EXCEPTION 'a private note never enters what a district shares'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER practice_notes_stay_private BEFORE INSERT ON records_practiceversion
    FOR EACH ROW EXECUTE FUNCTION longleaf_practice_notes_stay_private();

CREATE FUNCTION longleaf_practice_question_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.definition IS DISTINCT FROM OLD.definition OR NEW.private IS DISTINCT FROM OLD.private
    THEN
        RAISE EXCEPTION 'what was asked stays as it was asked'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER practice_question_is_fixed BEFORE UPDATE ON records_practiceasking
    FOR EACH ROW EXECUTE FUNCTION longleaf_practice_question_is_fixed();
"""

ALLOW = """
DROP FUNCTION longleaf_practice_question_is_fixed() CASCADE;
DROP FUNCTION longleaf_practice_notes_stay_private() CASCADE;
DROP TRIGGER append_only ON records_inventoryversion;
DROP TRIGGER append_only ON records_practiceversion;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0019_terms")]

    operations = [
        migrations.CreateModel(
            name='InventoryEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('jurisdiction', models.CharField(max_length=60)),
                ('key', models.SlugField(max_length=80)),
                ('kind', models.CharField(choices=[('practice', 'Practice'), ('policy', 'Policy'), ('development', 'Kind of professional development'), ('evidence', 'Kind of evidence')], max_length=12)),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='InventoryVersion',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('data', models.JSONField()),
                ('source', models.TextField()),
                ('verified_on', models.DateField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='records.inventoryentry')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='PracticeAsking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('questionnaire', models.SlugField(max_length=80)),
                ('title', models.CharField(max_length=200)),
                ('definition', models.JSONField()),
                ('private', models.JSONField(default=list)),
                ('opened_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-opened_at'],
            },
        ),
        migrations.CreateModel(
            name='PracticeSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('invited_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('asking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='records.practiceasking')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practice_sheets', to='records.organization')),
            ],
            options={
                'ordering': ['invited_at'],
            },
        ),
        migrations.CreateModel(
            name='PracticeNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=170)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('texts', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='records.practicesheet')),
            ],
        ),
        migrations.CreateModel(
            name='PracticeHelper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.SlugField(max_length=80)),
                ('handed_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('handed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpers', to='records.practicesheet')),
            ],
        ),
        migrations.CreateModel(
            name='PracticeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=170)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('texts', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='records.practicesheet')),
            ],
        ),
        migrations.CreateModel(
            name='PracticeVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('answers', models.JSONField()),
                ('authors', models.JSONField(default=dict)),
                ('content_hash', models.CharField(max_length=64)),
                ('submitted_at', models.DateTimeField()),
                ('submitted_on', models.DateField()),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='records.practicesheet')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddConstraint(
            model_name='inventoryentry',
            constraint=models.UniqueConstraint(fields=('jurisdiction', 'key'), name='an_inventory_key_is_used_once'),
        ),
        migrations.AddConstraint(
            model_name='inventoryversion',
            constraint=models.UniqueConstraint(fields=('entry', 'number'), name='inventory_version_numbers_are_not_reused'),
        ),
        migrations.AddConstraint(
            model_name='inventoryversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('fingerprint', ''), _negated=True)), name='a_statement_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='practiceasking',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('department', 'questionnaire'), name='one_open_asking_of_a_questionnaire'),
        ),
        migrations.AddConstraint(
            model_name='practicesheet',
            constraint=models.UniqueConstraint(fields=('asking', 'organization'), name='a_district_answers_an_asking_once'),
        ),
        migrations.AddConstraint(
            model_name='practicenote',
            constraint=models.UniqueConstraint(fields=('sheet', 'question'), name='one_note_to_each_question'),
        ),
        migrations.AddConstraint(
            model_name='practicehelper',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('sheet', 'section', 'person'), name='a_section_is_handed_to_a_person_once'),
        ),
        migrations.AddConstraint(
            model_name='practiceanswer',
            constraint=models.UniqueConstraint(fields=('sheet', 'question'), name='one_answer_to_each_question'),
        ),
        migrations.AddConstraint(
            model_name='practiceversion',
            constraint=models.UniqueConstraint(fields=('sheet', 'number'), name='answer_version_numbers_are_not_reused'),
        ),
        migrations.AddConstraint(
            model_name='practiceversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('content_hash', ''), _negated=True)), name='an_answer_version_has_a_hash'),
        ),
        migrations.RunSQL(GUARD, ALLOW),
    ]
