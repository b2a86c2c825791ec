"""Credentials composed elsewhere and signed with an organization's key, each with its status."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_issuedcredential
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

CREATE FUNCTION longleaf_issued_can_be_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM records_statusentry WHERE issued_credential_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'an issued credential needs its place on a status list'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER can_be_ended AFTER INSERT ON records_issuedcredential
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION longleaf_issued_can_be_ended();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0007_bulk_awards'),
    ]

    operations = [
        migrations.AlterField(
            model_name='statusentry',
            name='award',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='status_entries', to='records.award'),
        ),
        migrations.CreateModel(
            name='IssuedCredential',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('credential_id', models.CharField(max_length=500)),
                ('content_hash', models.CharField(max_length=64)),
                ('document', models.TextField()),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_credentials', to='records.signingkey')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_credentials', to='records.organization')),
            ],
        ),
        migrations.AddField(
            model_name='statusentry',
            name='issued_credential',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='status_entry', to='records.issuedcredential'),
        ),
        migrations.AddConstraint(
            model_name='statusentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('award__isnull', True), ('issued_credential__isnull', False)), models.Q(('award__isnull', False), ('issued_credential__isnull', True)), _connector='OR'), name='an_entry_is_of_an_award_or_of_an_issued_credential'),
        ),
        migrations.AddConstraint(
            model_name='issuedcredential',
            constraint=models.UniqueConstraint(fields=('organization', 'credential_id'), name='an_organization_issues_an_identifier_once'),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
