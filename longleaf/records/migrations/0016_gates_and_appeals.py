"""The two gates of a review, what was decided, appeals, conflicts of interest, and coaches."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# What the database itself forbids: changing what was settled, found, answered or decided.
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_reviewprogram
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_reviewcourse
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_attemptdecision
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_coaching
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

CREATE FUNCTION longleaf_gate_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome <> '' THEN
        RAISE EXCEPTION '% that is decided cannot change', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER gate_is_fixed BEFORE UPDATE OR DELETE ON records_completenesscheck
    FOR EACH ROW EXECUTE FUNCTION longleaf_gate_is_fixed();
CREATE TRIGGER gate_is_fixed BEFORE UPDATE OR DELETE ON records_appeal
    FOR EACH ROW EXECUTE FUNCTION longleaf_gate_is_fixed();

-- Whoever decides an attempt, or decides it anew on appeal: each decision stays on record.
CREATE FUNCTION longleaf_note_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'decided' AND (
        TG_OP = 'INSERT' OR OLD.state <> 'decided' OR NEW.outcome IS DISTINCT FROM OLD.outcome
    ) THEN
        INSERT INTO records_attemptdecision (attempt_id, outcome, path, decided_at, seats)
        VALUES (
            NEW.id,
            NEW.outcome,
            CASE WHEN TG_OP = 'UPDATE' AND OLD.state = 'decided' THEN 'appeal' ELSE 'reviews' END,
            NEW.decided_at,
            ARRAY(
                SELECT r.seat FROM records_review r
                WHERE r.attempt_id = NEW.id AND r.state = 'finished' AND r.outcome = NEW.outcome
                ORDER BY r.seat
            )
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_decision AFTER INSERT OR UPDATE ON records_attempt
    FOR EACH ROW EXECUTE FUNCTION longleaf_note_decision();
"""

ALLOW = """
DROP TRIGGER note_decision ON records_attempt;
DROP TRIGGER gate_is_fixed ON records_appeal;
DROP TRIGGER gate_is_fixed ON records_completenesscheck;
DROP TRIGGER append_only ON records_coaching;
DROP TRIGGER append_only ON records_attemptdecision;
DROP TRIGGER append_only ON records_reviewcourse;
DROP TRIGGER append_only ON records_reviewprogram;
DROP FUNCTION longleaf_note_decision();
DROP FUNCTION longleaf_gate_is_fixed();
"""

