"""The facts of a conference, its papers and photos, and what came of a conclusion."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict

from cluster_portal.files.forms import UploadField
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.pages.widgets import OneLine
from cluster_portal.workspace.conference.fields import HourField, PickField
from cluster_portal.workspace.conference.formsets import INCOMPLETE
from cluster_portal.workspace.conference.row_forms import column, lines
from cluster_portal.workspace.forms import ServiceForm
from clusters.models import EmulationYear, Unit
from emulation.models import (
    AgendaDocument,
    AgendaItem,
    Conclusion,
    Conference,
    ConferenceKind,
    ConferencePhoto,
)
from emulation.services.attachments import PAPER_KINDS, PHOTO_KINDS
from emulation.services.planning import FACTS
from emulation.services.rows import RowsRefused

PHOTO_HELP = (
    "Ảnh JPEG hoặc PNG, lớn nhất 15 MB. Ảnh HEIC của điện thoại thì xuất thành JPEG trước khi chọn."
)
PAPER_HELP = (
    "Tệp PDF, Word (.docx) lớn nhất 20 MB, bảng tính XLSX lớn nhất 10 MB, ảnh JPEG, PNG lớn nhất"
    " 15 MB."
)
MOST_PHOTOS = settings.DATA_UPLOAD_MAX_NUMBER_FILES  # of one form
TOO_MANY_PHOTOS = f"Mỗi lần thêm nhiều nhất {MOST_PHOTOS} ảnh."
NO_PHOTO = "Chọn ít nhất một ảnh."
CHOOSE_AGAIN = "Chọn lại tệp “{}” rồi gửi."
_MEGABYTE = 1024 * 1024
_LARGEST_REST = 5  # megabytes of a form of photos that are none of the photos


class FactsForm(ServiceForm):
    """What a conference is: kind, years, when, where, and who is asked about it."""

    kind = forms.ChoiceField(label="Loại", choices=ConferenceKind.choices)
    title = column(Conference, "title", required=False, widget=OneLine)
    review_year = PickField(label="Năm được tổng kết", required=False)
    launch_year = PickField(label="Năm được phát động", required=False)
    held_on = day_field("Ngày họp")
    ends_on = day_field("Đến ngày", required=False)
    starts_at = HourField(label="Bắt đầu lúc", required=False)
    closes_at = HourField(label="Kết thúc lúc", required=False)
    host = PickField(label="Đơn vị đăng cai", required=False)
    venue = column(Conference, "venue", widget=OneLine)
    date_note = column(Conference, "date_note", widget=OneLine)
    minutes_secretary = column(Conference, "minutes_secretary", widget=OneLine)
    contact = column(Conference, "contact", widget=OneLine)
    is_announced = forms.BooleanField(label="Báo lịch", required=False)

    def __init__(
        self,
        *args: Any,
        years: Sequence[EmulationYear],
        units: Sequence[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("review_year", "launch_year"):
            self.fields[name].offer(years, label=lambda year: f"Năm {year.year}")
        self.fields["host"].offer(units)
        self.fields["title"].help_text = "Bỏ trống thì cổng đặt tên theo loại và năm."
        self.fields["ends_on"].help_text = "Chỉ ghi khi họp nhiều ngày."
        self.fields["starts_at"].help_text = "Ví dụ 8h30."
        self.fields["minutes_secretary"].help_text = "Người ghi biên bản: họ tên, chức vụ."
        self.fields["contact"].help_text = "Người, số điện thoại ghi trên giấy mời."
        self.fields["is_announced"].help_text = "Ngày, nơi họp hiện ở trang đầu cho công chúng."


def facts_of(conference: Conference) -> dict[str, Any]:
    """What the form of facts starts with."""
    return model_to_dict(conference, fields=FACTS) | {
        name: getattr(conference, name) for name in ("review_year", "launch_year", "host")
    }


def _upload(kinds: Any, help_text: str) -> UploadField:
    field = UploadField(kinds=kinds, help_text=help_text, label="Tệp")
    # The browser tells of a file that is too large before it is sent.
    field.widget.attrs["data-largest"] = max(kind.largest for kind in kinds) // _MEGABYTE
    return field


class DocumentForm(ServiceForm):
    """One more paper of the agenda."""

    agenda_item = PickField(
        label="Mục chương trình", error_messages={"required": "Chọn mục chương trình."}
    )
    title = column(AgendaDocument, "title", "Ghi tên tài liệu.", widget=OneLine)
    upload = _upload(PAPER_KINDS, PAPER_HELP)

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agenda_item"].offer(items)


class PhotoForm(ServiceForm):
    """One more photo."""

    upload = _upload(PHOTO_KINDS, PHOTO_HELP)
    caption = column(ConferencePhoto, "caption", "Ghi chú thích.", widget=OneLine)
    alternative_text = column(ConferencePhoto, "alternative_text", "Ghi mô tả ảnh.", widget=OneLine)
    credit = column(ConferencePhoto, "credit", widget=OneLine)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["alternative_text"]
        text.help_text = "Ảnh cho thấy gì, cho người không nhìn được ảnh."
        for name in ("upload", "caption", "alternative_text"):
            # What photos.js says before a photo is sent for nothing.
            field = self.fields[name]
            field.widget.attrs["data-missing"] = field.error_messages["required"]


class BasePhotoFormSet(forms.BaseFormSet):
    """Several photos at once; forms of which nothing was filled in are left out."""

    default_error_messages = {
        "missing_management_form": INCOMPLETE,
        "too_many_forms": TOO_MANY_PHOTOS,
    }

    @property
    def largest_together(self) -> int:
        """How large the photos of one form may be together, in megabytes."""
        return settings.MAX_FORM_BYTES // _MEGABYTE - _LARGEST_REST

    @property
    def given(self) -> list[PhotoForm]:
        """The forms that hold a photo; valid formsets only."""
        return [form for form in self.forms if form.has_changed()]

    def clean(self) -> None:
        if not any(form.has_changed() for form in self.forms):
            raise ValidationError(NO_PHOTO)

    def refuse(self, error: ValidationError, given: Sequence[PhotoForm]) -> None:
        """Show what the service refuses beside its photo, or over all of them."""
        if isinstance(error, RowsRefused):
            for place, problem in error.rows.items():
                given[place].refuse(problem)
            self._errors = [form.errors for form in self.forms]
        else:
            self.non_form_errors().extend(error.messages)

    def ask_for_files_again(self) -> None:
        """A browser does not send a file back that it was not given again: say which."""
        for form in self.forms:
            upload = form.files.get(form.add_prefix("upload"))
            if upload and "upload" not in form.errors:
                form.add_error("upload", CHOOSE_AGAIN.format(upload.name))


PhotoFormSet = forms.formset_factory(
    PhotoForm,
    formset=BasePhotoFormSet,
    extra=3,
    max_num=MOST_PHOTOS,
    validate_max=True,
    absolute_max=MOST_PHOTOS + 1,
)


def photo_forms(data: Any = None, files: Any = None) -> BasePhotoFormSet:
    """The forms of photos to be added: three at first, afterwards as many as were sent."""
    return PhotoFormSet(data, files, prefix="photos")


class FollowUpForm(ServiceForm):
    """When what was decided was done, and what came of it."""

    done_on = day_field("Xong ngày", required=False, help_text="Bỏ trống khi chưa xong.")
    outcome = column(Conclusion, "outcome", widget=lines(4))


class RemovalForm(ServiceForm):
    """Asks for nothing but the reason, where one is needed."""
