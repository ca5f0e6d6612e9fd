"""A secretary of a cluster becomes the secretary that a unit gives to the cluster."""

from django.db import migrations


def name_units(apps, schema_editor):
    """The unit that chaired the cluster last is the one whose staff kept its record until now.

    Where nobody ever chaired it, any member will do: without an office it allows reading only.
    """
    Appointment = apps.get_model("clusters", "Appointment")
    Leadership = apps.get_model("clusters", "Leadership")
    Membership = apps.get_model("clusters", "Membership")
    for appointment in Appointment.objects.filter(role="secretariat", unit=None):
        led = Leadership.objects.filter(
            emulation_year__cluster=appointment.cluster_id, role="chair"
        ).order_by("-emulation_year__year")
        members = Membership.objects.filter(cluster=appointment.cluster_id).order_by("pk")
        row = led.first() or members.first()
        if row is None:
            appointment.delete()  # a cluster without a member has nothing to keep
        else:
            appointment.unit_id = row.unit_id
            appointment.save(update_fields=["unit"])


class Migration(migrations.Migration):
    dependencies = [("clusters", "0002_delegations_invitations_substitutions")]

    operations = [migrations.RunPython(name_units, migrations.RunPython.noop)]
