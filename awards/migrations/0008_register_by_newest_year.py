from django.db import migrations, models

# Lines of a filter by their year as the register orders them, so that a page begins at the newest.
_COLUMNS = {
    "register_entry_unit": "unit",
    "register_entry_cluster": "cluster",
    "register_entry_form": "form",
    "register_entry_type": "commendation_type",
    "register_entry_kind": "recipient_kind",
    "register_entry_status": "status",
}


class Migration(migrations.Migration):
    dependencies = [("awards", "0007_near_pairs")]

    operations = [
        operation
        for name, column in _COLUMNS.items()
        for operation in (
            migrations.RemoveIndex(model_name="registerentry", name=name),
            migrations.AddIndex(
                model_name="registerentry",
                index=models.Index(fields=[column, "newest_first"], name=name),
            ),
        )
    ]
