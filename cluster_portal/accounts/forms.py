"""Forms of signing in and of passwords."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.account.utils import user_pk_to_url_str
from django import forms
from django.http import HttpRequest

from cluster_portal.accounts import sessions
from cluster_portal.accounts.fields import LowerCaseEmailFormField
from cluster_portal.accounts.models import User
from cluster_portal.accounts.passwords import LONGEST_INPUT, TOO_LONG, LengthValidator

PASSWORD_HELP = (
    LengthValidator().get_help_text() + " Không dùng tên, thư điện tử của bạn hoặc từ của cổng này."
)
EMAIL_ERRORS = {
    "required": "Nhập thư điện tử.",
    "invalid": "Viết thư điện tử như ten@tinh.gov.vn.",
}
PASSWORD_ERRORS = {"required": "Nhập mật khẩu.", "max_length": TOO_LONG}


def current_password(label: str = "Mật khẩu") -> PasswordField:
    """A field for the password that one has."""
    return PasswordField(
        label=label,
        autocomplete="current-password",
        max_length=LONGEST_INPUT,
        error_messages=PASSWORD_ERRORS,
    )


def new_password() -> SetPasswordField:
    """A field for a new password, checked by the rules."""
    return SetPasswordField(
        label="Mật khẩu mới",
        help_text=PASSWORD_HELP,
        max_length=LONGEST_INPUT,
        error_messages=PASSWORD_ERRORS,
    )


def repeated_password() -> PasswordField:
    """A field for typing the new password once more."""
    return PasswordField(
        label="Nhập lại mật khẩu mới",
        autocomplete="new-password",
        max_length=LONGEST_INPUT,
        error_messages=PASSWORD_ERRORS | {"required": "Nhập lại mật khẩu."},
    )


class NoPlaceholders(forms.Form):
    """Labels stand above the fields; allauth also writes them inside, where they vanish."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(NoPlaceholders, account_forms.LoginForm):
    """Says the same of a wrong password, an unknown address and a closed account."""

    password = current_password()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = LowerCaseEmailFormField(
            label="Thư điện tử",
            max_length=254,
            error_messages=EMAIL_ERRORS,
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        )
        self.fields["login"] = login

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> Any:
        response = super().login(request, redirect_url=redirect_url)
        if request.user.is_authenticated:
            sessions.limit(request.session)  # allauth has set a time that starts anew with each use
        return response


class ReauthenticateForm(NoPlaceholders, account_forms.ReauthenticateForm):
    password = current_password()


class ChangePasswordForm(NoPlaceholders, account_forms.ChangePasswordForm):
    oldpassword = current_password("Mật khẩu hiện tại")
    password1 = new_password()
    password2 = repeated_password()


class ResetPasswordKeyForm(NoPlaceholders, account_forms.ResetPasswordKeyForm):
    password1 = new_password()
    password2 = repeated_password()


class ResetPasswordForm(NoPlaceholders, account_forms.ResetPasswordForm):
    """Does the same work for an address without an account as for one with."""

    email = LowerCaseEmailFormField(
        label="Thư điện tử",
        max_length=254,
        error_messages=EMAIL_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email = self.cleaned_data["email"]
        user = User.objects.filter(email=email).first() or User(pk=0, email=email)
        token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
        adapter = get_adapter()
        url = adapter.get_reset_password_from_key_url(f"{user_pk_to_url_str(user)}-{token}")
        adapter.send_password_reset_mail(user, email, {"user": user, "password_reset_url": url})
        return email
