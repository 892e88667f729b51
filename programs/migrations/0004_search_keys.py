from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_help_and_vacancies_carry_a_version")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="search_key",
            field=models.TextField(default="", editable=False, verbose_name="検索用"),
        ),
        migrations.AddField(
            model_name="grant",
            name="search_key",
            field=models.TextField(default="", editable=False, verbose_name="検索用"),
        ),
        migrations.AddField(
            model_name="program",
            name="search_key",
            field=models.TextField(default="", editable=False, verbose_name="検索用"),
        ),
    ]
