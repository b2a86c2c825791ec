"""The common language: concepts, words, usages, proposals, decisions, and the work group."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# What the database itself forbids: losing how a word was met, what was done to a concept, what was
# said to a proposal, or how it was decided; and a circle of concepts merged into each other.
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_conceptchange
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_proposaldecision
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

CREATE FUNCTION longleaf_usage_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a usage is taken out with a reason, never removed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.word IS DISTINCT FROM OLD.word OR NEW.says IS DISTINCT FROM OLD.says
        OR NEW.who IS DISTINCT FROM OLD.who OR NEW.citation IS DISTINCT FROM OLD.citation
    THEN
        RAISE EXCEPTION 'a usage stays as it was read: record another'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER usage_stays BEFORE UPDATE OR DELETE ON records_usage
    FOR EACH ROW EXECUTE FUNCTION longleaf_usage_stays();

CREATE FUNCTION longleaf_proposal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR NEW.word IS DISTINCT FROM OLD.word OR NEW.definition IS DISTINCT FROM OLD.definition
        OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.concept_id IS DISTINCT FROM OLD.concept_id
        OR OLD.state IN ('adopted', 'rejected', 'withdrawn')
    THEN
        RAISE EXCEPTION 'a proposal stays as it was made: make another'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_stays BEFORE UPDATE OR DELETE ON records_proposal
    FOR EACH ROW EXECUTE FUNCTION longleaf_proposal_stays();

CREATE FUNCTION longleaf_proposal_comment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.text IS DISTINCT FROM OLD.text
        OR NEW.by_id IS DISTINCT FROM OLD.by_id OR NEW.kind IS DISTINCT FROM OLD.kind
        OR (OLD.answer <> '' AND NEW.answer IS DISTINCT FROM OLD.answer)
    THEN
        RAISE EXCEPTION 'what was said to a proposal stays as it was said'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_comment_stays BEFORE UPDATE OR DELETE ON records_proposalcomment
    FOR EACH ROW EXECUTE FUNCTION longleaf_proposal_comment_stays();

CREATE FUNCTION longleaf_concepts_make_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.replaced_by_id IS NOT NULL AND EXISTS (
        WITH RECURSIVE following(id) AS (
            SELECT NEW.replaced_by_id
            UNION SELECT c.replaced_by_id FROM records_concept c JOIN following f ON c.id = f.id
            WHERE c.replaced_by_id IS NOT NULL
        ) SELECT 1 FROM following WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'a concept cannot be merged into itself, through others either'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER concepts_make_no_circle BEFORE INSERT OR UPDATE ON records_concept
    FOR EACH ROW EXECUTE FUNCTION longleaf_concepts_make_no_circle();
"""
ALLOW = """
DROP TRIGGER concepts_make_no_circle ON records_concept;
DROP FUNCTION longleaf_concepts_make_no_circle();
DROP TRIGGER proposal_comment_stays ON records_proposalcomment;
DROP FUNCTION longleaf_proposal_comment_stays();
DROP TRIGGER proposal_stays ON records_proposal;
DROP FUNCTION longleaf_proposal_stays();
DROP TRIGGER usage_stays ON records_usage;
DROP FUNCTION longleaf_usage_stays();
DROP TRIGGER append_only ON records_proposaldecision;
DROP TRIGGER append_only ON records_conceptchange;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0017_calibration")]

    operations = [
        migrations.CreateModel(
            name='Concept',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('jurisdiction', models.CharField(max_length=60)),
                ('key', models.SlugField(max_length=80, unique=True)),
                ('definition', models.TextField()),
                ('note', models.TextField(blank=True)),
                ('standards_word', models.TextField(blank=True)),
                ('laws_word', models.TextField(blank=True)),
                ('source', models.TextField(blank=True)),
                ('sure', models.CharField(max_length=20)),
                ('status', models.CharField(choices=[('observed', 'Observed'), ('ambiguous', 'Ambiguous'), ('proposed', 'Proposed'), ('in_comment', 'In comment'), ('adopted', 'Adopted'), ('deprecated', 'Deprecated')], max_length=12)),
                ('is_spoken', models.BooleanField(default=False)),
                ('is_changed', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='records.concept')),
                ('steward', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='ConceptChange',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('verb', models.CharField(max_length=40)),
                ('details', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='records.concept')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ConceptLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=100)),
                ('plural', models.CharField(blank=True, max_length=100)),
                ('kind', models.CharField(choices=[('preferred', 'Preferred'), ('alternative', 'Also'), ('avoided', 'Avoid')], max_length=12)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='records.concept')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.organization')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='GlossaryImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('citation', models.TextField()),
                ('who', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=20)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('verified_on', models.DateField()),
                ('encoding', models.CharField(max_length=20)),
                ('read_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-read_at'],
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written_as', models.CharField(blank=True, max_length=200)),
                ('role', models.CharField(default='Member', max_length=100)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['organization__kind', 'organization__name'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('word', models.CharField(max_length=100)),
                ('plural', models.CharField(blank=True, max_length=100)),
                ('definition', models.TextField()),
                ('reason', models.TextField()),
                ('rests_on', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('in_comment', 'In comment'), ('adopted', 'Adopted'), ('rejected', 'Not adopted'), ('withdrawn', 'Taken back')], default='proposed', max_length=12)),
                ('proposed_at', models.DateTimeField()),
                ('opened_on', models.DateField(blank=True, null=True)),
                ('closes_on', models.DateField(blank=True, null=True)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='records.concept')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-proposed_at'],
            },
        ),
        migrations.CreateModel(
            name='ProposalComment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('comment', 'Comment'), ('objection', 'Objection')], max_length=10)),
                ('text', models.TextField()),
                ('behalf', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='records.proposal')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='ProposalDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_adopted', models.BooleanField()),
                ('tally', models.JSONField()),
                ('rule', models.JSONField()),
                ('minutes', models.TextField()),
                ('decided_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='records.proposal')),
            ],
        ),
        migrations.CreateModel(
            name='ProposalVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vote', models.CharField(choices=[('for', 'For'), ('against', 'Against'), ('abstain', 'Abstains')], max_length=8)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.groupmember')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='records.proposal')),
            ],
        ),
        migrations.CreateModel(
            name='SpeechChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.organization')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='speech', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Usage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('word', models.CharField(max_length=100)),
                ('says', models.TextField()),
                ('who', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=20)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('dated', models.CharField(blank=True, max_length=40)),
                ('citation', models.TextField()),
                ('url', models.URLField(blank=True, max_length=500)),
                ('verified_on', models.DateField()),
                ('sure', models.CharField(max_length=20)),
                ('is_basis', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('retired_because', models.TextField(blank=True)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='usages', to='records.concept')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('retired_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['concept', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ImportedWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('word', models.CharField(max_length=100)),
                ('says', models.TextField(blank=True)),
                ('suggestions', models.JSONField(default=list)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('brought', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='records.glossaryimport')),
                ('usage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.usage')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='WorkGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('purpose', models.TextField()),
                ('source', models.TextField()),
                ('verified_on', models.CharField(max_length=10)),
                ('rule', models.JSONField()),
                ('convened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('due_on', models.DateField()),
                ('reached_on', models.DateField(blank=True, null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='records.workgroup')),
            ],
            options={
                'ordering': ['due_on', 'title'],
            },
        ),
        migrations.AddField(
            model_name='groupmember',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='records.workgroup'),
        ),
        migrations.CreateModel(
            name='Deliverable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('not_begun', 'Not begun'), ('under_way', 'Under way'), ('draft', 'Draft'), ('delivered', 'Delivered')], default='not_begun', max_length=12)),
                ('note', models.TextField(blank=True)),
                ('changed_at', models.DateTimeField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliverables', to='records.workgroup')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddConstraint(
            model_name='concept',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by', models.F('id')), _negated=True), name='a_concept_is_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='concept',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by__isnull', True), ('status', 'deprecated'), _connector='OR'), name='a_concept_merged_away_is_deprecated'),
        ),
        migrations.AddConstraint(
            model_name='conceptlabel',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'preferred'), ('organization__isnull', True)), fields=('concept',), name='one_preferred_word_for_each_concept'),
        ),
        migrations.AddConstraint(
            model_name='conceptlabel',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'preferred'), ('organization__isnull', False)), fields=('concept', 'organization'), name='one_word_of_a_dialect_for_each_concept'),
        ),
        migrations.AddConstraint(
            model_name='conceptlabel',
            constraint=models.UniqueConstraint(models.F('concept'), django.db.models.functions.text.Lower('text'), models.F('organization'), name='a_word_is_listed_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='conceptlabel',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_word_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'in_comment'])), fields=('concept',), name='one_proposal_for_a_concept_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes_on__isnull', True), ('opened_on__isnull', True)), ('closes_on__gte', models.F('opened_on')), _connector='OR'), name='comments_close_after_they_open'),
        ),
        migrations.AddConstraint(
            model_name='proposalvote',
            constraint=models.UniqueConstraint(fields=('proposal', 'member'), name='a_member_votes_once'),
        ),
        migrations.AddConstraint(
            model_name='usage',
            constraint=models.UniqueConstraint(fields=('concept', 'number'), name='usages_are_counted_up'),
        ),
        migrations.AddConstraint(
            model_name='usage',
            constraint=models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='a_usage_has_a_citation'),
        ),
        migrations.AddConstraint(
            model_name='usage',
            constraint=models.CheckConstraint(condition=models.Q(('retired_at__isnull', True), ('is_basis', False), _connector='OR'), name='what_a_definition_rests_on_is_not_taken_out'),
        ),
        migrations.AddConstraint(
            model_name='importedword',
            constraint=models.UniqueConstraint(fields=('brought', 'number'), name='imported_words_count_up'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.UniqueConstraint(fields=('group', 'organization'), name='a_member_is_listed_once'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.UniqueConstraint(fields=('group', 'key'), name='a_deliverable_is_listed_once'),
        ),
        migrations.RunSQL(GUARD, ALLOW),
    ]
