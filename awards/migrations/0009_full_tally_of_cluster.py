from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("awards", "0008_register_by_newest_year")]

    operations = [
        # A cluster's years by form are read from the index alone.
        migrations.AddIndex(
            model_name="fulltally",
            index=models.Index(
                fields=["cluster", "year", "form", "is_public", "recipients"],
                name="full_tally_of_cluster",
            ),
        ),
    ]
