"""The database refuses to alter or delete a published edition, its words and its files.

Only the step from published to superseded is let through. Remaking a table on SQLite (which some
schema changes do) drops its triggers, and a new column has to be named there: such a migration must
call ``forbid`` again, and tests/reports/test_issued.py says so if it does not.
"""

from django.db import migrations

NAME = "issued_editions_stay_as_they_are"
EDITION = "reports_edition"
PARTS = ("reports_editionfile", "reports_editiontext")
EVENTS = ("INSERT", "UPDATE", "DELETE")
# What the step to superseded may change.
STEP = ("status", "superseded_at")
COLUMNS = (
    "id", "kind", "prefecture_id", "plan_version_id", "number", "title", "as_of", "meeting_name",
    "meeting_on", "meeting_paper", "zone_codes", "parts", "previous_id", "since", "corrects_id",
    "reason", "corrected_points", "snapshot", "sha256", "frozen_at", "message", "step", "page",
    "done", "total", "made_by_id", "made_at", "checked_by_id", "checked_at", "published_by_id",
    "published_at",
)  # fmt: skip

POSTGRES = f"""
CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'superseded'
       AND to_jsonb(OLD) - '{{{",".join(STEP)}}}'::text[]
         = to_jsonb(NEW) - '{{{",".join(STEP)}}}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{NAME}' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON {EDITION} FOR EACH ROW
    WHEN (OLD.status IN ('published', 'superseded')) EXECUTE FUNCTION {NAME}();

CREATE FUNCTION {NAME}_with_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM {EDITION} WHERE status IN ('published', 'superseded')
        AND ((TG_OP <> 'INSERT' AND id = OLD.edition_id)
             OR (TG_OP <> 'DELETE' AND id = NEW.edition_id))
    ) THEN
        RAISE EXCEPTION '{NAME}' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
"""  # noqa: S608  (no value of anybody's enters it)
POSTGRES_PART = f"""
CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE OR DELETE ON {{table}}
    FOR EACH ROW EXECUTE FUNCTION {NAME}_with_parts();
"""

SAME = " AND ".join(f'OLD."{column}" IS NEW."{column}"' for column in COLUMNS)
SQLITE = {
    f"{NAME}_update": f"""BEFORE UPDATE ON {EDITION}
WHEN OLD.status IN ('published', 'superseded')
 AND NOT (OLD.status = 'published' AND NEW.status = 'superseded' AND {SAME})""",
    f"{NAME}_delete": f"""BEFORE DELETE ON {EDITION}
WHEN OLD.status IN ('published', 'superseded')""",
}
ISSUED = f"(SELECT id FROM {EDITION} WHERE status IN ('published', 'superseded'))"  # noqa: S608
for _table in PARTS:
    for _event in EVENTS:
        _rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}[_event]
        _when = " OR ".join(f"{row}.edition_id IN {ISSUED}" for row in _rows)
        SQLITE[f"{NAME}_{_table}_{_event.lower()}"] = (
            f"BEFORE {_event} ON {_table} WHEN {_when}"
        )


def forbid(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRES)
        for table in PARTS:
            schema_editor.execute(POSTGRES_PART.format(table=table))
    elif vendor == "sqlite":
        for name, rule in SQLITE.items():
            schema_editor.execute(
                f"CREATE TRIGGER {name} {rule} BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
            )


def allow(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        for table in (EDITION, *PARTS):
            schema_editor.execute(f"DROP TRIGGER {NAME} ON {table}")
        schema_editor.execute(f"DROP FUNCTION {NAME}()")
        schema_editor.execute(f"DROP FUNCTION {NAME}_with_parts()")
    elif vendor == "sqlite":
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_course_of_an_edition")]
    operations = [migrations.RunPython(forbid, allow)]
