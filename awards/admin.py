"""Administration of award forms, decisions and awards."""

from django.contrib import admin
from django.http import HttpRequest

from awards.models import Award, AwardForm, Decision
from cluster_portal.pages.administration.filters import InForceFilter
from cluster_portal.pages.administration.model_admin import PortalModelAdmin
from emulation.admin.settled import SettledMixin
from emulation.models import SETTLED

# Of a decision that an issued report names: what the report says of it.
REPORTED = ("document_number", "signed_on", "issuing_body")


@admin.register(AwardForm)
class AwardFormAdmin(PortalModelAdmin):
    list_display = ("__str__", "kind", "level", "law", "law_article", "valid_from", "valid_to")
    list_filter = (InForceFilter, "kind", "level", "is_group", "law")
    search_fields = ("search_text",)
    fieldsets = (
        (None, {"fields": ("name", "name_en", "code", "kind", "award_class", "level", "order")}),
        (
            "Đối tượng",
            {
                "fields": (
                    ("for_individual", "for_collective", "for_household"),
                    "may_be_posthumous",
                    "is_group",
                )
            },
        ),
        (
            "Căn cứ",
            {
                "fields": (
                    "law",
                    "law_article",
                    "authority",
                    ("valid_from", "valid_to"),
                    "note",
                )
            },
        ),
    )


@admin.register(Decision)
class DecisionAdmin(PortalModelAdmin):
    list_display = ("document_number", "signed_on", "issuing_body", "subject")
    list_filter = ("issuing_body",)
    search_fields = ("search_text",)
    date_hierarchy = "signed_on"

    def get_readonly_fields(self, request: HttpRequest, obj: Decision | None = None) -> tuple:
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *REPORTED) if obj is not None and _is_reported(obj) else fields

    def has_delete_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        if obj is not None and _is_reported(obj):
            return False
        return super().has_delete_permission(request, obj)


def _is_reported(decision: Decision) -> bool:
    """Whether the issued report of a finalised conference names an award by this decision."""
    return decision.awards.filter(
        conference__status__in=SETTLED, conference__reports__isnull=False
    ).exists()


@admin.register(Award)
class AwardAdmin(SettledMixin, PortalModelAdmin):
    list_display = ("recipient", "form", "emulation_year", "unit", "status", "decision")
    list_filter = (
        "status",
        "recipient_kind",
        "form__kind",
        "emulation_year__cluster",
        "emulation_year__year",
    )
    list_select_related = (
        "form",
        "emulation_year__cluster",
        "unit",
        "recipient_unit",
        "decision",
    )
    search_fields = (
        "search_text",
        "form__search_text",
        "unit__search_text",
        "recipient_unit__search_text",
        "emulation_year__cluster__search_text",
        "emulation_year__year",
    )
    fieldsets = (
        (None, {"fields": ("emulation_year", "year_is_stated", "conference", "form", "status")}),
        (
            "Người, tập thể được khen",
            {
                "fields": (
                    "recipient_kind",
                    "recipient_name",
                    "recipient_unit",
                    "count",
                    "unit",
                    "is_posthumous",
                )
            },
        ),
        (
            "Căn cứ",
            {
                "fields": (
                    "commendation_type",
                    "giving_body",
                    "decision",
                    "no_decision_reason",
                    "source",
                    "note",
                )
            },
        ),
    )

    @admin.display(description="người, tập thể được khen", ordering="sort_key")
    def recipient(self, award: Award) -> str:
        return award.recipient
