from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0003_fewer_indexes")]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="search_key",
            field=models.TextField(default="", editable=False, verbose_name="検索用"),
        ),
    ]
