"""Issued documents and what is signed into them, to read only; their bytes never come here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cluster_portal.documents.models import (
    IssuedDocument,
    NumberSeries,
    SignatureUpload,
    SignedRevision,
    SigningLease,
    Withdrawal,
)
from cluster_portal.pages.administration.model_admin import ReadOnlyAdmin, day_column

issued_at = day_column(IssuedDocument._meta.get_field("issued_at"))
received_at = day_column(SignedRevision._meta.get_field("received_at"))
claimed_at = day_column(SignedRevision._meta.get_field("claimed_at"))
timestamped_at = day_column(SignedRevision._meta.get_field("timestamped_at"))
withdrawn_at = day_column(Withdrawal._meta.get_field("withdrawn_at"))
uploaded_at = day_column(SignatureUpload._meta.get_field("uploaded_at"))
taken_at = day_column(SigningLease._meta.get_field("taken_at"))
until = day_column(SigningLease._meta.get_field("until"))
OF_DOCUMENT = ("document__content", "document__data")


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(ReadOnlyAdmin):
    list_display = ("document_number", "title", "kind", "revision", issued_at, "issued_by")
    list_filter = ("kind",)
    list_select_related = ("issued_by", "replaces")
    search_fields = ("search_text", "code")
    date_hierarchy = "issued_at"
    fields = (
        "kind",
        "document_number",
        "title",
        "revision",
        "replaces",
        "reason",
        "code",
        "template_version",
        "file_identifier",
        "sha256",
        "length",
        issued_at,
        "issued_by",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        heavy = ("content", "data", "replaces__content", "replaces__data")
        return super().get_queryset(request).defer(*heavy)


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnlyAdmin):
    list_display = ("name", "last")
    search_fields = ("name",)


class OfDocumentAdmin(ReadOnlyAdmin):
    """Rows of an issued document, whose bytes stay where they are."""

    search_fields = ("document__search_text", "document__code")
    own_bytes: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer(*self.own_bytes, *OF_DOCUMENT)


@admin.register(SignedRevision)
class SignedRevisionAdmin(OfDocumentAdmin):
    own_bytes = ("addition",)
    list_display = ("document", "number", "field", "signer_name", received_at, "received_by")
    list_filter = ("is_portal_seal",)
    list_select_related = ("document", "received_by")
    search_fields = ("document__search_text", "document__code", "certificate_sha256")
    fields = (
        "document",
        "number",
        "field",
        "is_portal_seal",
        "signer_name",
        "certificate_serial",
        "certificate_issuer",
        "certificate_sha256",
        claimed_at,
        timestamped_at,
        "has_long_term_data",
        "sha256",
        "length",
        received_at,
        "received_by",
    )


@admin.register(Withdrawal)
class WithdrawalAdmin(OfDocumentAdmin):
    list_display = ("document", withdrawn_at, "withdrawn_by")
    list_select_related = ("document", "withdrawn_by")
    fields = ("document", "reason", withdrawn_at, "withdrawn_by")


@admin.register(SigningLease)
class SigningLeaseAdmin(OfDocumentAdmin):
    list_display = ("document", "field", "holder", taken_at, until)
    list_select_related = ("document", "holder")
    fields = ("document", "field", "holder", taken_at, until)


@admin.register(SignatureUpload)
class SignatureUploadAdmin(OfDocumentAdmin):
    own_bytes = ("content",)
    list_display = ("document", "field", "state", uploaded_at, "uploaded_by")
    list_filter = ("state",)
    list_select_related = ("document", "uploaded_by")
    fields = (
        "document",
        "field",
        "state",
        "message",
        "sha256",
        "length",
        uploaded_at,
        "uploaded_by",
    )
