"""Signing in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Says the same of a wrong password, an unknown address and a closed account."""

    error_messages = {
        "invalid_login": "Thư điện tử hoặc mật khẩu không đúng.",
        "inactive": "Thư điện tử hoặc mật khẩu không đúng.",
    }

    # The field keeps the name that Django's form and password managers expect.
    username = forms.EmailField(
        label="Thư điện tử",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": "Nhập thư điện tử.",
            "invalid": "Viết thư điện tử như ten@tinh.gov.vn.",
        },
    )
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Nhập mật khẩu."},
    )
