"""Asking about a document: by the code that is printed on it, or by the file itself."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cluster_portal.documents.codes import read_code

LONGEST_TYPED = 60  # a code, with whatever was copied along
NOT_PDF = "Tệp này không phải PDF."
UNKNOWN = "Không có văn bản nào mang mã này. Xem lại từng ký tự in trên văn bản."


class CodeForm(forms.Form):
    """The code as somebody types it; the cleaned value is its twelve signs."""

    ma = forms.CharField(
        label="Mã xác minh",
        max_length=LONGEST_TYPED,
        help_text="12 ký tự in dưới số của văn bản và ở cuối văn bản. Gạch nối, chữ hoa hay chữ"
        " thường đều được.",
        error_messages={
            "required": "Nhập mã in trên văn bản.",
            "max_length": "Mã chỉ gồm 12 ký tự.",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_ma(self) -> str:
        """Return the code, in its one spelling."""
        try:
            return read_code(self.cleaned_data["ma"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class FileForm(forms.Form):
    """Any PDF file up to MAX_VERIFIED_BYTES; the cleaned value is its bytes, which nobody keeps."""

    tep = forms.FileField(
        label="Tệp PDF",
        error_messages={
            "required": "Chọn tệp PDF.",
            "missing": "Chọn tệp PDF.",
            "empty": "Tệp không có nội dung.",
            "invalid": "Tệp chưa gửi tới cổng. Hãy chọn lại.",
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        megabytes = settings.MAX_VERIFIED_BYTES // 1024**2
        self.fields["tep"].help_text = f"Tối đa {megabytes} MB. Cổng chỉ đọc, không giữ tệp."

    def clean_tep(self) -> bytes:
        """Return the bytes of the file."""
        upload: UploadedFile = self.cleaned_data["tep"]
        if upload.size > settings.MAX_VERIFIED_BYTES:
            megabytes = settings.MAX_VERIFIED_BYTES // 1024**2
            raise forms.ValidationError(f"Tệp lớn hơn {megabytes} MB.")
        content = upload.read()
        if not content.startswith(b"%PDF-"):
            raise forms.ValidationError(NOT_PDF)
        return content
