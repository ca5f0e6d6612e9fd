"""Uploaded sheets, days of reminders, requests to issue a document: to read about only."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from cluster_portal.pages.administration.model_admin import ReadOnlyAdmin, day_column
from cluster_portal.workspace.models import IssueRequest, PledgeReminder, SheetImport

# What the worker did is for the logs: answers stand on the pages that asked.
admin.site.unregister(DBTaskResult)

created_at, applied_at = (
    day_column(SheetImport._meta.get_field(name)) for name in ("created_at", "applied_at")
)
requested_at, settled_at = (
    day_column(IssueRequest._meta.get_field(name)) for name in ("requested_at", "settled_at")
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


@admin.register(IssueRequest)
class IssueRequestAdmin(ReadOnlyAdmin):
    list_display = (
        *("act", "pledge", "conference", "handover"),
        *("state", requested_at, "requested_by"),
    )
    list_filter = ("act", "state")
    list_select_related = (
        "pledge__emulation_year__cluster",
        "conference__cluster",
        "handover__emulation_year__cluster",
        "requested_by",
    )
    search_fields = (
        "pledge__emulation_year__cluster__search_text",
        "conference__cluster__search_text",
        "handover__emulation_year__cluster__search_text",
        "requested_by__search_text",
    )
    date_hierarchy = "requested_at"
    fields = (
        *("act", "pledge", "conference", "handover", "arguments", "details"),
        *("state", "answer", requested_at, "requested_by", settled_at),
    )
