from django.db import migrations

import cluster_portal.accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_accounts_without_disguise"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="email",
            field=cluster_portal.accounts.fields.LowerCaseEmailField(
                error_messages={"unique": "Thư điện tử này đã có tài khoản."},
                max_length=254,
                unique=True,
                verbose_name="thư điện tử",
            ),
        ),
    ]
