"""Administration of units, clusters, members, years, leaders and appointments."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cluster_portal.pages.administration.filters import InForceFilter
from cluster_portal.pages.administration.model_admin import (
    PortalModelAdmin,
    PortalStackedInline,
    PortalTabularInline,
    ReadOnlyAdmin,
    day_column,
)
from clusters import services
from clusters.models import (
    Appointment,
    Cluster,
    Delegation,
    EmulationYear,
    Handover,
    HandoverConfirmation,
    HandoverItem,
    Invitation,
    Leadership,
    LeadershipRole,
    Membership,
    Source,
    Substitution,
    Succession,
    Unit,
)

LONGER = "Ngày kết thúc đã ghi chỉ dời sớm hơn được; muốn làm tiếp thì lập phân công mới."
MADE_OF = ("user", "role", "cluster", "unit", "valid_from", "valid_to", "decision")

invited_at = day_column(Invitation._meta.get_field("invited_at"))
expires_at = day_column(Invitation._meta.get_field("expires_at"))


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
        "follows",
        "is_confirmed",
        "signing_order",
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


def is_confirmed_in_portal(handover: Handover | None) -> bool:
    """Whether both units confirmed it, so that its minutes stand."""
    return handover is not None and handover.document_id is not None


class HandoverInline(PortalStackedInline):
    model = Handover

    def has_change_permission(self, request: HttpRequest, obj: EmulationYear | None = None) -> bool:
        handover = Handover.objects.filter(emulation_year=obj).first() if obj else None
        return super().has_change_permission(request, obj) and not is_confirmed_in_portal(handover)

    def has_delete_permission(self, request: HttpRequest, obj: EmulationYear | None = None) -> bool:
        handover = Handover.objects.filter(emulation_year=obj).first() if obj else None
        return super().has_delete_permission(request, obj) and not is_confirmed_in_portal(handover)


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

    def has_change_permission(self, request: HttpRequest, obj: Handover | None = None) -> bool:
        return super().has_change_permission(request, obj) and not is_confirmed_in_portal(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Handover | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_confirmed_in_portal(obj)


class AppointmentForm(forms.ModelForm):
    """A new appointment, or the end of one and its decision."""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        before, after = self.initial.get("valid_to"), values.get("valid_to")
        if self.instance.pk and before and "valid_to" in values and (not after or after > before):
            self.add_error("valid_to", LONGER)
        return values


@admin.register(Appointment)
class AppointmentAdmin(PortalModelAdmin):
    """Appointments are history: made and ended by the services, never removed."""

    form = AppointmentForm
    list_display = ("user", "role", "cluster", "unit", "valid_from", "valid_to", "decision")
    list_filter = (InForceFilter, "role", "cluster")
    list_select_related = ("user", "cluster", "unit")
    search_fields = ("user__search_text", "cluster__search_text", "unit__search_text")
    fields = ("user", "role", "cluster", "unit", ("valid_from", "valid_to"), "decision")

    def get_readonly_fields(self, request: HttpRequest, obj: Appointment | None = None) -> tuple:
        return ("user", "role", "cluster", "unit", "valid_from") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Appointment, form: forms.ModelForm, change: bool
    ) -> None:
        if not change:
            values = {name: form.cleaned_data[name] for name in MADE_OF}
            obj.pk = services.appoint(by=request.user, **values).pk
            return
        if "decision" in form.changed_data:
            obj.save(update_fields=["decision"])
        if "valid_to" in form.changed_data:
            services.end_appointment(appointment=obj, last_day=obj.valid_to, by=request.user)

    def construct_change_message(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, add: bool = False
    ) -> dict[str, list]:
        changes = super().construct_change_message(request, form, formsets, add)
        return {name: change for name, change in changes.items() if name != "valid_to"}

    def log_addition(self, request: HttpRequest, obj: Appointment, message: dict) -> None:
        """The service has written it down."""


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    """Work is handed on and taken back on the page of the year."""

    list_display = ("emulation_year", "unit", "permission", "valid_from", "valid_to", "decision")
    list_filter = (InForceFilter, "permission", "emulation_year__cluster", "emulation_year__year")
    list_select_related = ("emulation_year__cluster", "unit")
    search_fields = (
        "unit__search_text",
        "emulation_year__cluster__search_text",
        "emulation_year__year",
    )


@admin.register(Substitution)
class SubstitutionAdmin(ReadOnlyAdmin):
    """Whoever is away names the substitute on a page of the own account."""

    list_display = ("appointment", "holder", "substitute", "valid_from", "valid_to", "reason")
    list_filter = (InForceFilter, "appointment__role")
    list_select_related = (
        "appointment__user",
        "appointment__cluster",
        "appointment__unit",
        "substitute",
    )
    search_fields = ("substitute__search_text", "appointment__user__search_text")

    @admin.display(description="người đi vắng")
    def holder(self, row: Substitution) -> str:
        return str(row.appointment.user)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Invitations are sent and withdrawn on the pages of people; the token is nowhere."""

    list_display = (
        "full_name",
        "email",
        "role",
        "cluster",
        "unit",
        "invited_by",
        invited_at,
        expires_at,
        "state",
    )
    list_filter = ("role", "cluster")
    list_select_related = (
        "cluster",
        "unit",
        "invited_by",
        "appointment__unit",
        "appointment__cluster",
    )
    search_fields = ("invited_by__search_text", "unit__search_text", "cluster__search_text")
    date_hierarchy = "invited_at"
    fields = (
        "full_name",
        "email",
        "role",
        "cluster",
        "unit",
        ("valid_from", "valid_to"),
        "decision",
        "invited_by",
        invited_at,
        expires_at,
        "state",
        "appointment",
    )

    @admin.display(description="tình trạng")
    def state(self, row: Invitation) -> str:
        if row.accepted_at:
            return "đã nhận"
        if row.withdrawn_at:
            return "đã thu hồi"
        return "đang chờ" if row.is_open else "đã hết hạn"


@admin.register(Source)
class SourceAdmin(PortalModelAdmin):
    list_display = ("title", "kind", "publisher", "published_on", "code")
    list_filter = ("kind",)
    search_fields = ("search_text",)
    date_hierarchy = "published_on"


@admin.register(HandoverItem)
class HandoverItemAdmin(ReadOnlyAdmin):
    list_display = ("text", "state", "handover")
    list_filter = ("state", "handover__emulation_year__cluster")
    list_select_related = ("handover__emulation_year__cluster",)
    search_fields = ("handover__emulation_year__cluster__search_text",)


@admin.register(HandoverConfirmation)
class HandoverConfirmationAdmin(ReadOnlyAdmin):
    list_display = ("handover", "side", "unit", "confirmed_by")
    list_filter = ("side", "handover__emulation_year__cluster")
    list_select_related = ("handover__emulation_year__cluster", "unit", "confirmed_by")
    search_fields = ("unit__search_text", "handover__emulation_year__cluster__search_text")
