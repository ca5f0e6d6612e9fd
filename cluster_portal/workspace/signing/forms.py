"""The signed file that an officer brings back."""

from typing import Any

from django import forms

from cluster_portal.documents.signing.reading import MOST_ADDED
from cluster_portal.workspace.forms import ServiceForm

NOT_PDF = "Tệp này không phải PDF; chọn tệp PDF đã ký."
MEGABYTE = 1024 * 1024


class SignedFileForm(ServiceForm):
    """A PDF file no larger than the issued one and a signature; its value is the bytes."""

    upload = forms.FileField(
        label="Tệp PDF đã ký",
        error_messages={
            "required": "Chọn tệp PDF đã ký.",
            "missing": "Chọn tệp PDF đã ký.",
            "empty": "Tệp không có nội dung.",
            "invalid": "Tệp chưa gửi tới cổng. Hãy chọn lại.",
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(self, *args: Any, head_length: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.most = head_length + MOST_ADDED

    def clean_upload(self) -> bytes:
        """Return the bytes of the file, whose content is judged later."""
        upload = self.cleaned_data["upload"]
        if upload.size > self.most:
            largest = -(-self.most // MEGABYTE)
            raise forms.ValidationError(
                f"Tệp lớn hơn {largest} MB nên không thể là bản đã phát hành kèm chữ ký; tải lại"
                " bản mới nhất ở trang này, ký rồi gửi lại."
            )
        content = upload.read()
        if not content.startswith(b"%PDF-"):
            raise forms.ValidationError(NOT_PDF)
        return content


class SecretForm(ServiceForm):
    """What the owner of the key types so that it signs once; never shown again, kept nowhere."""

    secret = forms.CharField(
        max_length=200,
        strip=False,
        error_messages={"required": "Nhập mã để ký."},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, label: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["secret"].label = label
