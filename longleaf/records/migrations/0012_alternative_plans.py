"""Alternative renewal plans, their versions, review and coverage."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import longleaf.records.models.organization
import uuid
from django.conf import settings
from django.db import migrations, models

# What the database itself forbids: changing what was submitted, said or decided; and a plan in
# force that the Department has not reviewed.
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_planversion
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_planmeasure
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_planmark
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

CREATE FUNCTION longleaf_plan_review_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.stage IN ('complete', 'withdrawn') THEN
        RAISE EXCEPTION 'a review of a plan that is over cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.plan_id IS DISTINCT FROM OLD.plan_id THEN
        RAISE EXCEPTION 'a review stays with its plan'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_review_is_fixed BEFORE UPDATE OR DELETE ON records_planreview
    FOR EACH ROW EXECUTE FUNCTION longleaf_plan_review_is_fixed();

CREATE FUNCTION longleaf_plan_remark_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR NEW.text IS DISTINCT FROM OLD.text OR NEW.by_id IS DISTINCT FROM OLD.by_id
        OR NEW.at IS DISTINCT FROM OLD.at OR NEW.kind IS DISTINCT FROM OLD.kind
        OR NEW.side IS DISTINCT FROM OLD.side OR NEW.element IS DISTINCT FROM OLD.element
    THEN
        RAISE EXCEPTION 'what was said about a plan stays as it was said'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_remark_is_fixed BEFORE UPDATE OR DELETE ON records_planremark
    FOR EACH ROW EXECUTE FUNCTION longleaf_plan_remark_is_fixed();

CREATE FUNCTION longleaf_plan_text_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.revision IS NOT NULL AND OLD.revision IS NOT NULL
        AND NEW.data IS DISTINCT FROM OLD.data
    THEN
        RAISE EXCEPTION 'an earlier text of a plan stays as it was'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_text_is_fixed BEFORE UPDATE ON records_plantext
    FOR EACH ROW EXECUTE FUNCTION longleaf_plan_text_is_fixed();

-- Nothing is in force whose review is not complete, nor before the day on which it was.
CREATE FUNCTION longleaf_plan_was_reviewed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM records_planreview r
        JOIN records_planversion v ON v.id = r.version_id
        JOIN records_plan p ON p.id = v.plan_id
        WHERE r.id = NEW.review_id AND r.version_id = NEW.version_id AND v.plan_id = NEW.plan_id
            AND r.stage = 'complete' AND r.completed_on <= NEW.first_on AND NOT p.is_template
    ) THEN
        RAISE EXCEPTION 'a plan is in force only after the review of its version is complete'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_was_reviewed BEFORE INSERT OR UPDATE ON records_planforce
    FOR EACH ROW EXECUTE FUNCTION longleaf_plan_was_reviewed();
"""

