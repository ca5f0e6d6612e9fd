"""Forms of inviting, of taking an invitation up, and of appointments."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cluster_portal.accounts.fields import LowerCaseEmailFormField
from cluster_portal.accounts.forms import NoPlaceholders, new_password, repeated_password
from cluster_portal.accounts.models import User
from cluster_portal.files.forms import UploadField
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.workspace.people.scopes import Scope, grouped, scopes_for
from clusters.models import Invitation
from clusters.services.appointments import DECISION_KINDS

NOT_OFFERED = "Lựa chọn này không có trong danh sách bạn được mời."


def line_field(label: str, longest: int, required: str, **options: Any) -> forms.CharField:
    """One line of text that must not be empty."""
    return forms.CharField(
        label=label, max_length=longest, error_messages={"required": required}, **options
    )


def as_invited(name: str) -> Callable[[Any], None]:
    """Refuse at once, beside the field, what the column `name` of an invitation refuses."""

    def validate(value: Any) -> None:
        Invitation._meta.get_field(name).clean(value, None)

    return validate


def name_field() -> forms.CharField:
    """The name of the person invited, as long as the model allows."""
    longest = Invitation._meta.get_field("full_name").max_length
    return line_field("Họ và tên", longest, "Nhập họ và tên.", validators=[as_invited("full_name")])


def add_errors(
    form: forms.Form, error: ValidationError, names: dict[str, str] | None = None
) -> None:
    """Put what a service refused beside the fields; what fits none stands above the form.

    `names` leads from a name of the service to that of the form.
    """
    for name, errors in error.update_error_dict({}).items():
        field = (names or {}).get(name, name)
        form.add_error(field if field in form.fields else None, ValidationError(errors))


class InvitationForm(forms.Form):
    """Whom to invite to what; only what `user` is responsible for is offered."""

    full_name = name_field()
    email = LowerCaseEmailFormField(
        label="Thư điện tử",
        max_length=254,
        help_text="Hộp thư cơ quan của người được mời. Liên kết trong thư dùng được trong 7 ngày.",
        error_messages={
            "required": "Nhập thư điện tử.",
            "invalid": "Viết thư điện tử như ten@tinh.gov.vn.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label="Vai trò và phạm vi",
        error_messages={"required": "Chọn vai trò.", "invalid_choice": NOT_OFFERED},
    )
    decision = line_field(
        "Theo văn bản",
        200,
        "Nhập số, ngày của văn bản.",
        help_text="Số, ngày của quyết định hoặc văn bản cử người.",
        validators=[as_invited("decision")],
    )
    valid_from = day_field("Từ ngày", required=False, help_text="Bỏ trống: từ ngày nhận lời mời.")
    valid_to = day_field(
        "Đến hết ngày", required=False, help_text="Bỏ trống nếu chưa định ngày kết thúc."
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        scopes = scopes_for(user)
        self.scopes = {scope.value: scope for scope in scopes}
        choices = grouped(scopes)
        if len(scopes) > 1:
            choices.insert(0, ("", "Chọn vai trò"))
        self.fields["scope"].choices = choices

    def offer(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        scope: Scope = self.scopes[self.cleaned_data["scope"]]
        offer = {name: value for name, value in self.cleaned_data.items() if name != "scope"}
        return offer | {"role": scope.role, "cluster": scope.cluster, "unit": scope.unit}


class AcceptanceForm(NoPlaceholders):
    """The name and the password of a new account."""

    full_name = name_field()
    password1 = new_password()
    password2 = repeated_password()

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        # The rules refuse a password made of the person's own name and address.
        longest = self.fields["full_name"].max_length
        name = self.data.get("full_name", "")[:longest]  # as typed: nothing has checked it yet
        self.fields["password1"].user = User(email=email, full_name=name)
        self.fields["password1"].label = "Mật khẩu"
        self.fields["password2"].label = "Nhập lại mật khẩu"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Hai lần nhập mật khẩu không giống nhau.")
        return cleaned


class EndForm(forms.Form):
    """The last day of an appointment, and why it ends."""

    last_day = day_field("Ngày giữ cuối cùng")
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        error_messages={"required": "Nêu lý do."},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Chẳng hạn số, ngày của văn bản cho thôi nhiệm vụ.",
    )


class DecisionForm(forms.Form):
    """The scan of the decision."""

    upload = UploadField(kinds=DECISION_KINDS, label="Bản chụp quyết định")
