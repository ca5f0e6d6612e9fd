"""Requests to issue a document: asked for on a page, carried out by the worker."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clusters.models import Handover
from emulation.models import Conference, Pledge

# How long a request waits for a worker before it no longer keeps anybody from asking anew.
PATIENCE = datetime.timedelta(minutes=10)
BEING_MADE = "Cổng đang làm văn bản này theo yêu cầu trước; đợi kết quả rồi hãy làm tiếp."


class IssueAct(models.TextChoices):
    """What issues a document: each asks, prints and keeps in one service of its own."""

    PLEDGE = "issue_pledge", "trình ký giao ước"
    REPORT = "finalise_conference", "chốt và ban hành báo cáo"
    CORRECTION = "correct_figure", "đính chính và ban hành lại báo cáo"
    HANDOVER = "confirm_handover", "lập biên bản bàn giao"


class RequestState(models.TextChoices):
    WAITING = "waiting", "Chờ làm"
    WORKING = "working", "Đang làm"
    DONE = "done", "Đã làm xong"
    REFUSED = "refused", "Không làm được"


OPEN = (RequestState.WAITING, RequestState.WORKING)
_OPEN = Q(state__in=("waiting", "working"))
_PLEDGE = Q(pledge__isnull=False, conference__isnull=True, handover__isnull=True)
_CONFERENCE = Q(pledge__isnull=True, conference__isnull=False, handover__isnull=True)
_HANDOVER = Q(pledge__isnull=True, conference__isnull=True, handover__isnull=False)


class IssueRequest(models.Model):
    """Somebody asked for a document to be issued; what with, and what became of it.

    `arguments` is what the form held, each value as one types it; `details` what else the page
    knew, such as which figure. `errors` are the messages of a refusal by the names of fields, each
    with its code; `answer` says in words what became of it.
    """

    act = models.CharField("việc", max_length=30, choices=IssueAct)
    pledge = models.ForeignKey(
        Pledge,
        verbose_name="giao ước",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issue_requests",
    )
    conference = models.ForeignKey(
        Conference,
        verbose_name="hội nghị",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issue_requests",
    )
    handover = models.ForeignKey(
        Handover,
        verbose_name="bàn giao",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issue_requests",
    )
    arguments = models.JSONField("nội dung đã nhập", default=dict, blank=True)
    details = models.JSONField("nội dung kèm theo", default=dict, blank=True)
    state = models.CharField(
        "tình trạng", max_length=10, choices=RequestState, default=RequestState.WAITING
    )
    errors = models.JSONField("chỗ cần sửa", default=dict, blank=True)
    answer = models.TextField("trả lời", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người yêu cầu",
        on_delete=models.PROTECT,
        related_name="+",
    )
    requested_at = models.DateTimeField("yêu cầu lúc", auto_now_add=True)
    settled_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "yêu cầu làm văn bản"
        verbose_name_plural = "các yêu cầu làm văn bản"
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(_PLEDGE, act="issue_pledge")
                | Q(_CONFERENCE, act__in=("finalise_conference", "correct_figure"))
                | Q(_HANDOVER, act="confirm_handover"),
                name="issue_request_of_one_thing",
                violation_error_message="Yêu cầu làm văn bản phải nêu đúng một hồ sơ.",
            ),
            *(
                models.UniqueConstraint(
                    fields=(name,),
                    condition=_OPEN,
                    name=f"issue_request_one_for_each_{name}",
                    violation_error_message=BEING_MADE,
                )
                for name in ("pledge", "conference", "handover")
            ),
            models.CheckConstraint(
                condition=Q(_OPEN, settled_at__isnull=True, answer="")
                | (Q(state__in=("done", "refused"), settled_at__isnull=False) & ~Q(answer="")),
                name="issue_request_answered_once",
                violation_error_message="Yêu cầu đã trả lời phải có câu trả lời và lúc trả lời.",
            ),
        )

    def __str__(self) -> str:
        return f"Yêu cầu {self.get_act_display()}"

    @property
    def is_under_way(self) -> bool:
        """Whether it is to be answered soon; a worker that ended answers nothing."""
        return self.state in OPEN and self.requested_at > timezone.now() - PATIENCE

    @property
    def error(self) -> ValidationError:
        """Why it was refused, as the service said it."""
        by_field = {
            name: [ValidationError(words, code=code or None) for words, code in told]
            for name, told in self.errors.items()
        }
        if set(by_field) == {"__all__"}:
            return ValidationError(by_field["__all__"])
        return ValidationError(by_field)
