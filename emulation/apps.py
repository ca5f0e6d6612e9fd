"""Conferences, movements, indicators and pledges of an emulation year."""

from django.apps import AppConfig

from cluster_portal.database.triggers import frozen


class EmulationConfig(AppConfig):
    name = "emulation"
    verbose_name = "Thi đua"
    triggers = (
        frozen("status_change_frozen", "emulation_statuschange"),
        frozen("conference_report_frozen", "emulation_conferencereport"),
        frozen("value_correction_frozen", "emulation_valuecorrection"),
    )
    audit_actions: dict[str, str] = {}
