"""Forms of second factors: codes that are used once, and passkeys that may be malformed."""

import struct
from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.fernet import InvalidToken
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from cluster_portal.accounts.adapters import TOO_OFTEN, WRONG_CODE
from cluster_portal.accounts.lockout import may_try_code
from cluster_portal.accounts.second_factors import current_step, use_step
from cluster_portal.vietnamese.folding import normalise

WRONG_PASSKEY = "Khóa truy cập này không dùng được cho tài khoản. Hãy thử khóa khác hoặc cách khác."
UNREADABLE = "Cổng không đọc được yếu tố xác thực đã lưu. Hãy liên hệ người quản trị cổng."
LONGEST_CREDENTIAL = 50_000  # characters; real ones have about a tenth
# What the parsers of a credential raise when somebody made one up.
MALFORMED = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(struct.error, InvalidSignature, UnsupportedAlgorithm),
)


def code_field(help_text: str = "") -> forms.CharField:
    """A field for a code; phones offer digits, and codes that arrive by message."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(
        label="Mã xác thực",
        max_length=20,
        help_text=help_text,
        widget=forms.TextInput(attrs=attributes),
        error_messages={"required": "Nhập mã."},
    )


def matching_step(secret: str, code: str) -> int:
    """The latest time step among those accepted now that has `code`, or the present one."""
    now, tolerance = current_step(), settings.MFA_TOTP_TOLERANCE
    typed = "".join(code.split())
    for step in range(now + tolerance, now - tolerance - 1, -1):
        if format_hotp_value(hotp_value(secret, step)) == typed:
            return step
    return now


class CodeForm(base_forms.BaseAuthenticateForm):
    """Takes a code of the app or a recovery code, each once, and not without limit."""

    code = code_field("Mã 6 số trong ứng dụng xác thực, hoặc một mã dự phòng 8 số chưa dùng.")

    def clean_code(self) -> str:
        if not may_try_code(context.request, self.user):
            raise ValidationError(TOO_OFTEN, code="too_often")
        try:
            code = super().clean_code()
        except InvalidToken:
            raise ValidationError(UNREADABLE, code="unreadable") from None
        if self.authenticator.type == Authenticator.Type.TOTP:
            secret = decrypt(self.authenticator.data["secret"])
            if not use_step(self.authenticator, matching_step(secret, code)):
                raise ValidationError(WRONG_CODE, code="incorrect_code")
        return code


class AuthenticateForm(CodeForm, base_forms.AuthenticateForm):
    code = CodeForm.base_fields["code"]


class ReauthenticateForm(CodeForm, base_forms.ReauthenticateForm):
    code = CodeForm.base_fields["code"]


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    code = code_field("Mã 6 số mà ứng dụng đang hiện.")


class CredentialField(forms.JSONField):
    """What the browser answers for a passkey."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": WRONG_PASSKEY, "invalid": WRONG_PASSKEY}
        super().__init__(error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST_CREDENTIAL:
            raise ValidationError(WRONG_PASSKEY, code="invalid")
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(WRONG_PASSKEY, code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> None:
        """Nothing: an answer of the browser is good once and not shown again."""

    def prepare_value(self, value: Any) -> str:
        return ""


class PasskeyMixin:
    """A made-up credential is a message, as a wrong one is."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except (ValidationError, *MALFORMED):
            raise ValidationError(WRONG_PASSKEY, code="incorrect_code") from None


class AuthenticatePasskeyForm(PasskeyMixin, webauthn_forms.AuthenticateWebAuthnForm):
    credential = CredentialField()


class SignInPasskeyForm(PasskeyMixin, webauthn_forms.LoginWebAuthnForm):
    credential = CredentialField()


class ReauthenticatePasskeyForm(PasskeyMixin, webauthn_forms.ReauthenticateWebAuthnForm):
    credential = CredentialField()


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A new passkey; each can sign in by itself, so each asks for a PIN or a finger."""

    name = forms.CharField(
        label="Tên gọi",
        required=False,
        max_length=60,
        help_text="Để phân biệt các khóa, ví dụ: Điện thoại, Máy cơ quan.",
    )
    credential = CredentialField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)

    def clean_name(self) -> str:
        self.cleaned_data["name"] = normalise(self.cleaned_data["name"])
        return super().clean_name()

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except (ValidationError, *MALFORMED):
            raise ValidationError(WRONG_PASSKEY, code="incorrect_code") from None
