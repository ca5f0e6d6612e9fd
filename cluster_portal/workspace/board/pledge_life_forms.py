"""Forms of what happens to a pledge beside its text: opinions, declining, scans, withdrawal."""

from typing import Any

from django import forms

from cluster_portal.files.forms import UploadField
from cluster_portal.pages.administration.corrections import ReasonField
from cluster_portal.workspace.forms import Loaded, ServiceForm
from clusters.models import Cluster, SigningOrder
from clusters.services import set_signing_order, signing_order_token
from emulation.models import Pledge, PledgeVersion
from emulation.services import pledge_comments, pledge_signing
from emulation.services.pledge_signatures import SCAN_KINDS
from emulation.services.pledge_withdrawals import REASON_WITHDRAWN

LONGEST_COMMENT = 5_000


class CommentForm(ServiceForm):
    """What a member says of the text, or that it has nothing to say."""

    text = forms.CharField(
        label="Ý kiến",
        required=False,
        max_length=LONGEST_COMMENT,
        help_text="Nêu rõ đoạn, câu cần sửa. Gửi rồi không sửa được; gửi thêm thì được.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    has_none = forms.BooleanField(label="Đơn vị không có ý kiến", required=False)

    def __init__(self, *args: Any, pledge: Pledge, **kwargs: Any) -> None:
        token = pledge_comments.comment_token(pledge)
        super().__init__(*args, loaded=Loaded(token, pledge, ("save_pledge",), {}), **kwargs)


class AnswerForm(ServiceForm):
    """The secretariat's answer to what a member said."""

    answer = forms.CharField(
        label="Trả lời",
        max_length=LONGEST_COMMENT,
        help_text="Tiếp thu thế nào, hoặc vì sao giữ nguyên. Trả lời một lần.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ghi câu trả lời."},
    )


class DeclineForm(ServiceForm):
    """Why the unit will not sign the pledge as it is."""

    reason = ReasonField(
        label="Lý do từ chối",
        help_text="Ban thư ký và các thành viên của cụm đọc được.",
        error_messages={"required": pledge_signing.DECLINE_REASON},
    )


class WithdrawForm(ServiceForm):
    """Why the pledge is withdrawn."""

    reason = ReasonField(label="Lý do thu hồi", error_messages={"required": REASON_WITHDRAWN})


class ScanForm(ServiceForm):
    """The scan of the paper that a unit signed."""

    upload = UploadField(
        kinds=SCAN_KINDS,
        label="Bản chụp",
        help_text="PDF quét màu, từ 200 dpi, tỷ lệ 100% (Nghị định 30/2020/NĐ-CP, Phụ lục I).",
    )


class SigningOrderForm(ServiceForm):
    """In which order the members sign digitally."""

    signing_order = forms.ChoiceField(
        label="Thứ tự ký số",
        choices=SigningOrder,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chọn một thứ tự.",
            "invalid_choice": "Chọn một thứ tự trong danh sách.",
        },
    )

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        stands = {"signing_order": cluster.signing_order}
        loaded = Loaded(signing_order_token(cluster), cluster, ("set_signing_order",), stands)
        super().__init__(*args, initial=stands, loaded=loaded, **kwargs)
        self.cluster = cluster

    def save(self, *, by: Any) -> Cluster | None:
        """Set the order; None when the service refuses."""
        return self.save_by(set_signing_order, cluster=self.cluster, by=by)


class CompareForm(forms.Form):
    """Which two versions to compare."""

    def __init__(self, data: Any, *, versions: list[PledgeVersion]) -> None:
        chosen = {"tu": versions[-2:][0].number, "den": versions[-1].number}
        asked = data if "tu" in data or "den" in data else chosen
        super().__init__({name: asked.get(name, chosen[name]) for name in chosen})
        self.by_number = {str(version.number): version for version in versions}
        choices = [(number, f"Bản {number}") for number in self.by_number]
        for name, label in (("tu", "Từ bản"), ("den", "Đến bản")):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                error_messages={"invalid_choice": "Không có bản thảo này: chọn trong danh sách."},
            )

    @property
    def chosen(self) -> tuple[PledgeVersion, PledgeVersion] | None:
        """The two versions; None where one of them does not exist."""
        if not self.is_valid():
            return None
        return tuple(self.by_number[self.cleaned_data[name]] for name in ("tu", "den"))
