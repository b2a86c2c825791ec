"""Badges earned elsewhere, and what they are recognized for."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

FORBID = """
-- The bytes of a badge are what was brought, or, once it was taken out, nothing.
CREATE FUNCTION longleaf_backpack_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.owner_id IS DISTINCT FROM OLD.owner_id
        OR NEW.digest IS DISTINCT FROM OLD.digest
        OR NEW.identity IS DISTINCT FROM OLD.identity
        OR NEW.brought_at IS DISTINCT FROM OLD.brought_at
        OR NEW.earned_on IS DISTINCT FROM OLD.earned_on
        OR (NEW.removed_at IS NULL AND (
            NEW.file IS DISTINCT FROM OLD.file
            OR NEW.credential IS DISTINCT FROM OLD.credential
            OR NEW.report_at_import IS DISTINCT FROM OLD.report_at_import
            OR NEW.issuer IS DISTINCT FROM OLD.issuer
            OR NEW.achievement IS DISTINCT FROM OLD.achievement))
        OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at)
    THEN
        RAISE EXCEPTION 'a badge stays as it was brought until it is taken out'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER backpack_is_kept BEFORE UPDATE ON records_backpackbadge
    FOR EACH ROW EXECUTE FUNCTION longleaf_backpack_is_kept();

-- A rule ends once; nothing else of it changes.
CREATE FUNCTION longleaf_recognition_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR NEW.department_id IS DISTINCT FROM OLD.department_id
        OR NEW.title IS DISTINCT FROM OLD.title
        OR NEW.issuer IS DISTINCT FROM OLD.issuer
        OR NEW.achievement IS DISTINCT FROM OLD.achievement
        OR NEW.alignment IS DISTINCT FROM OLD.alignment
        OR NEW.quantity IS DISTINCT FROM OLD.quantity
        OR NEW.unit IS DISTINCT FROM OLD.unit
        OR NEW.categories IS DISTINCT FROM OLD.categories
        OR NEW.kinds IS DISTINCT FROM OLD.kinds
        OR NEW.decided_by IS DISTINCT FROM OLD.decided_by
        OR NEW.authority IS DISTINCT FROM OLD.authority
        OR NEW.began_on IS DISTINCT FROM OLD.began_on
        OR NEW.made_by_id IS DISTINCT FROM OLD.made_by_id
        OR NEW.made_at IS DISTINCT FROM OLD.made_at
    THEN
        RAISE EXCEPTION 'a recognition rule ends once, and changes in nothing else'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recognition_is_fixed BEFORE UPDATE OR DELETE ON records_recognitionrule
    FOR EACH ROW EXECUTE FUNCTION longleaf_recognition_is_fixed();

-- A proposal is about one badge, or a newer copy of it, under one rule; what was decided stays so.
CREATE FUNCTION longleaf_proposal_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR NEW.rule_id IS DISTINCT FROM OLD.rule_id
        OR NEW.identity IS DISTINCT FROM OLD.identity
        OR NEW.earned_on IS DISTINCT FROM OLD.earned_on
        OR NEW.made_at IS DISTINCT FROM OLD.made_at
        OR NOT (
            (OLD.state IN ('waiting', 'approved') AND NEW.state = OLD.state
                AND NEW.decided_at IS NOT DISTINCT FROM OLD.decided_at
                AND NEW.reason = OLD.reason)
            OR (OLD.state = 'waiting' AND NEW.state IN ('approved', 'declined', 'lapsed'))
            OR (OLD.state = 'approved' AND NEW.state = 'reversed'))
    THEN
        RAISE EXCEPTION 'a proposal only moves on'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_moves_on BEFORE UPDATE OR DELETE ON records_creditproposal
    FOR EACH ROW EXECUTE FUNCTION longleaf_proposal_moves_on();
