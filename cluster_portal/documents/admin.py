"""Issued documents, to read only; their bytes never come here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cluster_portal.documents.models import IssuedDocument, NumberSeries
from cluster_portal.pages.administration.model_admin import ReadOnlyAdmin, day_column

issued_at = day_column(IssuedDocument._meta.get_field("issued_at"))


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(ReadOnlyAdmin):
    list_display = ("document_number", "title", "kind", "revision", issued_at, "issued_by")
    list_filter = ("kind",)
    list_select_related = ("issued_by", "replaces")
    search_fields = ("search_text",)
    date_hierarchy = "issued_at"
    fields = (
        "kind",
        "document_number",
        "title",
        "revision",
        "replaces",
        "reason",
        "sha256",
        "length",
        issued_at,
        "issued_by",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("content", "replaces__content")


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnlyAdmin):
    list_display = ("name", "last")
    search_fields = ("name",)
