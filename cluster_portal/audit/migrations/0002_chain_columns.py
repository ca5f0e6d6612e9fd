"""Columns of the chain, empty as yet; the next migration fills them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, primary_key=True, serialize=False, verbose_name="mã"
                    ),
                ),
                (
                    "sequence",
                    models.PositiveBigIntegerField(default=0, verbose_name="số của việc cuối"),
                ),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                        verbose_name="mã băm của việc cuối",
                    ),
                ),
            ],
            options={
                "verbose_name": "cuối nhật ký",
                "verbose_name_plural": "cuối nhật ký",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)),
                        name="audit_one_head",
                        violation_error_message="Nhật ký chỉ có một chỗ cuối.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditOrigin",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="origin",
                        serialize=False,
                        to="audit.auditevent",
                        verbose_name="việc",
                    ),
                ),
                ("address", models.CharField(max_length=45, verbose_name="địa chỉ IP")),
                ("salt", models.CharField(max_length=32, verbose_name="muối")),
            ],
            options={"verbose_name": "nơi gửi", "verbose_name_plural": "nơi gửi"},
        ),
        migrations.AddField(
            model_name="auditevent",
            name="sequence",
            field=models.PositiveBigIntegerField(null=True, verbose_name="số"),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="parent_type",
            field=models.CharField(
                blank=True, default="", max_length=60, verbose_name="loại của hồ sơ chứa nó"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="parent_id",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="mã của hồ sơ chứa nó"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="reason",
            field=models.TextField(blank=True, default="", verbose_name="lý do"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="origin_digest",
            field=models.CharField(
                blank=True, default="", max_length=64, verbose_name="mã băm của nơi gửi"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="previous_hash",
            field=models.CharField(default="", max_length=64, verbose_name="mã băm của việc trước"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="hash",
            field=models.CharField(default="", max_length=64, verbose_name="mã băm"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="at",
            field=models.DateTimeField(db_index=True, verbose_name="lúc"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["parent_type", "parent_id"], name="audit_parent"),
        ),
    ]
