import django.db.models.deletion
from django.db import migrations, models

import cluster_portal.accounts.fields
import cluster_portal.database.fields


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0004_secretaries_have_a_unit"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="decision_file",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="bản chụp quyết định",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="search_text",
            field=cluster_portal.database.fields.SearchTextField(
                default="", sources=("full_name", "email")
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="full_name",
            field=cluster_portal.accounts.fields.PersonNameField(
                max_length=150, verbose_name="họ và tên"
            ),
        ),
    ]
