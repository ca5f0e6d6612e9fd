"""Administration of the register of certificates."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from cluster_portal.documents.certificates import (
    ENDINGS,
    LARGEST,
    CertificateError,
    read_certificate,
)
from cluster_portal.pages.administration.filters import InForceFilter
from cluster_portal.pages.administration.model_admin import PortalModelAdmin
from clusters import services
from clusters.models import UnitCertificate


class CertificateForm(forms.ModelForm):
    """A certificate to register from its file, or the end of a registration."""

    upload = forms.FileField(
        label="tệp chứng thư",
        help_text="Tệp .cer, .crt hoặc .pem chỉ có chứng thư, không có khóa bí mật.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": "Chọn tệp chứng thư.", "empty": "Tệp không có nội dung."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("upload", None)
            if "valid_to" in self.fields:
                self.fields["valid_to"].required = True
        else:
            for name in ("holder_name", "valid_from", "valid_to"):
                if name in self.fields:
                    self.fields[name].required = False

    def _get_validation_exclusions(self) -> set[str]:
        # Days that are left open come from the certificate, which the service reads.
        own = set() if self.instance.pk else {"valid_from", "valid_to"}
        return super()._get_validation_exclusions() | own

    def clean_upload(self) -> bytes:
        """The bytes of a certificate that may be registered."""
        content = self.cleaned_data["upload"].read(LARGEST + 1)
        try:
            read_certificate(content)
        except CertificateError as error:
            raise forms.ValidationError(str(error)) from error
        return content


@admin.register(UnitCertificate)
class UnitCertificateAdmin(PortalModelAdmin):
    """Registered from a file; afterwards only the last day and the note change."""

    form = CertificateForm
    list_display = ("holder_name", "office", "unit", "valid_from", "valid_to", "issuer")
    list_filter = (InForceFilter, "unit")
    list_select_related = ("unit",)
    search_fields = ("search_text", "unit__search_text")
    MADE_OF = ("unit", "holder_name", "office", "valid_from", "valid_to", "note")
    READ = (
        *("unit", "holder_name", "office", "valid_from", "subject", "issuer", "serial"),
        *("fingerprint", "certificate_from", "certificate_to", "registered_at", "pem"),
    )

    def get_fields(self, request: HttpRequest, obj: UnitCertificate | None = None) -> list[str]:
        return [*self.READ, "valid_to", "note"] if obj else ["upload", *self.MADE_OF]

    def get_readonly_fields(
        self, request: HttpRequest, obj: UnitCertificate | None = None
    ) -> tuple[str, ...]:
        return self.READ if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: UnitCertificate, form: forms.ModelForm, change: bool
    ) -> None:
        reason = form.cleaned_data.get("reason", "")
        if not change:
            values = {name: form.cleaned_data[name] for name in self.MADE_OF}
            content = form.cleaned_data["upload"]
            made = services.register_certificate(
                content=content, by=request.user, reason=reason, **values
            )
            obj.pk = made.pk
            obj.holder_name = made.holder_name
            return
        if "note" in form.changed_data:
            obj.save(update_fields=["note"])
        if "valid_to" in form.changed_data:
            services.end_certificate(
                certificate=obj, last_day=obj.valid_to, by=request.user, reason=reason
            )

    def construct_change_message(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, add: bool = False
    ) -> dict[str, list]:
        if add:
            return {}
        changes = super().construct_change_message(request, form, formsets, add)
        return {name: change for name, change in changes.items() if name != "valid_to"}

    def log_addition(self, request: HttpRequest, obj: UnitCertificate, message: dict) -> None:
        """The service has written it down."""
