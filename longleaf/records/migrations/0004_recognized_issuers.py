"""Who recognizes which issuer, for what and since when; nothing said is changed or removed."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

FORBID = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_knownissuer
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_issuerdescription
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_issuerstatement
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_listedissuer
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

-- An identifier is taken out once, and stays on record; nothing else of it changes.
CREATE FUNCTION longleaf_identifier_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.removed_at IS NOT NULL
        OR NEW.issuer_id IS DISTINCT FROM OLD.issuer_id
        OR NEW.department_id IS DISTINCT FROM OLD.department_id
        OR NEW.identifier IS DISTINCT FROM OLD.identifier
        OR NEW.added_by_id IS DISTINCT FROM OLD.added_by_id
        OR NEW.added_at IS DISTINCT FROM OLD.added_at
    THEN
        RAISE EXCEPTION 'an identifier is taken out once, and stays on record'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identifier_is_kept BEFORE UPDATE OR DELETE ON records_issueridentifier
    FOR EACH ROW EXECUTE FUNCTION longleaf_identifier_is_kept();

-- A registry taken over is withdrawn once, and keeps its name and its history.
CREATE FUNCTION longleaf_registry_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
        OR NEW.name IS DISTINCT FROM OLD.name
        OR NEW.department_id IS DISTINCT FROM OLD.department_id
        OR NEW.began_at IS DISTINCT FROM OLD.began_at
    THEN
        RAISE EXCEPTION 'a registry that was taken over is withdrawn once, and stays on record'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registry_is_kept BEFORE UPDATE OR DELETE ON records_otherregistry
    FOR EACH ROW EXECUTE FUNCTION longleaf_registry_is_kept();

-- What an edition was never changes; it is applied once, and superseded once.
CREATE FUNCTION longleaf_edition_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.superseded_at IS NOT NULL
        OR NEW.registry_id IS DISTINCT FROM OLD.registry_id
        OR NEW.digest IS DISTINCT FROM OLD.digest
        OR NEW.rows IS DISTINCT FROM OLD.rows
        OR NEW.address IS DISTINCT FROM OLD.address
        OR NEW.obtained_on IS DISTINCT FROM OLD.obtained_on
        OR NEW.answered_by_id IS DISTINCT FROM OLD.answered_by_id
        OR NEW.read_at IS DISTINCT FROM OLD.read_at
        OR (OLD.applied_at IS NOT NULL AND (
            NEW.applied_at IS DISTINCT FROM OLD.applied_at
            OR NEW.applied_by_id IS DISTINCT FROM OLD.applied_by_id))
    THEN
        RAISE EXCEPTION 'an edition of a registry stays as it was read'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER edition_is_kept BEFORE UPDATE OR DELETE ON records_registryedition
    FOR EACH ROW EXECUTE FUNCTION longleaf_edition_is_kept();
"""

ALLOW = """
DROP TRIGGER edition_is_kept ON records_registryedition;
DROP TRIGGER registry_is_kept ON records_otherregistry;
DROP TRIGGER identifier_is_kept ON records_issueridentifier;
DROP TRIGGER append_only ON records_listedissuer;
DROP TRIGGER append_only ON records_issuerstatement;
DROP TRIGGER append_only ON records_issuerdescription;
DROP TRIGGER append_only ON records_knownissuer;
DROP FUNCTION longleaf_edition_is_kept();
DROP FUNCTION longleaf_registry_is_kept();
DROP FUNCTION longleaf_identifier_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0003_signing_keys_and_status")]

    operations = [
        migrations.CreateModel(
            name='KnownIssuer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='known_as', to='records.organization')),
            ],
            options={
                'ordering': ['made_at'],
            },
        ),
        migrations.CreateModel(
            name='IssuerStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('recognized', 'Recognized'), ('distrusted', 'Distrusted'), ('permitted', 'Allowed to award another’s achievement'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('scope_kind', models.CharField(choices=[('everything', 'All it issues'), ('achievements', 'Certain achievements'), ('kinds', 'Certain kinds of achievement'), ('framework', 'What is aligned with a framework')], default='everything', max_length=12)),
                ('scope_values', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=500), blank=True, default=list, size=None)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('also_before', models.BooleanField(default=True)),
                ('because', models.TextField()),
                ('citation', models.TextField(blank=True)),
                ('citation_url', models.URLField(blank=True, max_length=500)),
                ('owner_name', models.CharField(blank=True, max_length=300)),
                ('owner_identifier', models.CharField(blank=True, max_length=300)),
                ('said_at', models.DateTimeField()),
                ('about', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='records.issuerstatement')),
                ('owner_organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='records.knownissuer')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='IssuerIdentifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(max_length=300)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='records.knownissuer')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='IssuerDescription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('website', models.URLField(blank=True, max_length=500)),
                ('location', models.CharField(blank=True, max_length=300)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='descriptions', to='records.knownissuer')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='OtherRegistry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('began_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_because', models.TextField(blank=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='RegistryEdition',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(max_length=12)),
                ('digest', models.CharField(max_length=64)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('obtained_on', models.DateField()),
                ('read_at', models.DateTimeField()),
                ('rows', models.JSONField()),
                ('problems', models.JSONField(default=list)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='records.otherregistry')),
            ],
            options={
                'ordering': ['-read_at'],
            },
        ),
        migrations.CreateModel(
            name='ListedIssuer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(max_length=300)),
                ('name', models.CharField(max_length=300)),
                ('website', models.CharField(blank=True, max_length=500)),
                ('location', models.CharField(blank=True, max_length=300)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listed', to='records.registryedition')),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='knownissuer',
            constraint=models.UniqueConstraint(fields=('department', 'organization'), name='an_organization_is_one_issuer_for_a_department'),
        ),
        migrations.AddConstraint(
            model_name='issuerstatement',
            constraint=models.UniqueConstraint(fields=('issuer', 'number'), name='statements_of_an_issuer_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='issuerstatement',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='a_statement_does_not_end_before_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='issuerstatement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'withdrawn'), _negated=True), ('about__isnull', False), _connector='OR'), name='a_withdrawal_is_of_a_statement'),
        ),
        migrations.AddConstraint(
            model_name='issuerstatement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'permitted'), _negated=True), ('owner_organization__isnull', False), models.Q(('owner_identifier', ''), _negated=True), _connector='OR'), name='a_permission_names_the_owner'),
        ),
        migrations.AddIndex(
            model_name='issueridentifier',
            index=models.Index(fields=['identifier'], name='records_iss_identif_55faf0_idx'),
        ),
        migrations.AddConstraint(
            model_name='issueridentifier',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('department', 'identifier'), name='an_identifier_is_one_issuers'),
        ),
        migrations.AddConstraint(
            model_name='issuerdescription',
            constraint=models.UniqueConstraint(fields=('issuer', 'number'), name='descriptions_of_an_issuer_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='otherregistry',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('department', 'name'), name='a_registry_in_use_has_its_name_to_itself'),
        ),
        migrations.AddConstraint(
            model_name='registryedition',
            constraint=models.UniqueConstraint(condition=models.Q(('applied_at__isnull', False), ('superseded_at__isnull', True)), fields=('registry',), name='one_edition_of_a_registry_is_listed'),
        ),
        migrations.AddIndex(
            model_name='listedissuer',
            index=models.Index(fields=['identifier'], name='records_lis_identif_ae0a14_idx'),
        ),
        migrations.AddConstraint(
            model_name='listedissuer',
            constraint=models.UniqueConstraint(fields=('edition', 'identifier'), name='an_edition_lists_an_identifier_once'),
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
