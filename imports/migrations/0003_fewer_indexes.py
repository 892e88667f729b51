import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_remarks")]

    operations = [
        migrations.AlterField(
            model_name="plannedchange",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="zones.municipality",
            ),
        ),
        migrations.AlterField(
            model_name="plannedchange",
            name="upload",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="imports.upload",
            ),
        ),
    ]
