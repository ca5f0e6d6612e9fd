from django.db import migrations

import cluster_portal.accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0005_decision_files_and_invited_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="email",
            field=cluster_portal.accounts.fields.LowerCaseEmailField(
                max_length=254, verbose_name="thư điện tử"
            ),
        ),
    ]