"""

ALLOW = """
DROP TRIGGER proposal_moves_on ON records_creditproposal;
DROP TRIGGER recognition_is_fixed ON records_recognitionrule;
DROP TRIGGER backpack_is_kept ON records_backpackbadge;
DROP FUNCTION longleaf_proposal_moves_on();
DROP FUNCTION longleaf_recognition_is_fixed();
DROP FUNCTION longleaf_backpack_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0004_recognized_issuers")]

    operations = [
        migrations.CreateModel(
            name='BackpackBadge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.BinaryField()),
                ('media_type', models.CharField(max_length=40)),
                ('credential', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('identity', models.CharField(max_length=64)),
                ('address', models.CharField(blank=True, max_length=2000)),
                ('form', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True)),
                ('issuer', models.CharField(blank=True, max_length=500)),
                ('issuer_name', models.CharField(blank=True, max_length=300)),
                ('achievement', models.CharField(blank=True, max_length=500)),
                ('alignments', models.JSONField(default=list)),
                ('earned_on', models.DateField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('recipient', models.CharField(choices=[('matched', 'Names its holder'), ('not_named', 'Names nobody')], max_length=10)),
                ('report_at_import', models.JSONField()),
                ('report', models.JSONField()),
                ('holding', models.CharField(max_length=12)),
                ('brought_at', models.DateTimeField()),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('checked_at', models.DateTimeField()),
                ('check_after', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-brought_at'],
            },
        ),
        migrations.CreateModel(
            name='CreditProposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('identity', models.CharField(max_length=64)),
                ('earned_on', models.DateField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting for approval'), ('approved', 'Approved'), ('declined', 'Declined'), ('lapsed', 'No longer proposed'), ('reversed', 'Taken back')], default='waiting', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['made_at'],
            },
        ),
        migrations.CreateModel(
            name='RecognitionRule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('issuer', models.CharField(blank=True, max_length=500)),
                ('achievement', models.CharField(blank=True, max_length=500)),
                ('alignment', models.CharField(blank=True, max_length=500)),
                ('quantity', models.CharField(max_length=40)),
                ('unit', models.CharField(max_length=30)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                ('decided_by', models.CharField(choices=[('rule', 'By the rule itself'), ('coordinator', 'By the holder’s coordinator')], max_length=12)),
                ('authority', models.CharField(max_length=300)),
                ('began_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['title', 'began_on'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='creditentry',
            name='a_ledger_line_has_one_source',
        ),
        migrations.AlterField(
            model_name='creditentry',
            name='kind',
            field=models.CharField(choices=[('award', 'Micro-credential'), ('activity', 'Activity'), ('imported', 'Badge from elsewhere'), ('reversal', 'Correction')], max_length=8),
        ),
        migrations.AddField(
            model_name='backpackbadge',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='backpack_badges', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='creditproposal',
            name='badge',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='records.backpackbadge'),
        ),
        migrations.AddField(
            model_name='creditproposal',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='creditproposal',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization'),
        ),
        migrations.AddField(
            model_name='creditentry',
            name='proposal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credit_entries', to='records.creditproposal'),
        ),
        migrations.AddConstraint(
            model_name='creditentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('award__isnull', False), ('kind', 'award'), ('proposal', None), ('reverses', None)), models.Q(('activity__isnull', False), ('award', None), ('kind', 'activity'), ('proposal', None), ('reverses', None)), models.Q(('activity', None), ('award', None), ('kind', 'imported'), ('proposal__isnull', False), ('reverses', None)), models.Q(('kind', 'reversal'), ('reverses__isnull', False)), _connector='OR'), name='a_ledger_line_has_one_source'),
        ),
        migrations.AddConstraint(
            model_name='creditentry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'imported')), fields=('proposal',), name='a_proposal_is_credited_once'),
        ),
        migrations.AddField(
            model_name='recognitionrule',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recognition_rules', to='records.organization'),
        ),
        migrations.AddField(
            model_name='recognitionrule',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recognitionrule',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='creditproposal',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='records.recognitionrule'),
        ),
        migrations.AddIndex(
            model_name='backpackbadge',
            index=models.Index(condition=models.Q(('kept_at__isnull', False), ('removed_at__isnull', True)), fields=['check_after'], name='badges_to_be_checked_again'),
        ),
        migrations.AddConstraint(
            model_name='backpackbadge',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('owner', 'identity'), name='a_badge_is_in_a_backpack_once'),
        ),
        migrations.AddConstraint(
            model_name='recognitionrule',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('began_on')), _connector='OR'), name='a_recognition_rule_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='recognitionrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('alignment', ''), _negated=True), models.Q(models.Q(('issuer', ''), _negated=True), models.Q(('achievement', ''), _negated=True)), _connector='OR'), name='a_recognition_rule_is_about_certain_badges'),
        ),
        migrations.AddIndex(
            model_name='creditproposal',
            index=models.Index(fields=['organization', 'state'], name='records_cre_organiz_3e4106_idx'),
        ),
        migrations.AddConstraint(
            model_name='creditproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'approved'])), fields=('identity',), name='a_badge_gives_credit_once'),
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
