"""The guard of history (see `store.guard`) in PostgreSQL: one trigger a table of plots, before each row is written.

It is part of the schema, so that it holds for every program and every role. What the plugin itself writes switches it
off for the transaction (`off`): imports and operations keep history themselves. It runs with the rights of the schema's
owner, because the earlier state is to be kept also where whoever edits may not see every record.
"""

from __future__ import annotations

from collections.abc import Iterator

from ruhr_planner.model.tables import OWN_SOURCE, PLOT, PLOT_ODBL, Table
from ruhr_planner.store.database import Connection, literal, qualified
from ruhr_planner.store.sqlite import quoted

TABLES = (PLOT, PLOT_ODBL)
PREFIX = "ruhr_planner_guard_"
KEY = "fid"
SWITCH = "ruhr_planner.guard"
NO_CHANGE = (PLOT.plot_id, PLOT.native_id, PLOT.valid_from, PLOT.valid_to, PLOT.previously_part_of, PLOT.run_id)
"""Fields whose change makes no new state."""


def off(opened: Connection) -> None:
    """Let the rest of a transaction write past the guard."""
    opened.execute(f"SELECT set_config({literal(SWITCH)}, 'off', true)")


def statements(schema: str, table: Table) -> Iterator[str]:
    """Yield what puts the guard on a table, or the one of today in place of an older one.

    It never reads the whole table: PostgreSQL plans its questions once, when the table may still be empty, and a
    million rows inserted by somebody else's program would otherwise be compared with each other.
    """
    name, function = qualified(schema, table.table), qualified(schema, PREFIX + table.table)
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
        " SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off"
        f" AS {literal(body(schema, table))}"
    )
    yield f"DROP TRIGGER IF EXISTS {quoted(PREFIX + table.table)} ON {name}"
    yield (
        f"CREATE TRIGGER {quoted(PREFIX + table.table)} BEFORE INSERT OR UPDATE OR DELETE ON {name}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def present(opened: Connection, schema: str, table: Table) -> str:
    """Return what the trigger of a table does, "" where there is none; it is `body` where it is that of today."""
    asked = (
        "SELECT p.prosrc AS body FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"  # nosec B608: literals
        " AND 'enable_seqscan=off' = ANY (p.proconfig)"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE n.nspname = {literal(schema)} AND c.relname = {literal(table.table)}"
        f" AND t.tgname = {literal(PREFIX + table.table)} AND t.tgenabled <> 'D'"
    )
    return str(opened.value(asked) or "")


def body(schema: str, table: Table) -> str:
    """Return what the trigger does."""
    name = qualified(schema, table.table)
    alike = " ".join(f"compared.{quoted(field)} := OLD.{quoted(field)};" for field in NO_CHANGE)
    return f"""
DECLARE
    kept {name}%ROWTYPE;
    compared {name}%ROWTYPE;
    yesterday date := current_date - 1;
    copied text;
    earlier text := '@' || to_char(current_date - 1, 'YYYY-MM-DD');
BEGIN
    IF current_setting('{SWITCH}', true) = 'off' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.plot_id IS NULL THEN
            NEW.plot_id := '{OWN_SOURCE}:' || NEW.{KEY};
            NEW.native_id := NEW.{KEY};
            NEW.previously_part_of := NULL;
        ELSE
            -- a copy, by splitting or pasting; where an id may stand once only, QGIS has appended a number to it
            SELECT t.plot_id INTO copied FROM {name} t
                WHERE t.plot_id = NEW.plot_id OR t.plot_id = regexp_replace(NEW.plot_id, '_[0-9]+$', '')
                AND (t.source_id, t.native_id) IS NOT DISTINCT FROM (NEW.source_id, NEW.native_id)
                ORDER BY t.plot_id = NEW.plot_id DESC LIMIT 1;
            IF copied IS NULL THEN RETURN NEW; END IF;
            NEW.previously_part_of := copied;
            NEW.plot_id := copied || '/' || NEW.{KEY};
            NEW.native_id := coalesce(NEW.native_id, '') || '/' || NEW.{KEY};
        END IF;
        NEW.source_id := coalesce(NEW.source_id, '{OWN_SOURCE}');
        NEW.valid_from := current_date;
        RETURN NEW;
    END IF;
    -- earlier states and plots that have ended stay as they are; those that began today never held and may go
    IF OLD.plot_id ~ '@[0-9]{{4}}-[0-9][0-9]-[0-9][0-9]' OR OLD.valid_to < current_date
        OR OLD.valid_from >= current_date
    THEN
        IF TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
        IF OLD.valid_from >= current_date THEN RETURN OLD; END IF;
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        UPDATE {name} t SET valid_to = yesterday WHERE t.{KEY} = OLD.{KEY};
        RETURN NULL;
    END IF;
    compared := NEW;
    {alike}
    IF NEW.plot_id IS DISTINCT FROM OLD.plot_id OR compared IS NOT DISTINCT FROM OLD
        OR EXISTS (SELECT 1 FROM {name} t WHERE t.plot_id = OLD.plot_id || earlier)
    THEN
        RETURN NEW;
    END IF;
    kept := OLD;
    kept.{KEY} := nextval(pg_get_serial_sequence({literal(name)}, '{KEY}'));
    kept.plot_id := OLD.plot_id || earlier;
    kept.native_id := OLD.native_id || earlier;
    kept.valid_to := yesterday;
    INSERT INTO {name} SELECT (kept).*;
    NEW.valid_from := current_date;
    NEW.previously_part_of := kept.plot_id;
    RETURN NEW;
END
"""  # nosec B608: names are quoted, the rest are constants
