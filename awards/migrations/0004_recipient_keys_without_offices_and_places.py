from django.db import migrations

from cluster_portal.vietnamese.persons import collective_key, recipient_key

_BATCH = 500


def fill_keys(apps, schema_editor):
    """Compute the keys of named recipients anew, as `Award.same_recipient` makes them."""
    awards = apps.get_model("awards", "Award").objects.exclude(recipient_name="")
    rows = awards.only("recipient_name", "recipient_kind", "recipient_key", "unit__name")
    changed = []
    for award in rows.select_related("unit").order_by("pk").iterator(_BATCH):
        if award.recipient_kind == "collective":
            place = award.unit.name if award.unit_id else ""
            key = collective_key(award.recipient_name, place)
        else:
            key = recipient_key(award.recipient_name)
        if key != award.recipient_key:
            changed.append((award.pk, key))
    # One by one, as no column but this one is written again.
    for pk, key in changed:
        awards.filter(pk=pk).update(recipient_key=key)


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_recipient_key_and_decision_year")]

    operations = [migrations.RunPython(fill_keys, migrations.RunPython.noop)]
