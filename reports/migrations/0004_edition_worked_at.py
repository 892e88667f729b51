"""When somebody was last at work on an edition; SQLite's rule about issued ones names the column."""

from importlib import import_module

from django.db import migrations, models

stay = import_module("reports.migrations.0003_issued_editions_stay")
TRIGGER = f"{stay.NAME}_update"
NEW = "worked_at"


def _write(schema_editor, columns: tuple[str, ...]) -> None:
    same = " AND ".join(f'OLD."{column}" IS NEW."{column}"' for column in columns)
    rule = stay.SQLITE[TRIGGER].replace(stay.SAME, same)
    schema_editor.execute(
        f"CREATE TRIGGER {TRIGGER} {rule} BEGIN SELECT RAISE(ABORT, '{stay.NAME}'); END"
    )


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER {TRIGGER}")


def write_old(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _write(schema_editor, stay.COLUMNS)


def write_new(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _write(schema_editor, (*stay.COLUMNS, NEW))


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_issued_editions_stay")]
    operations = [
        migrations.RunPython(lift, write_old),
        migrations.AddField(
            model_name="edition",
            name=NEW,
            field=models.DateTimeField("作成が動いていた日時", blank=True, null=True),
        ),
        migrations.RunPython(write_new, lift),
    ]
