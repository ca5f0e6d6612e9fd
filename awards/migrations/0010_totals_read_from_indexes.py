from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("awards", "0009_full_tally_of_cluster")]

    operations = [
        # The years of a cluster or unit by form are read from the index alone.
        migrations.RemoveIndex(model_name="fulltally", name="full_tally_of_cluster"),
        migrations.AddIndex(
            model_name="fulltally",
            index=models.Index(
                fields=["cluster", "year", "status", "form", "is_public", "recipients"],
                name="full_tally_of_cluster",
            ),
        ),
        migrations.AddIndex(
            model_name="fulltally",
            index=models.Index(
                fields=["unit", "year", "status", "form", "is_public", "recipients"],
                name="full_tally_of_unit",
            ),
        ),
        # So are the years in which a cluster has awards at all.
        migrations.AddIndex(
            model_name="tallywithoutform",
            index=models.Index(
                fields=["cluster", "year", "is_public", "lines"],
                name="tally_without_form_of_cluster",
            ),
        ),
    ]
