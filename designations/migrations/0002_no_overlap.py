"""The database refuses two acts of one operator and kind in one zone on the same day.

PostgreSQL has an exclusion constraint for it; SQLite gets two triggers. Remaking the table on
SQLite (which some schema changes do) drops its triggers: such a migration must call ``forbid``
again, and tests/designations/test_overlap.py says so if it does not.
"""

from django.db import migrations

NAME = "designation_zones_do_not_overlap"
TABLE = "designations_designationzone"

POSTGRES = f"""
ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} EXCLUDE USING gist (
    operator_id WITH =, kind WITH =, zone_id WITH =,
    daterange(effective_from, effective_until, '[]') WITH &&
) WHERE (counts)
"""
TRIGGER = f"""
CREATE TRIGGER {NAME}_{{name}} BEFORE {{event}} ON {TABLE}
WHEN NEW.counts AND EXISTS (
    SELECT 1 FROM {TABLE} AS other
    WHERE other.counts AND other.id IS NOT NEW.id
      AND other.operator_id = NEW.operator_id AND other.kind = NEW.kind
      AND other.zone_id = NEW.zone_id
      AND (other.effective_until IS NULL OR other.effective_until >= NEW.effective_from)
      AND (NEW.effective_until IS NULL OR NEW.effective_until >= other.effective_from)
)
BEGIN SELECT RAISE(ABORT, '{NAME}'); END
"""  # noqa: S608  (no value of anybody's enters it)


def forbid(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(POSTGRES)
    elif vendor == "sqlite":
        schema_editor.execute(TRIGGER.format(name="insert", event="INSERT"))
        schema_editor.execute(TRIGGER.format(name="update", event="UPDATE"))


def allow(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {NAME}")
    elif vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER {NAME}_insert")
        schema_editor.execute(f"DROP TRIGGER {NAME}_update")


class Migration(migrations.Migration):
    dependencies = [("designations", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
