"""What the database itself forbids: changing what was published, handed in, or written to a ledger."""

from django.db import migrations

FORBID = """
CREATE FUNCTION longleaf_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_creditentry
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_awardevent
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_auditevent
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_auditseal
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_sealedevent
    FOR EACH ROW EXECUTE FUNCTION longleaf_append_only();

-- The transaction of each event, so that sealing can wait for those still under way.
CREATE FUNCTION longleaf_note_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.transaction := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER note_transaction BEFORE INSERT ON records_auditevent
    FOR EACH ROW EXECUTE FUNCTION longleaf_note_transaction();

-- A published version never changes; only its state may move on.
CREATE FUNCTION longleaf_published_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('draft', 'proposed') THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE'
        OR NEW.definition IS DISTINCT FROM OLD.definition
        OR NEW.content_hash IS DISTINCT FROM OLD.content_hash
        OR NEW.number IS DISTINCT FROM OLD.number
        OR NEW.microcredential_id IS DISTINCT FROM OLD.microcredential_id
        OR NEW.title IS DISTINCT FROM OLD.title
        OR NEW.published_by_id IS DISTINCT FROM OLD.published_by_id
        OR NEW.published_at IS DISTINCT FROM OLD.published_at
        OR NEW.state IN ('draft', 'proposed')
    THEN
        RAISE EXCEPTION 'a published version cannot change: write the next one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_is_fixed BEFORE UPDATE OR DELETE ON records_version
    FOR EACH ROW EXECUTE FUNCTION longleaf_published_is_fixed();

-- What was handed in stays as it was: responses and artifacts change only while the attempt is a draft.
CREATE FUNCTION longleaf_submitted_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    attempt uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.attempt_id ELSE NEW.attempt_id END;
    state text;
BEGIN
    SELECT a.state INTO state FROM records_attempt a WHERE a.id = attempt FOR SHARE;
    IF state IS DISTINCT FROM 'draft' THEN
        RAISE EXCEPTION 'an attempt that was handed in cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER submitted_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON records_response
    FOR EACH ROW EXECUTE FUNCTION longleaf_submitted_is_fixed();
CREATE TRIGGER submitted_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON records_artifactuse
    FOR EACH ROW EXECUTE FUNCTION longleaf_submitted_is_fixed();

-- The levels of a finished review stay as they were given.
CREATE FUNCTION longleaf_finished_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    review uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END;
    state text;
BEGIN
    SELECT r.state INTO state FROM records_review r WHERE r.id = review FOR SHARE;
    IF state NOT IN ('assigned', 'draft') THEN
        RAISE EXCEPTION 'a finished review cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER finished_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON records_criterionscore
    FOR EACH ROW EXECUTE FUNCTION longleaf_finished_is_fixed();

-- Nor does the review itself change once it is finished or given back.
CREATE FUNCTION longleaf_review_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('finished', 'released') THEN
        RAISE EXCEPTION 'a review that is finished or given back cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER review_is_fixed BEFORE UPDATE OR DELETE ON records_review
    FOR EACH ROW EXECUTE FUNCTION longleaf_review_is_fixed();

-- No award without its ledger line and its badge: looked at when the transaction ends.
CREATE FUNCTION longleaf_award_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM records_creditentry c WHERE c.award_id = NEW.id AND c.kind = 'award')
        OR NOT EXISTS (SELECT 1 FROM records_badge b WHERE b.award_id = NEW.id)
    THEN
        RAISE EXCEPTION 'an award comes with its line of credit and its badge, or not at all'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER award_is_whole AFTER INSERT ON records_award
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION longleaf_award_is_whole();
"""

ALLOW = """
DROP TRIGGER award_is_whole ON records_award;
DROP TRIGGER review_is_fixed ON records_review;
DROP TRIGGER finished_is_fixed ON records_criterionscore;
DROP TRIGGER submitted_is_fixed ON records_artifactuse;
DROP TRIGGER submitted_is_fixed ON records_response;
DROP TRIGGER published_is_fixed ON records_version;
DROP TRIGGER note_transaction ON records_auditevent;
DROP TRIGGER append_only ON records_sealedevent;
DROP TRIGGER append_only ON records_auditseal;
DROP TRIGGER append_only ON records_auditevent;
DROP TRIGGER append_only ON records_awardevent;
DROP TRIGGER append_only ON records_creditentry;
DROP FUNCTION longleaf_award_is_whole();
DROP FUNCTION longleaf_review_is_fixed();
DROP FUNCTION longleaf_finished_is_fixed();
DROP FUNCTION longleaf_submitted_is_fixed();
DROP FUNCTION longleaf_published_is_fixed();
DROP FUNCTION longleaf_note_transaction();
DROP FUNCTION longleaf_append_only();
"""

# Rate limits and the like live here, shared by all processes; unlogged, since losing it costs nothing.
CACHE = """
CREATE UNLOGGED TABLE cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [
        migrations.RunSQL(FORBID, ALLOW),
        migrations.RunSQL(CACHE, "DROP TABLE cache"),
    ]
