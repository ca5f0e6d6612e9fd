"""Forms by which people pass work on: the chair to vice-chairs, whoever is away to a colleague."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cluster_portal.accounts.fields import LowerCaseEmailFormField
from cluster_portal.accounts.models import User
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.workspace.forms import ServiceForm
from cluster_portal.workspace.rights.selectors import ViceChair
from clusters import services
from clusters.models import Appointment, Delegation, EmulationYear, Role, Substitution, Unit
from clusters.roles import DELEGABLE, PERMISSION_LABELS

WORK = [(permission.value, PERMISSION_LABELS[permission]) for permission in DELEGABLE]
NO_ACCOUNT = "Không có tài khoản đang hoạt động với thư điện tử này."
WRONG_ORDER = "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."


class RowField(forms.ModelChoiceField):
    """A choice among rows, by radio buttons without an empty one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={
                "required": "Chọn một dòng.",
                "invalid_choice": "Lựa chọn này không có trong danh sách.",
            },
            **kwargs,
        )


class DelegationForm(ServiceForm):
    """Several kinds of work for one vice-chair."""

    unit = RowField(queryset=Unit.objects.none(), label="Giao cho Cụm phó")
    permissions = forms.MultipleChoiceField(
        label="Việc được giao",
        choices=WORK,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Chọn ít nhất một việc.",
            "invalid_choice": "Việc này không giao được.",
        },
    )
    decision = forms.CharField(
        label="Theo văn bản",
        max_length=200,
        help_text="Số, ngày của văn bản giao việc.",
        error_messages={"required": "Nêu số, ngày của văn bản."},
    )
    valid_from = day_field("Từ ngày")
    valid_to = day_field(
        "Đến hết ngày",
        required=False,
        help_text="Bỏ trống để giao đến khi Cụm trưởng sau nhận bàn giao.",
    )

    def __init__(
        self, *args: Any, year: EmulationYear, vice_chairs: Iterable[ViceChair], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        names = {row.unit.pk: row.name for row in vice_chairs}
        keys = list(names)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=keys)
        self.fields["unit"].label_from_instance = lambda unit: names[unit.pk]
        self.fields["unit"].initial = keys[0] if len(keys) == 1 else None
        self.fields["valid_from"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        _refuse_wrong_order(self, values)
        return values

    def save(self, *, by: Any) -> list[Delegation] | None:
        """Hand everything over, or nothing and None when a rule is broken.

        Raises PermissionDenied as the service does.
        """
        values = dict(self.cleaned_data)
        handed: list[Delegation] = []
        try:
            with transaction.atomic():
                for permission in values.pop("permissions"):
                    current = PERMISSION_LABELS[permission]
                    row = services.delegate(
                        emulation_year=self.year, permission=permission, by=by, **values
                    )
                    handed.append(row)
        except ValidationError as error:
            self.refuse(error, otherwise="permissions", prefix=f"{current}: ")
            return None
        return handed


class EndForm(ServiceForm):
    """The last day of something that was passed on."""

    renamed = {"valid_to": "last_day"}

    last_day = day_field("Ngày cuối")

    def __init__(self, *args: Any, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate
        self.fields["last_day"].help_text = help_text

    def end_delegation(self, delegation: Delegation, *, by: Any) -> bool:
        """Take the work back; False when the day is refused."""
        return self._end(services.end_delegation, delegation=delegation, by=by)

    def end_substitution(self, substitution: Substitution, *, by: Any) -> bool:
        """End the substitution; False when the day is refused."""
        return self._end(services.end_substitution, substitution=substitution, by=by)

    def _end(self, service: Any, **row: Any) -> bool:
        try:
            service(**row, **self.cleaned_data)
        except ValidationError as error:
            self.refuse(error, otherwise="last_day")
            return False
        return True


class SubstitutionForm(ServiceForm):
    """Somebody with an account fills in for the holder of an appointment.

    The e-mail is typed whole: nobody can browse the accounts. The answer is the same for an
    address without an account and for a closed one.
    """

    renamed = {"substitute": "email"}

    appointment = RowField(queryset=Appointment.objects.none(), label="Vai trò ủy quyền")
    email = LowerCaseEmailFormField(
        label="Thư điện tử của người được ủy quyền",
        help_text="Người này phải có tài khoản trên cổng.",
        error_messages={
            "required": "Nhập thư điện tử.",
            "invalid": "Viết thư điện tử như ten@tinh.gov.vn.",
        },
    )
    valid_from = day_field("Từ ngày")
    valid_to = day_field("Đến hết ngày")
    reason = forms.CharField(
        label="Lý do, văn bản ủy quyền",
        max_length=200,
        error_messages={"required": "Nêu lý do hoặc văn bản ủy quyền."},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = own_appointments(user)
        self.fields["appointment"].queryset = rows
        keys = list(rows.values_list("pk", flat=True)[:2])
        self.fields["appointment"].initial = keys[0] if len(keys) == 1 else None

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        _refuse_wrong_order(self, values)
        return values

    def save(self, *, by: Any) -> Substitution | None:
        """Name the substitute; None when there is no such account or a rule is broken."""
        values = dict(self.cleaned_data)
        email = values.pop("email")
        substitute = User.objects.filter(email=email, is_active=True).first()
        if substitute is None:
            self.add_error("email", NO_ACCOUNT)
            return None
        try:
            return services.substitute(substitute=substitute, by=by, **values)
        except ValidationError as error:
            self.refuse(error, otherwise="valid_from")
            return None


def own_appointments(user: Any) -> QuerySet[Appointment]:
    """What `user` may pass on to a substitute: appointments that have not ended."""
    return (
        Appointment.objects.filter(user=user)
        .during(timezone.localdate(), None)
        .exclude(role=Role.ADMINISTRATOR)
        .select_related("cluster", "unit")
        .order_by("role", "pk")
    )


def _refuse_wrong_order(form: forms.Form, values: dict[str, Any]) -> None:
    first: datetime.date | None = values.get("valid_from")
    last: datetime.date | None = values.get("valid_to")
    if first and last and last < first:
        form.add_error("valid_to", WRONG_ORDER)
