"""From here on no event is without its number, and they are listed by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chain_existing_events")]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="sequence",
            field=models.PositiveBigIntegerField(
                error_messages={"unique": "Số này đã có trong nhật ký."},
                unique=True,
                verbose_name="số",
            ),
        ),
        migrations.AlterModelOptions(
            name="auditevent",
            options={
                "ordering": ("-sequence",),
                "verbose_name": "việc đã ghi",
                "verbose_name_plural": "nhật ký",
            },
        ),
    ]
