"""The synthesized report: paragraphs with their citations, and frozen editions."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# What was written once and what was frozen stays as it was.
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_reportedition
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_reportfile
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_reporttext
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
"""

ALLOW = """
DROP TRIGGER append_only ON records_reporttext;
DROP TRIGGER append_only ON records_reportfile;
DROP TRIGGER append_only ON records_reportedition;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0020_practices"),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportEdition',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('content', models.JSONField()),
                ('content_hash', models.CharField(max_length=64)),
                ('note', models.TextField(blank=True)),
                ('made_on', models.DateField()),
                ('frozen_at', models.DateTimeField()),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=8)),
                ('file_key', models.CharField(max_length=120)),
                ('length', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='records.reportedition')),
            ],
            options={
                'ordering': ['form'],
            },
        ),
        migrations.CreateModel(
            name='ReportParagraph',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('section', models.SlugField(max_length=40)),
                ('text', models.TextField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField()),
                ('removed_because', models.TextField(blank=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['section', 'written_at'],
            },
        ),
        migrations.CreateModel(
            name='ReportCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('record', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=300)),
                ('fingerprint', models.CharField(max_length=64)),
                ('read_at', models.DateTimeField()),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='records.reportparagraph')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ReportText',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('revision', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('cites', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='records.reportparagraph')),
            ],
            options={
                'ordering': ['revision'],
            },
        ),
        migrations.AddConstraint(
            model_name='reportedition',
            constraint=models.UniqueConstraint(fields=('department', 'number'), name='edition_numbers_are_not_reused'),
        ),
        migrations.AddConstraint(
            model_name='reportedition',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('content_hash', ''), _negated=True)), name='an_edition_has_a_hash'),
        ),
        migrations.AddConstraint(
            model_name='reportfile',
            constraint=models.UniqueConstraint(fields=('edition', 'form'), name='an_edition_has_each_form_once'),
        ),
        migrations.AddConstraint(
            model_name='reportparagraph',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_paragraph_says_something'),
        ),
        migrations.AddConstraint(
            model_name='reportcitation',
            constraint=models.UniqueConstraint(fields=('paragraph', 'kind', 'record'), name='a_paragraph_cites_a_record_once'),
        ),
        migrations.AddConstraint(
            model_name='reporttext',
            constraint=models.UniqueConstraint(fields=('paragraph', 'revision'), name='one_report_text_for_each_revision'),
        ),
        migrations.RunSQL(GUARD, ALLOW),
    ]