ALLOW = """
DROP FUNCTION longleaf_plan_was_reviewed() CASCADE;
DROP FUNCTION longleaf_plan_text_is_fixed() CASCADE;
DROP FUNCTION longleaf_plan_remark_is_fixed() CASCADE;
DROP FUNCTION longleaf_plan_review_is_fixed() CASCADE;
DROP TRIGGER append_only ON records_planmark;
DROP TRIGGER append_only ON records_planmeasure;
DROP TRIGGER append_only ON records_planversion;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0011_policy_drafts_and_audits'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.SlugField(max_length=80)),
                ('title', models.CharField(max_length=200)),
                ('is_template', models.BooleanField(default=False)),
                ('begun_at', models.DateTimeField()),
                ('shown_at', models.DateTimeField(blank=True, null=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='records.organization')),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='PlanSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('data', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='records.plan')),
            ],
        ),
        migrations.CreateModel(
            name='PlanText',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('revision', models.PositiveIntegerField(blank=True, null=True)),
                ('base', models.PositiveIntegerField(blank=True, null=True)),
                ('data', models.JSONField()),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='records.plansection')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('sections', models.JSONField()),
                ('content_hash', models.CharField(max_length=64)),
                ('note', models.TextField(blank=True)),
                ('policy_version', models.CharField(max_length=40)),
                ('policy_hash', models.CharField(max_length=64)),
                ('submitted_at', models.DateTimeField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='records.plan')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='PlanReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('questions', 'Questions'), ('complete', 'Review complete'), ('withdrawn', 'Taken back')], default='submitted', max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('is_approval', models.BooleanField(default=False)),
                ('conditions', models.TextField(blank=True)),
                ('statement', models.TextField(blank=True)),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('completed_on', models.DateField(blank=True, null=True)),
                ('decision_hash', models.CharField(blank=True, max_length=64)),
                ('completed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='records.plan')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='records.planversion')),
            ],
            options={
                'ordering': ['opened_at'],
            },
        ),
        migrations.CreateModel(
            name='PlanRemark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('element', models.SlugField(max_length=80)),
                ('kind', models.CharField(choices=[('comment', 'Comment'), ('question', 'Question'), ('answer', 'Answer')], max_length=8)),
                ('side', models.CharField(choices=[('lea', 'LEA'), ('department', 'Department')], max_length=10)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='records.plan')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='records.planremark')),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='records.planreview')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.planversion')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='PlanMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.TextField()),
                ('unit', models.CharField(max_length=80)),
                ('baseline', models.CharField(max_length=40)),
                ('baseline_on', models.DateField()),
                ('target', models.CharField(max_length=40)),
                ('due_on', models.DateField()),
                ('source', models.TextField()),
                ('reported', models.CharField(max_length=20)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='records.planversion')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='PlanMark',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('element', models.SlugField(max_length=80)),
                ('mark', models.CharField(choices=[('there', 'There'), ('unclear', 'Unclear'), ('missing', 'Missing')], max_length=8)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='records.planreview')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.planversion')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PlanForce',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField(blank=True, null=True)),
                ('started_at', models.DateTimeField()),
                ('ended_because', models.TextField(blank=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forces', to='records.plan')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.planreview')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='force', to='records.planversion')),
            ],
            options={
                'ordering': ['first_on'],
            },
        ),
        migrations.AddField(
            model_name='plan',
            name='shown',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.planversion'),
        ),
        migrations.AddField(
            model_name='plan',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.planversion'),
        ),
        migrations.CreateModel(
            name='ClosedDays',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closed_days', to='records.organization')),
            ],
            options={
                'ordering': ['first_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='closed_days_end_after_they_begin'), models.UniqueConstraint(fields=('organization', 'first_on'), name='closed_days_are_named_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanMember',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField(blank=True, null=True)),
                ('added_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('needs_consent', models.BooleanField(default=False)),
                ('consented_at', models.DateTimeField(blank=True, null=True)),
                ('consented_on', models.DateField(blank=True, null=True)),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='records.plan')),
            ],
            options={
                'ordering': ['first_on'],
                'indexes': [models.Index(fields=['plan', 'first_on'], name='plan_members')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__isnull', True), ('last_on__gte', models.F('first_on')), _connector='OR'), name='coverage_ends_after_it_begins'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), (longleaf.records.models.organization.DateSpan('first_on', 'last_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='nobody_is_under_two_plans_on_one_day')],
            },
        ),
        migrations.CreateModel(
            name='PlanReviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assigned_at', models.DateTimeField()),
                ('assigned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviewers', to='records.planreview')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'person'), name='a_reviewer_is_assigned_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='plansection',
            constraint=models.UniqueConstraint(fields=('plan', 'key'), name='one_section_for_each_element'),
        ),
        migrations.AddConstraint(
            model_name='plantext',
            constraint=models.UniqueConstraint(fields=('section', 'revision'), name='one_text_for_each_revision'),
        ),
        migrations.AddConstraint(
            model_name='plantext',
            constraint=models.UniqueConstraint(condition=models.Q(('base__isnull', False), ('settled_at__isnull', True)), fields=('section', 'by', 'base'), name='one_text_aside_for_each_writer_and_base'),
        ),
        migrations.AddConstraint(
            model_name='plantext',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('base__isnull', True), ('revision__isnull', False)), models.Q(('base__isnull', False), ('revision__isnull', True)), _connector='OR'), name='a_text_is_a_revision_or_stands_aside'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_numbers_are_not_reused'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('content_hash', ''), _negated=True)), name='a_plan_version_has_a_hash'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ['submitted', 'under_review', 'questions'])), fields=('plan',), name='one_review_of_a_plan_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'complete'), _negated=True), models.Q(('completed_at__isnull', False), ('completed_by__isnull', False), ('completed_on__isnull', False), models.Q(('decision_hash', ''), _negated=True)), _connector='OR'), name='a_completed_review_says_who_when_and_what'),
        ),
        migrations.AddConstraint(
            model_name='planremark',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'comment'), models.Q(('kind', 'question'), ('review__isnull', False), ('side', 'department'), ('to', None)), models.Q(('kind', 'answer'), ('review__isnull', False), ('side', 'lea'), ('to__isnull', False)), _connector='OR'), name='questions_come_from_the_department_and_answers_from_the_lea'),
        ),
        migrations.AddConstraint(
            model_name='planremark',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'answer')), fields=('to',), name='a_question_is_answered_once'),
        ),
        migrations.AddConstraint(
            model_name='planmeasure',
            constraint=models.UniqueConstraint(fields=('version', 'key'), name='a_measure_is_named_once'),
        ),
        migrations.AddConstraint(
            model_name='planmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('baseline_on'))), name='a_target_comes_after_its_baseline'),
        ),
        migrations.AddConstraint(
            model_name='planforce',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__isnull', True), ('last_on__gte', models.F('first_on')), _connector='OR'), name='a_plan_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='planforce',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('plan', '='), (longleaf.records.models.organization.DateSpan('first_on', 'last_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='one_version_of_a_plan_is_in_force'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shown__isnull', True), ('shown_at__isnull', True)), models.Q(('shown__isnull', False), ('shown_at__isnull', False)), _connector='OR'), name='a_shown_plan_says_since_when'),
        ),
        migrations.RunSQL(GUARD, ALLOW),
    ]
