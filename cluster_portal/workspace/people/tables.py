"""Appointments and invitations as tables."""

import datetime

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cluster_portal.pages.tables import StackedTable
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.workspace.people import selectors
from clusters.models import Appointment, Invitation

_WIDE = {"cell": {"class": "wide"}}
_MIDDLING = {"cell": {"class": "middling"}}
_TAGS = {
    selectors.IN_FORCE: "tag-done",
    selectors.TO_COME: "tag-waiting",
    selectors.OPEN: "tag-waiting",
    selectors.ACCEPTED: "tag-done",
}


def place_of(row: Appointment | Invitation) -> str:
    """Over what the role is held, in words."""
    places = [str(row.unit)] if row.unit else []
    if row.cluster:
        places.append(row.cluster.short_name)
    return ", ".join(places) or "Cả nước"


def period_of(row: Appointment | Invitation, *, without_start: str = "") -> str:
    """From when until when, in words; `without_start` stands for a first day not stated."""
    first = f"từ {format_date(row.valid_from)}" if row.valid_from else without_start
    last = f"đến hết {format_date(row.valid_to)}" if row.valid_to else ""
    return " ".join(part for part in (first, last) if part) or "không nêu thời hạn"


class AppointmentTable(StackedTable):
    """One row for each appointment; the person's name leads to it."""

    caption = "Phân công"

    user = tables.Column("Người", orderable=False, attrs=_WIDE)
    role = tables.Column("Vai trò", order_by=("role", "unit__sort_key"), attrs=_WIDE)
    period = tables.Column("Thời gian", order_by="since", empty_values=(), attrs=_MIDDLING)
    decision = tables.Column("Theo văn bản", orderable=False, attrs=_WIDE)
    state = tables.Column("Tình trạng", order_by="state_order", empty_values=(), attrs=_MIDDLING)

    class Meta(StackedTable.Meta):
        attrs = StackedTable.Meta.attrs | {"data-file": "phan-cong"}
        empty_text = "Chưa có ai."

    def render_user(self, record: Appointment) -> SafeString:
        link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.user.full_name)
        closed = "" if record.user.is_active else " (tài khoản đã đóng)"
        return _under(link, record.user.email + closed)

    def render_role(self, record: Appointment) -> SafeString:
        return _role(record)

    def render_period(self, record: Appointment) -> str:
        return period_of(record)

    def render_decision(self, record: Appointment) -> SafeString:
        return _under(record.decision, "có bản chụp" if record.decision_file else "")

    def render_state(self, record: Appointment) -> SafeString:
        state = selectors.state_of_appointment(record)
        return _tag(selectors.APPOINTMENT_STATES[state], state)


class InvitationTable(StackedTable):
    """One row for each invitation, with what can be done about it."""

    caption = "Lời mời"

    full_name = tables.Column("Người được mời", orderable=False, attrs=_WIDE)
    role = tables.Column("Vai trò", order_by=("role", "unit__sort_key"), attrs=_WIDE)
    invited_at = tables.Column("Mời ngày", attrs=_MIDDLING, initial_sort_descending=True)
    state = tables.Column("Tình trạng", orderable=False, empty_values=(), attrs=_MIDDLING)
    actions = tables.Column(
        "Xử lý", orderable=False, empty_values=(), attrs=_MIDDLING | {"th": {"data-no-file": True}}
    )

    class Meta(StackedTable.Meta):
        attrs = StackedTable.Meta.attrs | {"data-file": "loi-moi"}
        empty_text = "Chưa có lời mời nào."

    def render_full_name(self, record: Invitation) -> SafeString:
        return _under(record.full_name, record.email)

    def render_role(self, record: Invitation) -> SafeString:
        return _role(record)

    def render_invited_at(self, record: Invitation) -> SafeString:
        return _under(_day_of(record.invited_at), record.invited_by.full_name)

    def render_state(self, record: Invitation) -> SafeString:
        state = selectors.state_of_invitation(record)
        tag = _tag(selectors.INVITATION_STATES[state], state)
        until = f"đến {_day_of(record.expires_at)}" if state == selectors.OPEN else ""
        return _under(tag, until)

    def render_actions(self, record: Invitation) -> SafeString:
        context = {"invitation": record, "state": selectors.state_of_invitation(record)}
        return render_to_string("workspace/people/_actions.html", context, request=self.request)


def _day_of(moment: datetime.datetime) -> str:
    return format_date(timezone.localtime(moment))


def _role(row: Appointment | Invitation) -> SafeString:
    return _under(row.get_role_display(), place_of(row))


def _tag(text: str, state: str) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', _TAGS.get(state, ""), text)


def _under(first: str, second: str) -> SafeString:
    """The first on its line, the second in small letters under it."""
    if not second:
        return format_html("{}", first)
    return format_html('{}<span class="remark d-block">{}</span>', first, second)
