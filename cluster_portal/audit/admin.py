"""The audit, to read only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from cluster_portal.audit.models import AuditEvent, action_labels
from cluster_portal.audit.wording import describe, kind_of_target
from cluster_portal.pages.administration.model_admin import ReadOnlyAdmin, day_column

at = day_column(AuditEvent._meta.get_field("at"))


class ActionFilter(admin.SimpleListFilter):
    title = "việc"
    parameter_name = "viec"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(action, capfirst(label)) for action, label in action_labels().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(action=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = "loại bản ghi"
    parameter_name = "loai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = AuditEvent.objects.exclude(target_type="").order_by("target_type")
        return [
            (kind, capfirst(kind_of_target(kind)))
            for kind in kinds.values_list("target_type", flat=True).distinct()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(target_type=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("sequence", at, "actor_name", "what", "kind", "target_name")
    list_display_links = ("sequence", at)
    list_filter = (ActionFilter, KindFilter)
    list_select_related = ("origin",)
    search_fields = ("search_text",)
    date_hierarchy = "at"
    fields = (
        "sequence",
        at,
        "actor_name",
        "what",
        "kind",
        "target_name",
        "target_id",
        "details",
        "reason",
        "address",
        "hash",
        "previous_hash",
    )

    @admin.display(description="việc", ordering="action")
    def what(self, event: AuditEvent) -> str:
        return event.action_label

    @admin.display(description="loại bản ghi", ordering="target_type")
    def kind(self, event: AuditEvent) -> str:
        return kind_of_target(event.target_type)

    @admin.display(description="thay đổi")
    def details(self, event: AuditEvent) -> SafeString | None:
        lines = format_html_join("", "<li>{}: {} → {}</li>", describe(event))
        return format_html("<ul>{}</ul>", lines) if lines else None

    @admin.display(description="địa chỉ IP")
    def address(self, event: AuditEvent) -> str | None:
        if hasattr(event, "origin"):
            return event.origin.address
        return "đã xóa khi hết hạn lưu" if event.origin_digest else None
