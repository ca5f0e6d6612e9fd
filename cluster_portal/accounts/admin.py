"""Administration of accounts; what somebody may do is an appointment, not a group."""

from typing import Any

from allauth.account.internal.flows import reauthentication
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import (
    BaseUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    SetPasswordForm,
)
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cluster_portal.accounts import mail, services, sessions
from cluster_portal.accounts.models import User
from cluster_portal.accounts.passwords import LONGEST_INPUT, TOO_LONG
from cluster_portal.pages.administration.model_admin import PortalModelAdmin, day_column

# Sessions, factors and what else the libraries keep belong to their owner.
for model in (
    Authenticator,
    EmailAddress,
    Group,
    SocialAccount,
    SocialApp,
    SocialToken,
    UserSession,
):
    admin.site.unregister(model)

created_at = day_column(User._meta.get_field("created_at"))
last_login = day_column(User._meta.get_field("last_login"))


class LimitedPasswordsMixin:
    """Looks into no more of a password than `LONGEST_INPUT` characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if "password" in name:
                field.validators.append(MaxLengthValidator(LONGEST_INPUT, TOO_LONG))


class UserCreationForm(LimitedPasswordsMixin, BaseUserCreationForm):
    """A new account with its first password."""

    class Meta:
        model = User
        fields = ("email", "full_name")


class PasswordLink(ReadOnlyPasswordHashWidget):
    """The way to a new password; how the hash is made concerns nobody."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"summary": []}


class UserChangeForm(forms.ModelForm):
    """An account; its password is changed on a page of its own."""

    password = ReadOnlyPasswordHashField(
        label="Mật khẩu",
        widget=PasswordLink,
        help_text="Cổng không lưu mật khẩu mà chỉ lưu mã băm, nên không xem lại được.",
    )

    class Meta:
        model = User
        fields = ("email", "full_name", "password")


class PasswordForm(LimitedPasswordsMixin, SetPasswordForm):
    """A new password for somebody's account; the owner is told."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["set_usable_password"] = True  # asked for by the page of Django's UserAdmin
        return cleaned

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        transaction.on_commit(lambda: mail.notify(user, "accounts/email/password_set"))
        return user

    @property
    def changed_data(self) -> list[str]:
        return ["password"]


class ReasonForm(ActionForm):
    """The action for the chosen accounts, and why: the audit keeps the reason."""

    reason = forms.CharField(label="Lý do", required=False, max_length=300)


@admin.register(User)
class UserAdmin(PortalModelAdmin, auth_admin.UserAdmin):
    add_form_template = None
    change_user_password_template = "admin/accounts/user/change_password.html"
    list_display = ("full_name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("search_text",)
    ordering = ("full_name", "pk")
    filter_horizontal = ()
    readonly_fields = ("is_active", created_at, last_login)
    actions = ("close_accounts", "reopen_accounts", "remove_second_factors")
    action_form = ReasonForm
    fieldsets = (
        (None, {"fields": ("email", "full_name", "password", "is_active")}),
        ("Ngày", {"fields": (created_at, last_login)}),
    )
    add_fieldsets = ((None, {"fields": ("email", "full_name", "password1", "password2")}),)
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = PasswordForm

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set somebody's password; one's own asks for the old one, on another page."""
        user = self.get_object(request, unquote(id))
        if user is not None and user.pk == request.user.pk:
            return redirect("account_change_password")
        if reauthentication.is_reauthentication_required(request, app="account"):
            if request.method == "POST":
                return redirect(request.path)  # a form that waits would keep the password
            raise ReauthenticationRequired
        with transaction.atomic():  # the password and its audit row
            return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: forms.Form, change: bool) -> None:
        """Keep it; a new address ends the sessions, and the old one is told."""
        before = form.initial.get("email") if change else None
        if before in (None, obj.email):
            super().save_model(request, obj, form, change)
            return
        reauthentication.raise_if_reauthentication_required(request, app="account")
        super().save_model(request, obj, form, change)
        if obj.pk == request.user.pk:
            sessions.end_others(request)
        else:
            sessions.end_all(obj)
        about = {"old_email": before}
        transaction.on_commit(
            lambda: mail.notify(obj, "accounts/email/email_changed", about, to=before)
        )

    @admin.action(description="Đóng tài khoản")
    def close_accounts(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, services.close_account)

    @admin.action(description="Mở lại tài khoản")
    def reopen_accounts(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, services.reopen_account)

    @admin.action(description="Gỡ xác thực hai lớp (mất điện thoại, mất khóa)")
    def remove_second_factors(self, request: HttpRequest, queryset: QuerySet) -> None:
        reauthentication.raise_if_reauthentication_required(request, app="account")
        self._each(request, queryset, services.remove_second_factors)

    def _each(self, request: HttpRequest, queryset: QuerySet, service: Any) -> None:
        """Do it for each account by itself; whoever is refused is named with the reason."""
        reason = request.POST.get("reason", "").strip()[:300]
        done = 0
        for user in queryset:
            try:
                service(user=user, by=request.user, reason=reason)
            except ValidationError as error:
                message = f"{user.full_name}: {' '.join(error.messages)}"
                self.message_user(request, message, messages.ERROR)
            else:
                done += 1
        if done:
            self.message_user(request, f"Đã thực hiện cho {done} tài khoản.", messages.SUCCESS)
