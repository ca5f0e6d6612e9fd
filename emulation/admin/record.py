"""Administration of conferences, movements, indicators and pledges."""

from django.contrib import admin

from cluster_portal.pages.administration.model_admin import (
    PortalModelAdmin,
    PortalStackedInline,
    PortalTabularInline,
    pdf_link,
)
from cluster_portal.vietnamese.dates import format_date
from emulation.admin.settled import (
    DraftedInline,
    DraftedMixin,
    FixedStatusMixin,
    SettledInline,
    SettledMixin,
)
from emulation.models import (
    Conference,
    ConferenceMovement,
    Delegate,
    DelegatePart,
    Indicator,
    IndicatorValue,
    Movement,
    Pledge,
    PledgeItem,
    PledgeSignature,
    ReportSection,
    Speech,
)


class ReportSectionInline(SettledInline, PortalStackedInline):
    model = ReportSection


class ConferenceMovementInline(SettledInline, PortalStackedInline):
    model = ConferenceMovement


class DelegateInline(SettledInline, PortalTabularInline):
    model = Delegate
    show_change_link = True


class SpeechInline(SettledInline, PortalStackedInline):
    model = Speech


@admin.register(Conference)
class ConferenceAdmin(FixedStatusMixin, SettledMixin, PortalModelAdmin):
    list_display = ("title", "cluster", "kind", "held_on", "host", "status", pdf_link)
    list_filter = ("status", "kind", "cluster", "is_announced")
    list_select_related = ("cluster", "host")
    search_fields = ("search_text", "cluster__search_text", "host__search_text", "held_on__year")
    date_hierarchy = "held_on"
    inlines = (ReportSectionInline, ConferenceMovementInline, DelegateInline, SpeechInline)
    fieldsets = (
        (None, {"fields": ("cluster", "kind", "title", "slug", "status", "is_announced")}),
        ("Năm thi đua", {"fields": ("review_year", "launch_year")}),
        ("Ngày, nơi họp", {"fields": ("held_on", "ends_on", "date_note", "host", "venue")}),
        ("Nguồn", {"fields": ("source",)}),
    )


@admin.register(ReportSection)
class ReportSectionAdmin(SettledMixin, PortalModelAdmin):
    list_display = ("heading", "order", "is_outlook", "conference")
    list_filter = ("is_outlook", "conference__cluster")
    list_select_related = ("conference__cluster",)
    search_fields = ("search_text", "conference__search_text")


@admin.register(ConferenceMovement)
class ConferenceMovementAdmin(SettledMixin, PortalModelAdmin):
    list_display = ("__str__", "movement", "order", "conference")
    list_filter = ("conference__cluster",)
    list_select_related = ("conference__cluster", "movement")
    search_fields = ("search_text", "movement__search_text", "conference__search_text")


class DelegatePartInline(SettledInline, PortalTabularInline):
    model = DelegatePart


@admin.register(Delegate)
class DelegateAdmin(SettledMixin, PortalModelAdmin):
    list_display = ("__str__", "title", "unit", "order", "conference")
    list_filter = ("conference__cluster", "parts__part")
    list_select_related = ("conference__cluster", "unit")
    search_fields = ("search_text", "unit__search_text", "conference__search_text")
    inlines = (DelegatePartInline,)

    def choice_label(self, row: Delegate) -> str:
        day = format_date(row.conference.held_on)
        return f"{row.full_name}, {row.title} ({row.conference.cluster.short_name}, {day})"


@admin.register(Speech)
class SpeechAdmin(SettledMixin, PortalModelAdmin):
    list_display = ("__str__", "order", "conference")
    list_filter = ("kind", "conference__cluster")
    list_select_related = ("conference__cluster", "delegate")
    search_fields = ("search_text", "delegate__search_text", "conference__search_text")


@admin.register(Movement)
class MovementAdmin(PortalModelAdmin):
    list_display = ("__str__", "kind", "launcher", "launched_on")
    list_filter = ("kind",)
    list_select_related = ("launching_unit",)
    search_fields = ("search_text", "launching_unit__search_text")
    date_hierarchy = "launched_on"

    @admin.display(description="cơ quan phát động")
    def launcher(self, row: Movement) -> str:
        return row.launcher


@admin.register(Indicator)
class IndicatorAdmin(PortalModelAdmin):
    list_display = ("__str__", "unit_of_measure", "aggregation", "source_body", "order", "is_core")
    list_filter = ("is_core", "aggregation")
    search_fields = ("search_text",)


@admin.register(IndicatorValue)
class IndicatorValueAdmin(SettledMixin, PortalModelAdmin):
    list_display = ("indicator", "emulation_year", "unit", "shown_value", "kind", "is_estimate")
    list_filter = (
        "kind",
        "is_estimate",
        "is_cumulative",
        "emulation_year__cluster",
        "emulation_year__year",
    )
    list_select_related = ("indicator", "emulation_year__cluster", "unit")
    search_fields = (
        "indicator__search_text",
        "unit__search_text",
        "emulation_year__cluster__search_text",
        "emulation_year__year",
    )

    @admin.display(description="giá trị", ordering="value")
    def shown_value(self, row: IndicatorValue) -> str:
        return row.text


class PledgeItemInline(DraftedInline, PortalStackedInline):
    model = PledgeItem


class PledgeSignatureInline(DraftedInline, PortalTabularInline):
    model = PledgeSignature


@admin.register(Pledge)
class PledgeAdmin(FixedStatusMixin, DraftedMixin, PortalModelAdmin):
    list_display = ("emulation_year", "document_number", "theme", "signed_on", "status", pdf_link)
    list_filter = ("status", "emulation_year__cluster", "emulation_year__year")
    list_select_related = ("emulation_year__cluster",)
    search_fields = ("search_text", "emulation_year__cluster__search_text", "emulation_year__year")
    date_hierarchy = "signed_on"
    inlines = (PledgeItemInline, PledgeSignatureInline)


@admin.register(PledgeItem)
class PledgeItemAdmin(DraftedMixin, PortalModelAdmin):
    list_display = ("__str__", "pledge")
    list_filter = ("pledge__emulation_year__cluster", "pledge__emulation_year__year")
    list_select_related = ("pledge__emulation_year__cluster",)
    search_fields = (
        "search_text",
        "pledge__emulation_year__cluster__search_text",
        "pledge__emulation_year__year",
    )


@admin.register(PledgeSignature)
class PledgeSignatureAdmin(DraftedMixin, PortalModelAdmin):
    list_display = ("unit", "pledge", "signer_name", "signed_on", "method")
    list_filter = ("method", "pledge__emulation_year__cluster", "pledge__emulation_year__year")
    list_select_related = ("unit", "pledge__emulation_year__cluster")
    search_fields = (
        "unit__search_text",
        "pledge__emulation_year__cluster__search_text",
        "pledge__emulation_year__year",
    )
    date_hierarchy = "signed_on"
