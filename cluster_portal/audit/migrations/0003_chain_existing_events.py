"""Chains the events written before there was a chain, in the order in which they were written.

Nothing can be said of changes made to them before this day.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from cluster_portal.audit import chain

BATCH = 250
# An upgraded database has them in place while it migrates; after `migrate` they stand again.
FROZEN = {
    "postgresql": ("audit_event_frozen", "audit_event_frozen_truncate"),
    "sqlite": ("audit_event_frozen_update", "audit_event_frozen_delete"),
}


def chain_events(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for name in FROZEN[vendor]:
        table = " ON audit_auditevent" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")
    events = apps.get_model("audit", "AuditEvent").objects
    keys = list(events.order_by("at", "pk").values_list("pk", flat=True))
    sequence, previous = 0, chain.BEGINNING
    for start in range(0, len(keys), BATCH):
        batch = events.in_bulk(keys[start : start + BATCH])
        values = events.filter(pk__in=batch).annotate(key=F("pk")).values("key", *chain.FACTS)
        facts = {row["key"]: row for row in values}
        for key in keys[start : start + BATCH]:
            sequence += 1
            event = batch[key]
            event.sequence, event.previous_hash = sequence, previous
            changed = {"sequence": sequence, "previous_hash": previous}
            event.hash = previous = chain.digest(chain.facts(facts[key] | changed))
        events.bulk_update(batch.values(), ["sequence", "previous_hash", "hash"])
    apps.get_model("audit", "AuditHead").objects.create(pk=1, sequence=sequence, hash=previous)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain_columns")]

    operations = [migrations.RunPython(chain_events, migrations.RunPython.noop)]
