"""What people write in the workspace, to read only: it is changed where its rules are asked."""

from django.contrib import admin

from cluster_portal.pages.administration.model_admin import ReadOnlyAdmin
from emulation.models import (
    AgendaDocument,
    AgendaItem,
    Attendance,
    Conclusion,
    ConferencePhoto,
    ConferenceReport,
    Deadline,
    PledgeComment,
    PledgeVersion,
    PledgeWithdrawal,
    StatusChange,
    UnitReport,
    ValueCorrection,
    YearIndicator,
)


class OfConferenceAdmin(ReadOnlyAdmin):
    """Parts of a conference."""

    list_filter = ("conference__cluster",)
    list_select_related = ("conference__cluster",)
    search_fields = ("conference__search_text",)


@admin.register(AgendaItem)
class AgendaItemAdmin(OfConferenceAdmin):
    list_display = ("title", "starts_at", "speaker", "conference")


@admin.register(AgendaDocument)
class AgendaDocumentAdmin(ReadOnlyAdmin):
    list_display = ("title", "agenda_item", "file")
    list_filter = ("agenda_item__conference__cluster",)
    list_select_related = ("agenda_item", "file")
    search_fields = ("agenda_item__conference__search_text", "file__search_text")


@admin.register(Attendance)
class AttendanceAdmin(OfConferenceAdmin):
    list_display = ("unit", "status", "conference")
    list_filter = ("status", "conference__cluster")
    list_select_related = ("conference__cluster", "unit")


@admin.register(ConferencePhoto)
class ConferencePhotoAdmin(OfConferenceAdmin):
    list_display = ("caption", "file", "conference")
    list_select_related = ("conference__cluster", "file")


@admin.register(Conclusion)
class ConclusionAdmin(OfConferenceAdmin):
    list_display = ("__str__", "owner", "due_on", "done_on", "conference")
    list_select_related = ("conference__cluster", "owner")


@admin.register(StatusChange)
class StatusChangeAdmin(OfConferenceAdmin):
    list_display = ("__str__", "conference", "changed_by", "reason")
    list_select_related = ("conference__cluster", "changed_by")


@admin.register(ConferenceReport)
class ConferenceReportAdmin(OfConferenceAdmin):
    list_display = ("document", "conference")
    list_select_related = ("conference__cluster", "document")


class OfYearAdmin(ReadOnlyAdmin):
    """Parts of an emulation year."""

    list_filter = ("emulation_year__cluster", "emulation_year__year")
    list_select_related = ("emulation_year__cluster",)
    search_fields = ("emulation_year__cluster__search_text", "emulation_year__year")


@admin.register(YearIndicator)
class YearIndicatorAdmin(OfYearAdmin):
    list_display = ("indicator", "emulation_year", "order")
    list_select_related = ("emulation_year__cluster", "indicator")


@admin.register(Deadline)
class DeadlineAdmin(OfYearAdmin):
    list_display = ("task", "due_on", "emulation_year")


@admin.register(UnitReport)
class UnitReportAdmin(OfYearAdmin):
    list_display = ("unit", "emulation_year", "status", "submitted_by")
    list_filter = ("status", "emulation_year__cluster", "emulation_year__year")
    list_select_related = ("emulation_year__cluster", "unit", "submitted_by")


@admin.register(ValueCorrection)
class ValueCorrectionAdmin(ReadOnlyAdmin):
    list_display = ("value", "before", "after", "reason", "corrected_by")
    list_filter = ("value__emulation_year__cluster",)
    list_select_related = ("value__indicator", "value__unit", "corrected_by")
    search_fields = ("value__indicator__search_text", "value__unit__search_text")


class OfPledgeAdmin(ReadOnlyAdmin):
    """What is kept beside a pledge."""

    list_filter = ("pledge__emulation_year__cluster", "pledge__emulation_year__year")
    list_select_related = ("pledge__emulation_year__cluster",)
    search_fields = (
        "pledge__search_text",
        "pledge__emulation_year__cluster__search_text",
        "pledge__emulation_year__year",
    )


@admin.register(PledgeVersion)
class PledgeVersionAdmin(OfPledgeAdmin):
    list_display = ("number", "pledge", "saved_by", "note")
    list_select_related = ("pledge__emulation_year__cluster", "saved_by")


@admin.register(PledgeComment)
class PledgeCommentAdmin(OfPledgeAdmin):
    list_display = ("__str__", "pledge", "author", "answered_by")
    list_select_related = (
        "pledge__emulation_year__cluster",
        "version__pledge__emulation_year__cluster",
        "unit",
        "author",
        "answered_by",
    )


@admin.register(PledgeWithdrawal)
class PledgeWithdrawalAdmin(OfPledgeAdmin):
    list_display = ("pledge", "document_number", "withdrawn_by", "reason")
    list_select_related = (
        "pledge__emulation_year__cluster",
        "version__pledge__emulation_year__cluster",
        "withdrawn_by",
    )
