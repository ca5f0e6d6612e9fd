"""Administration of units, clusters, members, years, leaders and appointments."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cluster_portal.pages.administration.filters import InForceFilter
from cluster_portal.pages.administration.model_admin import (
    PortalModelAdmin,
    PortalStackedInline,
    PortalTabularInline,
)
from clusters.models import (
    Appointment,
    Cluster,
    EmulationYear,
    Handover,
    Leadership,
    LeadershipRole,
    Membership,
    Source,
    Succession,
    Unit,
)


class SuccessorInline(PortalTabularInline):
    model = Succession
    fk_name = "predecessor"
    verbose_name = "đơn vị kế thừa"
    verbose_name_plural = "các đơn vị kế thừa"


class PredecessorInline(PortalTabularInline):
    model = Succession
    fk_name = "successor"
    verbose_name = "đơn vị tiền thân"
    verbose_name_plural = "các đơn vị tiền thân"


@admin.register(Unit)
class UnitAdmin(PortalModelAdmin):
    list_display = ("__str__", "code", "valid_from", "valid_to", "legal_basis")
    list_filter = (InForceFilter, "kind")
    search_fields = ("search_text",)
    inlines = (PredecessorInline, SuccessorInline)
    fields = (
        "name",
        "kind",
        "name_en",
        "code",
        "slug",
        ("valid_from", "valid_to"),
        "legal_basis",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Unit | None = None) -> tuple:
        return ("slug",) if obj else ()  # an address never changes


@admin.register(Succession)
class SuccessionAdmin(PortalModelAdmin):
    list_display = ("predecessor", "successor", "kind", "effective_on", "legal_basis")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__search_text", "successor__search_text")
    date_hierarchy = "effective_on"


class MembershipInline(PortalTabularInline):
    model = Membership
    fields = ("unit", "valid_from", "valid_to", "is_inferred", "note", "source")


@admin.register(Cluster)
class ClusterAdmin(PortalModelAdmin):
    list_display = ("__str__", "kind", "level", "valid_from", "valid_to", "is_confirmed")
    list_filter = (InForceFilter, "level", "kind", "is_confirmed")
    search_fields = ("search_text",)
    inlines = (MembershipInline,)
    fields = (
        "name",
        "short_name",
        "name_en",
        "slug",
        "document_code",
        "kind",
        "level",
        "organising_unit",
        ("valid_from", "valid_to"),
        "is_confirmed",
        "note",
        "source",
    )


@admin.register(Membership)
class MembershipAdmin(PortalModelAdmin):
    list_display = ("unit", "cluster", "valid_from", "valid_to", "is_inferred")
    list_filter = (InForceFilter, "cluster", "is_inferred")
    list_select_related = ("unit", "cluster")
    search_fields = ("unit__search_text", "cluster__search_text")
    fields = ("cluster", "unit", ("valid_from", "valid_to"), "is_inferred", "note", "source")


class LeadershipInline(PortalTabularInline):
    model = Leadership


class HandoverInline(PortalStackedInline):
    model = Handover


@admin.register(EmulationYear)
class EmulationYearAdmin(PortalModelAdmin):
    list_display = ("__str__", "cluster", "year", "chair")
    list_filter = ("cluster", "year")
    list_select_related = ("cluster",)
    search_fields = ("cluster__search_text", "year")
    inlines = (LeadershipInline, HandoverInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("leaders__unit")

    @admin.display(description="Cụm trưởng")
    def chair(self, year: EmulationYear) -> str | None:
        leaders = year.leaders.all()
        return next(
            (str(leader.unit) for leader in leaders if leader.role == LeadershipRole.CHAIR), None
        )


@admin.register(Leadership)
class LeadershipAdmin(PortalModelAdmin):
    list_display = ("unit", "role", "order", "emulation_year", "is_inferred")
    list_filter = ("role", "emulation_year__cluster", "emulation_year__year", "is_inferred")
    list_select_related = ("unit", "emulation_year__cluster")
    search_fields = (
        "unit__search_text",
        "emulation_year__cluster__search_text",
        "emulation_year__year",
    )


@admin.register(Handover)
class HandoverAdmin(PortalModelAdmin):
    list_display = ("emulation_year", "handed_over_on", "note")
    list_filter = ("emulation_year__cluster",)
    list_select_related = ("emulation_year__cluster",)
    search_fields = ("emulation_year__cluster__search_text", "emulation_year__year")
    date_hierarchy = "handed_over_on"


@admin.register(Appointment)
class AppointmentAdmin(PortalModelAdmin):
    list_display = ("user", "role", "cluster", "unit", "valid_from", "valid_to", "decision")
    list_filter = (InForceFilter, "role", "cluster")
    list_select_related = ("user", "cluster", "unit")
    search_fields = ("user__search_text", "cluster__search_text", "unit__search_text")
    fields = ("user", "role", "cluster", "unit", ("valid_from", "valid_to"), "decision")


@admin.register(Source)
class SourceAdmin(PortalModelAdmin):
    list_display = ("title", "kind", "publisher", "published_on", "code")
    list_filter = ("kind",)
    search_fields = ("search_text",)
    date_hierarchy = "published_on"