# What was decided before this version was kept on the attempt alone.
DECIDED = """
INSERT INTO records_attemptdecision (attempt_id, outcome, path, decided_at, seats)
SELECT a.id, a.outcome, 'reviews', a.decided_at, ARRAY(
    SELECT r.seat FROM records_review r
    WHERE r.attempt_id = a.id AND r.state = 'finished' AND r.outcome = a.outcome ORDER BY r.seat
)
FROM records_attempt a WHERE a.state = 'decided' ORDER BY a.decided_at;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0015_media_and_marks")]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('criteria', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('grounds', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('answer_due_on', models.DateField()),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'Upheld'), ('not_upheld', 'Not upheld'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['answer_due_on', 'made_at'],
            },
        ),
        migrations.CreateModel(
            name='AttemptDecision',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('earned', 'Earned'), ('not_yet', 'Not yet')], max_length=8)),
                ('path', models.CharField(choices=[('reviews', 'Reviews'), ('appeal', 'Appeal')], max_length=7)),
                ('decided_at', models.DateTimeField()),
                ('seats', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Coaching',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('after_attempt', models.PositiveSmallIntegerField()),
                ('note', models.TextField(blank=True)),
                ('named_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['named_at'],
            },
        ),
        migrations.CreateModel(
            name='CompletenessCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('opened_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('outcome', models.CharField(blank=True, choices=[('complete', 'Complete'), ('returned', 'Returned'), ('withdrawn', 'Withdrawn')], max_length=9)),
                ('findings', models.JSONField(default=list)),
                ('handed_in', models.JSONField(default=dict)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['due_on', 'opened_at'],
            },
        ),
        migrations.CreateModel(
            name='DeclaredConflict',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('because', models.CharField(blank=True, max_length=300)),
                ('declared_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-declared_at'],
            },
        ),
        migrations.CreateModel(
            name='ReviewCourse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField()),
                ('promised_on', models.DateField()),
                ('scoring', models.CharField(choices=[('double', 'Double'), ('single', 'Single'), ('near', 'Near')], max_length=6)),
                ('scoring_because', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='ReviewProgram',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('checks_completeness', models.BooleanField(default=False)),
                ('completeness_days', models.PositiveSmallIntegerField(default=1)),
                ('scoring', models.CharField(choices=[('double', 'Two reviewers, always'), ('sample', 'Two reviewers for a share drawn by lot, one for the rest'), ('near', 'A second reviewer where the first result is near the pass mark')], default='double', max_length=6)),
                ('sample_percent', models.PositiveSmallIntegerField(default=20)),
                ('sample_seed', models.CharField(blank=True, max_length=60)),
                ('most_attempts', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('appeal_days', models.PositiveSmallIntegerField(default=20)),
                ('appeal_answer_days', models.PositiveSmallIntegerField(default=10)),
                ('most_open_reviews', models.PositiveSmallIntegerField(default=20)),
                ('late_days', models.PositiveSmallIntegerField(default=3)),
                ('coworker_months', models.PositiveSmallIntegerField(default=36)),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='seats_are_one_to_three',
        ),
        migrations.AddField(
            model_name='review',
            name='because',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='review',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('seat__in', [1, 2, 3, 4])), name='seats_are_one_to_four'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='attempt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='records.attempt'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='educator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='review',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='records.review'),
        ),
        migrations.AddField(
            model_name='attemptdecision',
            name='attempt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='records.attempt'),
        ),
        migrations.AddField(
            model_name='coaching',
            name='coach',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coaches', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='coaching',
            name='named_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='coaching',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coachings', to='records.submission'),
        ),
        migrations.AddField(
            model_name='completenesscheck',
            name='attempt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='records.attempt'),
        ),
        migrations.AddField(
            model_name='completenesscheck',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='declaredconflict',
            name='reviewer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declared_conflicts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='declaredconflict',
            name='school',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization'),
        ),
        migrations.AddField(
            model_name='declaredconflict',
            name='submission',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.submission'),
        ),
        migrations.AddField(
            model_name='reviewcourse',
            name='attempt',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='course', to='records.attempt'),
        ),
        migrations.AddField(
            model_name='reviewprogram',
            name='kept_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewprogram',
            name='microcredential',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='programs', to='records.microcredential'),
        ),
        migrations.AddField(
            model_name='reviewprogram',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_programs', to='records.organization'),
        ),
        migrations.AddField(
            model_name='reviewcourse',
            name='program',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.reviewprogram'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(fields=('attempt',), name='an_attempt_is_appealed_once'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['upheld', 'not_upheld']), _negated=True), models.Q(('answered_at__isnull', False), ('review__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='an_answer_to_an_appeal_has_reasons'),
        ),
        migrations.AddConstraint(
            model_name='coaching',
            constraint=models.UniqueConstraint(fields=('submission', 'after_attempt'), name='one_coach_after_an_attempt'),
        ),
        migrations.AddConstraint(
            model_name='completenesscheck',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('attempt',), name='one_completeness_check_is_open'),
        ),
        migrations.AddConstraint(
            model_name='completenesscheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['complete', 'returned']), _negated=True), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='a_completeness_check_says_who_and_when'),
        ),
        migrations.AddIndex(
            model_name='declaredconflict',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['reviewer'], name='conflicts'),
        ),
        migrations.AddConstraint(
            model_name='declaredconflict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('email', ''), _negated=True), ('school', None), ('submission', None)), models.Q(('email', ''), ('submission', None), ('school__isnull', False)), models.Q(('email', ''), ('school', None), ('submission__isnull', False)), _connector='OR'), name='a_conflict_names_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='declaredconflict',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('declared_at')), _connector='OR'), name='a_conflict_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='reviewprogram',
            constraint=models.CheckConstraint(condition=models.Q(('appeal_days__gte', 1), ('completeness_days__gte', 1), ('appeal_answer_days__gte', 1), ('late_days__gte', 1), ('most_open_reviews__gte', 1)), name='a_program_gives_days'),
        ),
        migrations.AddConstraint(
            model_name='reviewprogram',
            constraint=models.CheckConstraint(condition=models.Q(('sample_percent__lte', 100)), name='a_sample_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='reviewprogram',
            constraint=models.CheckConstraint(condition=models.Q(('most_attempts__isnull', True), ('most_attempts__gte', 1), _connector='OR'), name='a_program_allows_an_attempt'),
        ),
        migrations.RunSQL(DECIDED, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, ALLOW),
    ]
