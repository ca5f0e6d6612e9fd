"""The pages of rows: agenda, delegates, attendance, speeches, conclusions, sections, movements."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from cluster_portal.workspace.conference import row_forms
from cluster_portal.workspace.conference.row_pages import RowPage, row_view
from clusters.models import Unit
from emulation.attendance import members_at, turnout_of
from emulation.followups import followed_up, marked
from emulation.models import Attendance, Conference, Delegate, Movement
from emulation.services.attachments import PHOTOS, save_photos
from emulation.services.delegates import DELEGATES, SPEECHES, save_delegates, save_speeches
from emulation.services.meeting import (
    AGENDA,
    ATTENDANCE,
    CONCLUSIONS,
    save_agenda,
    save_attendance,
    save_conclusions,
)
from emulation.services.narrative import MOVEMENTS, SECTIONS, save_movements, save_sections
from emulation.services.rows import row_token

BY_KEYBOARD = "Enter xuống dòng dưới, ở dòng cuối thì thêm dòng."
FROM_EXCEL = "Dán được nhiều dòng từ Excel vào một ô."


def _earlier(conference: Conference) -> dict[str, Any]:
    return {"earlier": followed_up(conference)}


def _own_and_earlier(conference: Conference) -> dict[str, Any]:
    own = conference.conclusions.select_related("owner")
    return _earlier(conference) | {"own": marked(own, timezone.localdate())}


def _units(conference: Conference, named: Iterable[Unit | None]) -> list[Unit]:
    """The members, and units that rows name although they are no members now."""
    units = {unit for unit in named if unit} | set(members_at(conference))
    return sorted(units, key=lambda unit: (unit.sort_key, unit.pk))


def _units_of_delegates(conference: Conference, stored: Sequence[Delegate]) -> dict[str, Any]:
    return {"unit": _units(conference, (row.unit for row in stored))}


def _delegate_values(row: Delegate) -> dict[str, Any]:
    return {
        "full_name": row.full_name,
        "title": row.title,
        "unit": row.unit,
        "parts": [part.part for part in row.parts.all()],
        "to_check": row.to_check,
    }


def _owners(conference: Conference, stored: Sequence[Any]) -> dict[str, Any]:
    return {"owner": _units(conference, (row.owner for row in stored))}


def _speakers(conference: Conference, stored: Sequence[Any]) -> dict[str, Any]:
    return {"delegate": list(conference.delegates.all())}


def _catalogue(conference: Conference, stored: Sequence[Any]) -> dict[str, Any]:
    return {"movement": list(Movement.objects.all())}


def _attending(conference: Conference, stored: Sequence[Attendance]) -> dict[str, Any]:
    return {"unit": _units(conference, (row.unit for row in stored))}


def _each_member(conference: Conference, stored: Sequence[Attendance]) -> list[dict[str, Any]]:
    known = {row.unit_id: row for row in stored}
    initial = []
    for unit in _units(conference, (row.unit for row in stored)):
        row = known.get(unit.pk)
        nothing = {"unit": unit, "status": "", "representative": "", "reason": ""}
        values = ATTENDANCE.values(row) if row else nothing | {"head_count": None}
        initial.append(values | {"key": str(unit.pk), "was": row_token(values)})
    return initial


def _turnout(conference: Conference) -> dict[str, Any]:
    return {"turnout": turnout_of(conference)}


AGENDA_PAGE = RowPage(
    name="workspace:conference-agenda",
    kind=AGENDA,
    form=row_forms.AgendaRow,
    service=save_agenda,
    lead=f"Viết giờ như 8h30 hoặc 8:30. {BY_KEYBOARD} {FROM_EXCEL}",
    done="Đã lưu chương trình.",
    template="workspace/conference/agenda.html",
    pastes=True,
    more=_earlier,
)
DELEGATES_PAGE = RowPage(
    name="workspace:conference-delegates",
    kind=DELEGATES,
    form=row_forms.DelegateRow,
    service=save_delegates,
    lead=f"{BY_KEYBOARD} {FROM_EXCEL} Ba cột lần lượt là họ và tên, chức vụ, đơn vị.",
    done="Đã lưu danh sách đại biểu.",
    pastes=True,
    choices=_units_of_delegates,
    values=_delegate_values,
)
SPEECHES_PAGE = RowPage(
    name="workspace:conference-speeches",
    kind=SPEECHES,
    form=row_forms.SpeechRow,
    service=save_speeches,
    lead="Người phát biểu chọn trong danh sách đại biểu. Mỗi dòng của tóm tắt là một ý.",
    done="Đã lưu các bài phát biểu.",
    template="workspace/conference/speeches.html",
    choices=_speakers,
)
CONCLUSIONS_PAGE = RowPage(
    name="workspace:conference-conclusions",
    kind=CONCLUSIONS,
    form=row_forms.ConclusionRow,
    service=save_conclusions,
    lead="Kết luận chưa xong sẽ được nhắc lại ở chương trình của hội nghị sau.",
    done="Đã lưu kết luận.",
    template="workspace/conference/conclusions.html",
    choices=_owners,
    more=_own_and_earlier,
)
SECTIONS_PAGE = RowPage(
    name="workspace:conference-sections",
    kind=SECTIONS,
    form=row_forms.SectionRow,
    service=save_sections,
    lead="Mỗi dòng của nội dung là một đoạn. Mục “Nhiệm vụ năm tới” đứng ở phần sau của báo cáo.",
    done="Đã lưu các mục của báo cáo.",
)
MOVEMENTS_PAGE = RowPage(
    name="workspace:conference-movements",
    kind=MOVEMENTS,
    form=row_forms.MovementRow,
    service=save_movements,
    lead="Chọn phong trào đã có trong danh mục; chưa có thì ghi tên ở ô bên cạnh.",
    done="Đã lưu các phong trào.",
    choices=_catalogue,
)
ATTENDANCE_PAGE = RowPage(
    name="workspace:conference-attendance",
    kind=ATTENDANCE,
    form=row_forms.AttendanceRow,
    service=save_attendance,
    lead="Đơn vị vắng thì nêu lý do; cử người dự thay thì ghi họ tên, chức vụ người đó.",
    done="Đã lưu điểm danh.",
    template="workspace/conference/attendance.html",
    grows=False,
    drops=False,
    choices=_attending,
    more=_turnout,
    rows=_each_member,
    prepare=row_forms.all_present,
)

PHOTOS_PAGE = RowPage(
    name="workspace:conference-photos",
    kind=PHOTOS,
    form=row_forms.PhotoRow,
    service=save_photos,
    lead="Mô tả ảnh nói ảnh cho thấy gì, cho người không nhìn được ảnh.",
    done="Đã lưu ảnh.",
    template="workspace/conference/photos.html",
    grows=False,
)

agenda = row_view(AGENDA_PAGE)
delegates = row_view(DELEGATES_PAGE)
speeches = row_view(SPEECHES_PAGE)
conclusions = row_view(CONCLUSIONS_PAGE)
sections = row_view(SECTIONS_PAGE)
movements = row_view(MOVEMENTS_PAGE)
attendance = row_view(ATTENDANCE_PAGE)
