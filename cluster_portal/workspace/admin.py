"""Sheets that people uploaded and days of reminders, to read about only."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from cluster_portal.pages.administration.model_admin import ReadOnlyAdmin, day_column
from cluster_portal.workspace.models import PledgeReminder, SheetImport

# What the worker did is for the logs: answers stand on the pages that asked.
admin.site.unregister(DBTaskResult)

created_at, applied_at = (
    day_column(SheetImport._meta.get_field(name)) for name in ("created_at", "applied_at")
)
reminded_on = day_column(PledgeReminder._meta.get_field("reminded_on"))


@admin.register(SheetImport)
class SheetImportAdmin(ReadOnlyAdmin):
    list_display = ("file", "emulation_year", "kind", "state", created_at, "created_by")
    list_filter = ("kind", "state")
    list_select_related = ("file", "emulation_year__cluster", "created_by", "applied_by")
    search_fields = ("file__search_text", "emulation_year__cluster__search_text")
    date_hierarchy = "created_at"
    fields = (
        *("file", "emulation_year", "kind", "state", "total", "checked"),
        *(created_at, "created_by", applied_at, "applied_by"),
    )


@admin.register(PledgeReminder)
class PledgeReminderAdmin(ReadOnlyAdmin):
    list_display = ("pledge", "unit", "about", reminded_on)
    list_filter = ("about",)
    list_select_related = ("pledge__emulation_year__cluster", "unit")
    search_fields = ("unit__search_text", "pledge__emulation_year__cluster__search_text")
    date_hierarchy = "reminded_on"
    fields = ("pledge", "unit", "about", reminded_on)
