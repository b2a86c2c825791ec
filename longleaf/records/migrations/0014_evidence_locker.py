"""The locker, consents, rules of keeping, holds, what was destroyed, and texts that are alike."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# What the database itself forbids: changing a consent or a hold, destroying what is held, and
# changing what was handed in; but where evidence was removed during a review, another may stand.
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_destruction
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

CREATE FUNCTION longleaf_consent_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR NEW.persons IS DISTINCT FROM OLD.persons OR NEW.giver IS DISTINCT FROM OLD.giver
        OR NEW.scopes IS DISTINCT FROM OLD.scopes OR NEW.given_on IS DISTINCT FROM OLD.given_on
        OR NEW.last_on IS DISTINCT FROM OLD.last_on OR NEW.owner_id IS DISTINCT FROM OLD.owner_id
        OR NEW.proof_id IS DISTINCT FROM OLD.proof_id
        OR (OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on)
    THEN
        RAISE EXCEPTION 'a consent stays as it was given, until it ends'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_is_fixed BEFORE UPDATE OR DELETE ON records_consent
    FOR EACH ROW EXECUTE FUNCTION longleaf_consent_is_fixed();

CREATE FUNCTION longleaf_hold_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.lifted_at IS NOT NULL
        OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.person_id IS DISTINCT FROM OLD.person_id
        OR NEW.placed_at IS DISTINCT FROM OLD.placed_at
    THEN
        RAISE EXCEPTION 'a hold can only be lifted, once'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_is_fixed BEFORE UPDATE OR DELETE ON records_legalhold
    FOR EACH ROW EXECUTE FUNCTION longleaf_hold_is_fixed();

CREATE FUNCTION longleaf_keeping_rule_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR NEW.days IS DISTINCT FROM OLD.days OR NEW.code IS DISTINCT FROM OLD.code
        OR NEW.keeping_class IS DISTINCT FROM OLD.keeping_class
        OR NEW.counted_from IS DISTINCT FROM OLD.counted_from
    THEN
        RAISE EXCEPTION 'a rule of keeping can only end: write the next one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keeping_rule_is_fixed BEFORE UPDATE OR DELETE ON records_keepingrule
    FOR EACH ROW EXECUTE FUNCTION longleaf_keeping_rule_is_fixed();

-- What was let in stays whole while its owner is under a hold.
CREATE FUNCTION longleaf_held_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'ready' AND (
        TG_OP = 'DELETE' OR NEW.state <> 'ready'
        OR NEW.text IS DISTINCT FROM OLD.text OR NEW.url IS DISTINCT FROM OLD.url
        OR NEW.file_key IS DISTINCT FROM OLD.file_key OR NEW.sha256 IS DISTINCT FROM OLD.sha256
    ) AND EXISTS (
        SELECT 1 FROM records_legalhold h
        WHERE h.person_id = OLD.owner_id AND h.lifted_at IS NULL FOR SHARE
    ) THEN
        RAISE EXCEPTION 'this is under a legal hold and is kept as it is'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER held_is_kept BEFORE UPDATE OR DELETE ON records_artifact
    FOR EACH ROW EXECUTE FUNCTION longleaf_held_is_kept();

CREATE FUNCTION longleaf_use_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    attempt uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.attempt_id ELSE NEW.attempt_id END;
    state text;
    paused timestamptz;
BEGIN
    SELECT a.state, a.paused_at INTO state, paused
        FROM records_attempt a WHERE a.id = attempt FOR SHARE;
    IF state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND paused IS NOT NULL
        AND NEW.attempt_id = OLD.attempt_id AND NEW.part = OLD.part
        AND NEW.request = OLD.request AND NEW.criteria = OLD.criteria
        AND NEW.position = OLD.position
        AND NEW.artifact_id <> OLD.artifact_id AND NEW.replaces_id = OLD.artifact_id
        AND EXISTS (
            SELECT 1 FROM records_artifact f
            WHERE f.id = OLD.artifact_id
                AND (f.state = 'removed' OR f.removal_asked_at IS NOT NULL)
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an attempt that was handed in cannot change'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER submitted_is_fixed ON records_artifactuse;
CREATE TRIGGER submitted_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON records_artifactuse
    FOR EACH ROW EXECUTE FUNCTION longleaf_use_is_fixed();
"""

