"""Calibration: anchors with agreed levels, tries, who is allowed, reading again, severity, snippets."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# What the database itself forbids: changing a rule that people were judged by, levels that were
# agreed, a judgment that was given, or a lot that was drawn.
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_backreadingdraw
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_severityrun
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

CREATE FUNCTION longleaf_calibration_rule_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state = 'retired' OR NEW.state = 'draft'
        OR (NEW.microcredential_id, NEW.version_id, NEW.exact_share, NEW.adjacent_share,
            NEW.keep_exact_share, NEW.keep_adjacent_share, NEW.try_size, NEW.valid_days,
            NEW.seed_every, NEW.seed_window, NEW.shown_after_days, NEW.shown_after_judgments,
            NEW.binding_on, NEW.published_by_id, NEW.published_at)
        IS DISTINCT FROM
           (OLD.microcredential_id, OLD.version_id, OLD.exact_share, OLD.adjacent_share,
            OLD.keep_exact_share, OLD.keep_adjacent_share, OLD.try_size, OLD.valid_days,
            OLD.seed_every, OLD.seed_window, OLD.shown_after_days, OLD.shown_after_judgments,
            OLD.binding_on, OLD.published_by_id, OLD.published_at)
    THEN
        RAISE EXCEPTION 'the rule of a set in use cannot change: begin another set'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calibration_rule_is_fixed BEFORE UPDATE OR DELETE ON records_calibrationset
    FOR EACH ROW EXECUTE FUNCTION longleaf_calibration_rule_is_fixed();

-- An agreed anchor stays as it is; it can only be retired, and then its content taken out.
CREATE FUNCTION longleaf_anchor_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.agreed_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE'
        OR (NEW.set_id, NEW.use, NEW.title, NEW.agreed, NEW.leave_id, NEW.agreed_at,
            NEW.agreed_by_id, NEW.written_by_id)
        IS DISTINCT FROM
           (OLD.set_id, OLD.use, OLD.title, OLD.agreed, OLD.leave_id, OLD.agreed_at,
            OLD.agreed_by_id, OLD.written_by_id)
        OR (OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at)
        OR (NEW.content IS DISTINCT FROM OLD.content
            AND NOT (NEW.retired_at IS NOT NULL AND NEW.content = '{}'::jsonb))
    THEN
        RAISE EXCEPTION 'an agreed anchor cannot change: retire it and write another'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER anchor_is_fixed BEFORE UPDATE OR DELETE ON records_anchor
    FOR EACH ROW EXECUTE FUNCTION longleaf_anchor_is_fixed();

CREATE FUNCTION longleaf_reading_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('finished', 'released') THEN
        RAISE EXCEPTION 'a judgment that was given cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reading_is_fixed BEFORE UPDATE OR DELETE ON records_reading
    FOR EACH ROW EXECUTE FUNCTION longleaf_reading_is_fixed();

CREATE FUNCTION longleaf_reading_score_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reading uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.reading_id ELSE NEW.reading_id END;
    state text;
BEGIN
    SELECT r.state INTO state FROM records_reading r WHERE r.id = reading FOR SHARE;
    IF state NOT IN ('assigned', 'draft') THEN
        RAISE EXCEPTION 'a judgment that was given cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reading_score_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON records_readingscore
    FOR EACH ROW EXECUTE FUNCTION longleaf_reading_score_is_fixed();

CREATE FUNCTION longleaf_try_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'open' AND TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE'
        OR (NEW.set_id, NEW.person_id, NEW.number, NEW.state, NEW.judged, NEW.exact, NEW.adjacent,
            NEW.finished_at)
        IS DISTINCT FROM
           (OLD.set_id, OLD.person_id, OLD.number, OLD.state, OLD.judged, OLD.exact, OLD.adjacent,
            OLD.finished_at)
    THEN
        RAISE EXCEPTION 'a try that is over cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER try_is_fixed BEFORE UPDATE OR DELETE ON records_calibrationtry
    FOR EACH ROW EXECUTE FUNCTION longleaf_try_is_fixed();

-- Nobody qualifies but by a try of their own, for that set, that was passed.
CREATE FUNCTION longleaf_qualification_was_earned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.ended_on IS NOT NULL
        OR (NEW.set_id, NEW.person_id, NEW.earned_by_id, NEW.first_on, NEW.last_on)
        IS DISTINCT FROM
           (OLD.set_id, OLD.person_id, OLD.earned_by_id, OLD.first_on, OLD.last_on)))
    THEN
        RAISE EXCEPTION 'a qualification can only end'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM records_calibrationtry t WHERE t.id = NEW.earned_by_id
            AND t.state = 'passed' AND t.set_id = NEW.set_id AND t.person_id = NEW.person_id
    ) THEN
        RAISE EXCEPTION 'a qualification is earned by a try that was passed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER qualification_was_earned BEFORE INSERT OR UPDATE OR DELETE
    ON records_qualification FOR EACH ROW EXECUTE FUNCTION longleaf_qualification_was_earned();
"""

