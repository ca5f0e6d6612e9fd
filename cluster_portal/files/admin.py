"""Uploaded files, to read about only; their bytes never come here."""

from django.contrib import admin

from cluster_portal.files.models import StoredFile
from cluster_portal.pages.administration.model_admin import ReadOnlyAdmin, day_column

uploaded_at = day_column(StoredFile._meta.get_field("uploaded_at"))


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "size", uploaded_at, "uploaded_by")
    list_filter = ("kind",)
    list_select_related = ("uploaded_by",)
    search_fields = ("search_text",)
    date_hierarchy = "uploaded_at"
    fields = ("name", "kind", "size", "sha256", "public_id", uploaded_at, "uploaded_by")