ALLOW = """
DROP TRIGGER submitted_is_fixed ON records_artifactuse;
CREATE TRIGGER submitted_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON records_artifactuse
    FOR EACH ROW EXECUTE FUNCTION longleaf_submitted_is_fixed();
DROP TRIGGER held_is_kept ON records_artifact;
DROP TRIGGER keeping_rule_is_fixed ON records_keepingrule;
DROP TRIGGER hold_is_fixed ON records_legalhold;
DROP TRIGGER consent_is_fixed ON records_consent;
DROP TRIGGER append_only ON records_destruction;
DROP FUNCTION longleaf_use_is_fixed();
DROP FUNCTION longleaf_held_is_kept();
DROP FUNCTION longleaf_keeping_rule_is_fixed();
DROP FUNCTION longleaf_hold_is_fixed();
DROP FUNCTION longleaf_consent_is_fixed();
"""

# Until now a consent was a few words beside an artifact; it was asked for review, and no more.
CONSENTS_IN_WORDS = """
INSERT INTO records_consent (
    id, owner_id, title, persons, giver, scopes, given_on, proof_place, made_at,
    withdrawn_because
)
SELECT a.id, a.owner_id, 'Consent as it was described', a.consent, 'guardians', '{review}',
    (a.made_at AT TIME ZONE 'UTC')::date, 'Not said when this was recorded', a.made_at, ''
FROM records_artifact a
WHERE a.students = 'identifiable' AND trim(a.consent) <> '' AND a.state <> 'removed';
INSERT INTO records_consentcover (consent_id, artifact_id)
SELECT c.id, c.id FROM records_consent c;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0013_plan_measures")]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('persons', models.TextField()),
                ('giver', models.CharField(choices=[('guardians', 'Parents or guardians'), ('students', 'Students of 18 or more'), ('adults', 'Colleagues or other adults')], max_length=10)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=3)),
                ('given_on', models.DateField()),
                ('last_on', models.DateField(blank=True, null=True)),
                ('proof_place', models.CharField(blank=True, max_length=400)),
                ('made_at', models.DateTimeField()),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('withdrawn_because', models.TextField(blank=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='ConsentCover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Destruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('artifact', models.UUIDField(db_index=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('length', models.BigIntegerField(default=0)),
                ('keeping_class', models.CharField(max_length=10)),
                ('rule', models.CharField(max_length=80)),
                ('agent', models.CharField(blank=True, max_length=40)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='KeepingRule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('keeping_class', models.CharField(max_length=10)),
                ('code', models.CharField(max_length=60)),
                ('source', models.CharField(max_length=300)),
                ('counted_from', models.CharField(max_length=10)),
                ('days', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['keeping_class', '-made_at'],
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField()),
                ('placed_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_because', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-placed_at'],
            },
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=130)),
                ('other_place', models.CharField(max_length=130)),
                ('share', models.PositiveSmallIntegerField()),
                ('first_word', models.PositiveIntegerField()),
                ('words', models.PositiveIntegerField()),
                ('found_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-share', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TextPrint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=130)),
                ('bands', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='artifact',
            name='a_link_has_an_address',
        ),
        migrations.AddField(
            model_name='artifact',
            name='audience',
            field=models.CharField(choices=[('nobody', 'Only you'), ('reviewers', 'You, and reviewers of what you submit it for'), ('display', 'Reviewers, and whoever you show your badges or portfolio')], default='display', max_length=10),
        ),
        migrations.AddField(
            model_name='artifact',
            name='dates_from',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='artifact',
            name='origin',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='artifact',
            name='removal_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='artifact',
            name='removed_because',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='artifact',
            name='revision',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='artifact',
            name='same_as',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.artifact'),
        ),
        migrations.AddField(
            model_name='artifact',
            name='seen_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='artifact',
            name='stands_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitutes', to='records.artifact'),
        ),
        migrations.AddField(
            model_name='artifactuse',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.artifact'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='paused_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='artifact',
            index=models.Index(fields=['owner', 'sha256'], name='artifacts_by_hash'),
        ),
        migrations.AddConstraint(
            model_name='artifact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form', 'link'), _negated=True), models.Q(('url', ''), _negated=True), ('state', 'removed'), _connector='OR'), name='a_link_has_an_address'),
        ),
        migrations.AddField(
            model_name='consent',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='consent',
            name='proof',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proves', to='records.artifact'),
        ),
        migrations.AddField(
            model_name='consentcover',
            name='artifact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='records.artifact'),
        ),
        migrations.AddField(
            model_name='consentcover',
            name='consent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='records.consent'),
        ),
        migrations.AddField(
            model_name='destruction',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='destruction',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='destructions', to='records.organization'),
        ),
        migrations.AddField(
            model_name='destruction',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='keepingrule',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='keepingrule',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keeping_rules', to='records.organization'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='records.organization'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='placed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='likeness',
            name='attempt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='likenesses', to='records.attempt'),
        ),
        migrations.AddField(
            model_name='likeness',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.attempt'),
        ),
        migrations.AddField(
            model_name='textprint',
            name='attempt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prints', to='records.attempt'),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['settled_at', 'last_on'], name='consents_to_settle'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__len__gte', 1), ('scopes__contained_by', ['review', 'badge', 'sharing'])), name='a_consent_says_what_for'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('last_on', None), ('last_on__gte', models.F('given_on')), _connector='OR'), name='a_consent_ends_after_it_is_given'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('proof__isnull', False), models.Q(('proof_place', ''), _negated=True), _connector='OR'), name='a_consent_has_proof'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('persons', ''), _negated=True), name='a_consent_describes_whom_it_covers'),
        ),
        migrations.AddConstraint(
            model_name='consentcover',
            constraint=models.UniqueConstraint(fields=('consent', 'artifact'), name='a_consent_covers_an_artifact_once'),
        ),
        migrations.AddIndex(
            model_name='destruction',
            index=models.Index(fields=['organization', 'at'], name='destructions_of'),
        ),
        migrations.AddConstraint(
            model_name='destruction',
            constraint=models.CheckConstraint(condition=models.Q(('keeping_class__in', ['educator', 'students']), models.Q(('rule', ''), _negated=True)), name='a_destruction_says_by_what_rule'),
        ),
        migrations.AddConstraint(
            model_name='keepingrule',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organization', 'keeping_class'), name='one_keeping_rule_for_each_class'),
        ),
        migrations.AddConstraint(
            model_name='keepingrule',
            constraint=models.CheckConstraint(condition=models.Q(('counted_from__in', ['added', 'decided']), ('days__gte', 1), ('keeping_class__in', ['educator', 'students'])), name='a_keeping_rule_is_understood'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('organization', 'person'), name='one_hold_of_an_organization_on_a_person'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_hold_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='a_lifted_hold_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='likeness',
            constraint=models.UniqueConstraint(fields=('attempt', 'place'), name='one_question_for_each_text'),
        ),
        migrations.AddConstraint(
            model_name='likeness',
            constraint=models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='a_share_is_a_percentage'),
        ),
        migrations.AddIndex(
            model_name='textprint',
            index=django.contrib.postgres.indexes.GinIndex(fields=['bands'], name='prints_by_band'),
        ),
        migrations.AddConstraint(
            model_name='textprint',
            constraint=models.UniqueConstraint(fields=('attempt', 'place'), name='one_print_for_each_text'),
        ),
        migrations.RunSQL(GUARD, ALLOW),
        migrations.RunSQL(CONSENTS_IN_WORDS, migrations.RunSQL.noop),
    ]