ALLOW = """
DROP FUNCTION longleaf_qualification_was_earned() CASCADE;
DROP FUNCTION longleaf_try_is_fixed() CASCADE;
DROP FUNCTION longleaf_reading_score_is_fixed() CASCADE;
DROP FUNCTION longleaf_reading_is_fixed() CASCADE;
DROP FUNCTION longleaf_anchor_is_fixed() CASCADE;
DROP FUNCTION longleaf_calibration_rule_is_fixed() CASCADE;
DROP TRIGGER append_only ON records_severityrun;
DROP TRIGGER append_only ON records_backreadingdraw;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0016_gates_and_appeals'),
    ]

    operations = [
        migrations.AddField(
            model_name='criterionscore',
            name='next_step',
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name='AnchorLeave',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('given', 'Given'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='asked', max_length=9)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attempt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='anchor_leave', to='records.attempt')),
            ],
        ),
        migrations.CreateModel(
            name='BackReadingDraw',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('seed', models.CharField(max_length=200)),
                ('amount', models.PositiveSmallIntegerField()),
                ('population', models.JSONField()),
                ('drawn_at', models.DateTimeField()),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('microcredential', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.microcredential')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-drawn_at'],
            },
        ),
        migrations.CreateModel(
            name='CalibrationSet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('live', 'In use'), ('retired', 'No longer in use')], default='draft', max_length=7)),
                ('exact_share', models.DecimalField(decimal_places=3, max_digits=4)),
                ('adjacent_share', models.DecimalField(decimal_places=3, max_digits=4)),
                ('keep_exact_share', models.DecimalField(decimal_places=3, max_digits=4)),
                ('keep_adjacent_share', models.DecimalField(decimal_places=3, max_digits=4)),
                ('try_size', models.PositiveSmallIntegerField()),
                ('valid_days', models.PositiveIntegerField()),
                ('seed_every', models.PositiveSmallIntegerField()),
                ('seed_window', models.PositiveSmallIntegerField()),
                ('shown_after_days', models.PositiveSmallIntegerField()),
                ('shown_after_judgments', models.PositiveSmallIntegerField()),
                ('binding_on', models.DateField(blank=True, null=True)),
                ('begun_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('retired_because', models.TextField(blank=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('microcredential', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calibration_sets', to='records.microcredential')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calibration_sets', to='records.version')),
            ],
            options={
                'ordering': ['-begun_at'],
            },
        ),
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('use', models.CharField(choices=[('practice', 'To practice with'), ('qualify', 'To qualify with'), ('seed', 'Among live work')], max_length=8)),
                ('title', models.CharField(max_length=120)),
                ('content', models.JSONField(default=dict)),
                ('agreed', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('retired_because', models.TextField(blank=True)),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('files', models.ManyToManyField(related_name='anchors', to='records.artifact')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('leave', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='anchors', to='records.anchorleave')),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anchors', to='records.calibrationset')),
            ],
            options={
                'ordering': ['use', 'written_at'],
            },
        ),
        migrations.CreateModel(
            name='CalibrationTry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('open', 'Begun'), ('passed', 'Passed'), ('not_yet', 'Not yet')], default='open', max_length=7)),
                ('begun_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('judged', models.PositiveSmallIntegerField(default=0)),
                ('exact', models.PositiveSmallIntegerField(default=0)),
                ('adjacent', models.PositiveSmallIntegerField(default=0)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calibration_tries', to=settings.AUTH_USER_MODEL)),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='records.calibrationset')),
            ],
            options={
                'ordering': ['-begun_at'],
            },
        ),
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_because', models.TextField(blank=True)),
                ('earned_by', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='qualification', to='records.calibrationtry')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualifications', to=settings.AUTH_USER_MODEL)),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualifications', to='records.calibrationset')),
            ],
            options={
                'ordering': ['-first_on'],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('practice', 'Practice'), ('qualify', 'Qualifying'), ('seed', 'Among live work'), ('back', 'Read again')], max_length=8)),
                ('number', models.CharField(max_length=12, unique=True)),
                ('state', models.CharField(choices=[('assigned', 'Waiting'), ('draft', 'Begun'), ('finished', 'Finished'), ('released', 'Given back')], default='assigned', max_length=8)),
                ('outcome', models.CharField(blank=True, max_length=8)),
                ('comment', models.TextField(blank=True)),
                ('comment_revision', models.PositiveIntegerField(default=0)),
                ('assigned_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('released_because', models.TextField(blank=True)),
                ('anchor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='records.anchor')),
                ('attempted', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='records.calibrationtry')),
                ('draw', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='records.backreadingdraw')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='records.review')),
            ],
            options={
                'ordering': ['due_on', 'assigned_at'],
            },
        ),
        migrations.CreateModel(
            name='ReadingScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=60)),
                ('level', models.CharField(blank=True, max_length=60)),
                ('reason', models.TextField(blank=True)),
                ('next_step', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='records.reading')),
            ],
        ),
        migrations.CreateModel(
            name='RubricFlag',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('criterion', models.CharField(max_length=60)),
                ('figures', models.JSONField()),
                ('raised_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rubric_flags', to='records.version')),
            ],
            options={
                'ordering': ['-raised_at'],
            },
        ),
        migrations.CreateModel(
            name='SeverityRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_on', models.DateField(blank=True, null=True)),
                ('last_on', models.DateField(blank=True, null=True)),
                ('result', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('microcredential', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='severity_runs', to='records.microcredential')),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='Snippet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=80)),
                ('text', models.TextField()),
                ('changed_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snippets', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.AddConstraint(
            model_name='anchorleave',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'asked'), ('answered_at__isnull', False), _connector='OR'), name='an_answer_on_leave_says_when'),
        ),
        migrations.AddConstraint(
            model_name='calibrationset',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'live')), fields=('microcredential',), name='one_set_is_in_use'),
        ),
        migrations.AddConstraint(
            model_name='calibrationset',
            constraint=models.CheckConstraint(condition=models.Q(('exact_share__gt', 0), ('exact_share__lte', 1), ('adjacent_share__gte', models.F('exact_share')), ('adjacent_share__lte', 1)), name='shares_to_pass_are_shares'),
        ),
        migrations.AddConstraint(
            model_name='calibrationset',
            constraint=models.CheckConstraint(condition=models.Q(('keep_exact_share__gte', 0), ('keep_exact_share__lte', 1), ('keep_adjacent_share__gte', models.F('keep_exact_share')), ('keep_adjacent_share__lte', 1)), name='shares_to_stay_are_shares'),
        ),
        migrations.AddConstraint(
            model_name='calibrationset',
            constraint=models.CheckConstraint(condition=models.Q(('seed_window__gte', 1), ('try_size__gte', 1), ('valid_days__gte', 1)), name='a_set_asks_for_something'),
        ),
        migrations.AddConstraint(
            model_name='calibrationset',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('binding_on__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='a_set_in_use_says_since_when'),
        ),
        migrations.AddConstraint(
            model_name='anchor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='an_agreed_anchor_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='anchor',
            constraint=models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('written_by')), _negated=True), _connector='OR'), name='a_second_person_agrees'),
        ),
        migrations.AddConstraint(
            model_name='calibrationtry',
            constraint=models.UniqueConstraint(fields=('set', 'person', 'number'), name='tries_are_numbered_through'),
        ),
        migrations.AddConstraint(
            model_name='calibrationtry',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('set', 'person'), name='one_try_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='calibrationtry',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('adjacent__lte', models.F('judged')), ('finished_at__isnull', False), ('judged__gte', 1), ('exact__lte', models.F('adjacent'))), _connector='OR'), name='a_finished_try_has_its_counts'),
        ),
        migrations.AddIndex(
            model_name='qualification',
            index=models.Index(fields=['set', 'person'], name='qualified_reviewers'),
        ),
        migrations.AddConstraint(
            model_name='qualification',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='a_qualification_lasts'),
        ),
        migrations.AddConstraint(
            model_name='qualification',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('ended_because', ''), _negated=True), _connector='OR'), name='a_qualification_ends_for_a_reason'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(fields=['person', 'kind', 'state'], name='readings_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('person', 'anchor'), name='an_anchor_is_shown_to_somebody_once'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('person', 'review'), name='nobody_reads_a_review_again_twice'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('anchor__isnull', True), ('draw__isnull', False), ('kind', 'back'), ('review__isnull', False)), models.Q(('kind__in', ['practice', 'qualify', 'seed']), ('review__isnull', True), ('anchor__isnull', False), ('draw__isnull', True)), _connector='OR'), name='a_reading_is_of_an_anchor_or_a_review'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attempted__isnull', False), ('kind', 'qualify')), models.Q(models.Q(('kind', 'qualify'), _negated=True), ('attempted__isnull', True)), _connector='OR'), name='a_qualifying_reading_belongs_to_a_try'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'finished'), _negated=True), models.Q(('finished_at__isnull', False), ('outcome__in', ['earned', 'not_yet'])), _connector='OR'), name='a_finished_reading_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='readingscore',
            constraint=models.UniqueConstraint(fields=('reading', 'criterion'), name='one_reading_score_for_each_criterion'),
        ),
        migrations.AddConstraint(
            model_name='rubricflag',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('version', 'criterion'), name='a_criterion_is_flagged_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='rubricflag',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), models.Q(models.Q(('answer', ''), _negated=True), ('answered_by__isnull', False)), _connector='OR'), name='an_answered_flag_has_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='snippet',
            constraint=models.UniqueConstraint(fields=('owner', 'title'), name='snippets_are_told_apart'),
        ),
        migrations.RunSQL(GUARD, ALLOW),
    ]
