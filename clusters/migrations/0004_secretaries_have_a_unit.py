from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clusters", "0003_secretaries_of_units")]

    operations = [
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cluster__isnull", False), ("role", "secretariat"), ("unit__isnull", False)
                    ),
                    models.Q(
                        ("cluster__isnull", True),
                        ("role", "provincial_officer"),
                        ("unit__isnull", False),
                    ),
                    models.Q(
                        ("cluster__isnull", True),
                        ("role__in", ("central", "administrator")),
                        ("unit__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="appointment_scope_fits_role",
                violation_error_message="Ban thư ký gắn với một cụm và tỉnh của mình, cán bộ tỉnh gắn với một đơn vị; vai trò toàn quốc không gắn với cụm hay đơn vị nào.",
            ),
        ),
    ]
