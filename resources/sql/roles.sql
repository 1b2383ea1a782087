-- Roles and row-level security of a planning store in PostgreSQL.
--
-- Run by the owner of the schema, who may create roles (or by a superuser), as often as you like:
--     psql -d DATABASE -f roles.sql
-- for a schema of another name than ruhr_planner:
--     psql -d DATABASE -c "ALTER DATABASE DATABASE SET ruhr_planner.schema = 'NAME'"   and then the line above
-- The algorithm createstore does the same with ROLES. Run it again after an update of the plugin.
--
-- It makes three roles that cannot log in; grant them to people:
--     GRANT ruhr_planner_reader       TO anna;     -- reads what is open or internal
--     GRANT ruhr_planner_editor       TO bernd;    -- and writes it: imports, edits
--     GRANT ruhr_planner_confidential TO clara;    -- reads what is confidential, too; with editor also writes it
-- A record whose sensitivity is unknown (null) is shown to the role confidential only. Tables that tell of plots or come
-- from a source are shown as far as the plots and the source are. A finding is shown to those who see the record that it
-- is about, of whatever table, and the other one that it names; one about a whole table to the role confidential only, as
-- are rejected records whose sensitivity could not be read. Tables of results that somebody has put into the schema are
-- not of the store: their owner grants them.
DO $roles$
DECLARE
    s text := coalesce(nullif(current_setting('ruhr_planner.schema', true), ''), 'ruhr_planner');
    reader text := s || '_reader';
    editor text := s || '_editor';
    confidential text := s || '_confidential';
    is_confidential text := format('(SELECT pg_has_role(current_user, %L, ''MEMBER''))', confidential);
    level_is_visible text := format('(sensitivity IN (''open'', ''internal'') OR %s)', is_confidential);
    source_is_visible text := format('EXISTS (SELECT 1 FROM %I.source q WHERE q.source_id = %%1$I.source_id)', s);
    one_is_visible text := format(
        '(EXISTS (SELECT 1 FROM %1$I.plot p WHERE p.plot_id = %%1$s)'
        ' OR EXISTS (SELECT 1 FROM %1$I.plot_odbl p WHERE p.plot_id = %%1$s))', s);
    run_is_visible text := format('(%I.ruhr_planner_run_is_visible(parameters) OR %s)', s, is_confidential);
    finding_is_visible text := format(
        '(%s OR %I.ruhr_planner_finding_is_visible(target, record_id, rule, value, text))', is_confidential, s);
    looks text := '';
    known_by text;
    tables text[] := ARRAY[
        'municipality', 'plot', 'plot_odbl', 'broadband_cell', 'broadband_area', 'place', 'exclusion', 'barrier', 'sensitive',
        'road', 'location_factor', 'takeup', 'source', 'import_run', 'rejected', 'finding', 'analysis_run'];
    rule text;
    role_name text;
    target text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY[reader, editor, confidential] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
    END LOOP;
    EXECUTE format('GRANT %I TO %I, %I', reader, editor, confidential);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', s, reader);
    FOREACH target IN ARRAY tables LOOP
        EXECUTE format('GRANT SELECT ON %I.%I TO %I', s, target, reader);
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %I.%I TO %I', s, target, editor);
    END LOOP;
    EXECUTE format('GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA %I TO %I', s, editor);
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), editor);
    -- which version the store has, and how often a table was written, is the plugin's business
    EXECUTE format('GRANT SELECT ON %1$I.ruhr_planner_store, %1$I.ruhr_planner_change TO %2$I', s, reader);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %1$I.ruhr_planner_store, %1$I.ruhr_planner_change FROM %2$I',
                   s, editor);
    -- QGIS's register of metadata, wherever it is: what a layer says of its licence and sensitivity
    FOR target IN SELECT schemaname FROM pg_tables WHERE tablename = 'qgis_layer_metadata' LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', target, reader);
        EXECUTE format('GRANT SELECT ON %I.qgis_layer_metadata TO %I', target, reader);
        EXECUTE format('GRANT UPDATE ON %I.qgis_layer_metadata TO %I', target, editor);
    END LOOP;

    -- what a change by hand has noted names its plots, and may hold an earlier state of them; it runs with the rights
    -- of whoever asks, so that it sees the plots that they see. What it cannot read is not shown.
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION %1$I.ruhr_planner_run_is_visible(told text) RETURNS boolean LANGUAGE plpgsql STABLE'
        ' SET search_path = pg_catalog, pg_temp AS %2$L',
        s, 'BEGIN RETURN NOT EXISTS (SELECT 1 FROM json_each(told::json) e, json_array_elements_text('
        'CASE WHEN e.key IN (''ended'', ''made'', ''changed'') THEN e.value ELSE ''[]'' END) AS i (plot) WHERE NOT '
        || format(one_is_visible, 'i.plot') || '); EXCEPTION WHEN data_exception THEN RETURN false; END');

    -- a finding calls its record as the validation does: by the table's key, by source and id in the source, or by number;
    -- a source by its series, which is its id without the edition. Municipalities and broadband are shown to everybody.
    FOREACH target IN ARRAY array_remove(tables, 'finding') LOOP
        known_by := CASE
            WHEN target IN ('municipality', 'broadband_cell', 'broadband_area') THEN NULL
            WHEN target IN ('plot', 'plot_odbl') THEN 'r.plot_id = its_record'
            WHEN target = 'place' THEN 'r.place_id = its_record'
            WHEN target = 'source' THEN
                'r.source_id = its_record OR starts_with(r.source_id, its_record || '':'')'
            WHEN target IN ('import_run', 'analysis_run') THEN 'r.run_id = its_record'
            WHEN target IN ('takeup', 'rejected') THEN 'false'
            ELSE format('(r.source_id, r.native_id) IN (SELECT q.source_id, substr(its_record, length(q.source_id) + 2)'
                ' FROM %I.source q WHERE starts_with(its_record, q.source_id || '':''))', s)
        END;
        looks := looks || format('IF its_target = %L THEN RETURN ', target) || CASE WHEN known_by IS NULL THEN 'true' ELSE
            format('EXISTS (SELECT 1 FROM %1$I.%2$I r WHERE %3$s) OR EXISTS (SELECT 1 FROM %1$I.%2$I r WHERE r.fid ='
                   ' CASE WHEN its_record ~ ''^fid [0-9]{1,9}$'' THEN substr(its_record, 5)::int END)',
                   s, target, known_by) END || '; END IF; ';
    END LOOP;
    -- a function, because one expression about all tables would be planned and compiled as a whole for every query.
    -- Two plots on the same ground: the second is named in the value, or in the text between two words, before the area
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION %1$I.ruhr_planner_finding_is_visible(its_target text, its_record text, its_rule text,'
        ' its_value text, its_text text) RETURNS boolean LANGUAGE plpgsql STABLE'
        ' SET search_path = pg_catalog, pg_temp AS %2$L',
        s, 'BEGIN IF its_rule = ''duplicate_geometry'' AND NOT ' || format(one_is_visible, 'its_value')
        || ' OR its_rule = ''overlap'' AND NOT '
        || format(one_is_visible, 'substring(its_text FROM ''^\S+ (.*) \S+ [0-9.,]+ ha \('')')
        || ' THEN RETURN false; END IF; ' || looks || 'RETURN false; END');

    -- an editor who may not see what is confidential does not see a finding about a whole table again, so the next
    -- validation could not take it out: the newest takes its place here, and none comes beside one that is accepted
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION %1$I.ruhr_planner_finding_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER'
        ' SET search_path = pg_catalog, pg_temp AS %2$L',
        s, format('BEGIN DELETE FROM %1$I.finding f WHERE %2$s AND coalesce(f.accepted, '''') = '''';'
                  ' IF EXISTS (SELECT 1 FROM %1$I.finding f WHERE %2$s) THEN RETURN NULL; END IF; RETURN NEW; END', s,
                  '(f.rule, f.target) = (NEW.rule, NEW.target) AND f.record_id IS NULL'
                  ' AND f.field IS NOT DISTINCT FROM NEW.field'));
    EXECUTE format('DROP TRIGGER IF EXISTS ruhr_planner_finding_once ON %I.finding', s);
    EXECUTE format('CREATE TRIGGER ruhr_planner_finding_once BEFORE INSERT ON %1$I.finding FOR EACH ROW'
                   ' WHEN (NEW.record_id IS NULL AND coalesce(NEW.accepted, '''') = '''')'
                   ' EXECUTE FUNCTION %1$I.ruhr_planner_finding_once()', s);

    FOREACH target IN ARRAY ARRAY['plot', 'plot_odbl', 'source', 'rejected', 'import_run', 'finding', 'takeup', 'analysis_run',
                                  'place', 'exclusion', 'barrier', 'sensitive', 'road', 'location_factor'] LOOP
        rule := CASE
            WHEN target IN ('plot', 'plot_odbl', 'source') THEN level_is_visible
            WHEN target = 'finding' THEN finding_is_visible
            WHEN target = 'takeup' THEN '(plot_id IS NULL OR ' || format(one_is_visible, 'takeup.plot_id') || ')'
            WHEN target = 'analysis_run' THEN run_is_visible
            WHEN target = 'rejected' THEN '(field IS DISTINCT FROM ''sensitivity'' AND '
                || format(source_is_visible, target) || ' OR ' || is_confidential || ')'
            WHEN target = 'import_run' THEN format(source_is_visible, target)
            ELSE '(source_id IS NULL OR ' || format(source_is_visible, target) || ')'
        END;
        EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', s, target);
        EXECUTE format('DROP POLICY IF EXISTS ruhr_planner_read ON %I.%I', s, target);
        EXECUTE format('DROP POLICY IF EXISTS ruhr_planner_write ON %I.%I', s, target);
        EXECUTE format('CREATE POLICY ruhr_planner_read ON %I.%I FOR SELECT TO %I USING (%s)', s, target, reader, rule);
        EXECUTE format('CREATE POLICY ruhr_planner_write ON %I.%I FOR ALL TO %I USING (%s) WITH CHECK (%s)',
                       s, target, editor, rule,
                       CASE WHEN target IN ('plot', 'plot_odbl', 'source') THEN level_is_visible ELSE 'true' END);
    END LOOP;

    -- tiles of an analysis may hold what came of confidential records: whoever began the analysis sees them, nobody else
    EXECUTE format('ALTER TABLE %I.ruhr_planner_job ENABLE ROW LEVEL SECURITY', s);
    EXECUTE format('DROP POLICY IF EXISTS ruhr_planner_own ON %I.ruhr_planner_job', s);
    EXECUTE format('CREATE POLICY ruhr_planner_own ON %I.ruhr_planner_job FOR ALL TO %I USING (owner = current_user)',
                   s, reader);
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %1$I.ruhr_planner_job, %1$I.ruhr_planner_tile,'
                   ' %1$I.ruhr_planner_part TO %2$I', s, reader);
    FOREACH target IN ARRAY ARRAY['ruhr_planner_tile', 'ruhr_planner_part'] LOOP
        EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', s, target);
        EXECUTE format('DROP POLICY IF EXISTS ruhr_planner_own ON %I.%I', s, target);
        EXECUTE format('CREATE POLICY ruhr_planner_own ON %1$I.%2$I FOR ALL TO %3$I'
                       ' USING (EXISTS (SELECT 1 FROM %1$I.ruhr_planner_job j WHERE j.job = %2$I.job))', s, target, reader);
    END LOOP;
END
$roles$;
