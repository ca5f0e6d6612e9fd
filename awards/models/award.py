"""Awards: one named recipient or a counted group, proposed or granted."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from awards.models.decision import Decision
from awards.models.form import AwardForm
from cluster_portal.database.fields import (
    NormalisedCharField,
    SearchTextField,
    SortKeyField,
)
from cluster_portal.vietnamese.numbers import format_number
from clusters import access
from clusters.models import EmulationYear, Source, Unit
from emulation.models import Conference, ConferenceStatus


class RecipientKind(models.TextChoices):
    INDIVIDUAL = "individual", "cá nhân"
    COLLECTIVE = "collective", "tập thể"
    HOUSEHOLD = "household", "hộ gia đình"
    MIXED = "mixed", "tập thể và cá nhân"
    UNSTATED = "unstated", "không nêu"


class AwardStatus(models.TextChoices):
    PROPOSED = "proposed", "Đề nghị"
    GRANTED = "granted", "Được tặng"
    REFUSED = "refused", "Không được duyệt"
    REVOKED = "revoked", "Bị thu hồi"


class CommendationType(models.TextChoices):
    """Law 06/2022/QH15, art. 8, and art. 96 for the resistance wars."""

    MERIT = "merit", "Công trạng"
    THEMATIC = "thematic", "Chuyên đề"
    AD_HOC = "ad_hoc", "Đột xuất"
    CONTRIBUTION = "contribution", "Cống hiến"
    SENIORITY = "seniority", "Niên hạn"
    EXTERNAL_RELATIONS = "external_relations", "Đối ngoại"
    RESISTANCE = "resistance", "Kháng chiến"


class AwardQuerySet(models.QuerySet):
    def for_user(self, user: Any) -> Self:
        """Awards that a published conference or a decision made public; drafts for who may."""
        public = Q(emulation_year__cluster__is_confirmed=True) & (
            Q(conference__status=ConferenceStatus.PUBLISHED)
            | Q(conference__isnull=True, decision__isnull=False)
        )
        return self.filter(public | access.draft_condition(user, "emulation_year__cluster_id"))


class Award(models.Model):
    """A form of commendation for a recipient: a person, a collective, a household, or so many."""

    emulation_year = models.ForeignKey(
        EmulationYear, verbose_name="năm thi đua", on_delete=models.PROTECT, related_name="awards"
    )
    year_is_stated = models.BooleanField(
        "nguồn nêu rõ năm", default=True, help_text="Bỏ chọn khi năm chỉ suy từ hội nghị."
    )
    conference = models.ForeignKey(
        Conference,
        verbose_name="nêu tại hội nghị",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
    )
    form = models.ForeignKey(
        AwardForm, verbose_name="hình thức", on_delete=models.PROTECT, related_name="awards"
    )
    status = models.CharField("kết quả", max_length=20, choices=AwardStatus)
    commendation_type = models.CharField(
        "loại khen thưởng", max_length=30, choices=CommendationType, blank=True
    )
    recipient_kind = models.CharField("đối tượng", max_length=20, choices=RecipientKind)
    recipient_name = NormalisedCharField(
        "người, tập thể được khen",
        max_length=300,
        blank=True,
        help_text="Bỏ trống với nhóm.",
    )
    recipient_unit = models.ForeignKey(
        Unit,
        verbose_name="tỉnh được khen",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="received_awards",
        help_text="Khi chính tỉnh, thành phố được khen.",
    )
    count = models.PositiveIntegerField(
        "số lượng", null=True, blank=True, help_text="Bỏ trống khi nguồn không nêu số."
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="thuộc tỉnh, thành phố",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        help_text="Bỏ trống khi tính chung cho cả cụm.",
    )
    giving_body = NormalisedCharField("người, cơ quan tặng", max_length=200, blank=True)
    is_posthumous = models.BooleanField("truy tặng", default=False)
    decision = models.ForeignKey(
        Decision,
        verbose_name="quyết định",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
    )
    no_decision_reason = NormalisedCharField(
        "vì sao chưa có quyết định", max_length=200, blank=True
    )
    proposal = models.ForeignKey(
        "self",
        verbose_name="theo đề nghị",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        help_text="Đề nghị mà kết quả này trả lời.",
    )
    source = models.ForeignKey(
        Source, verbose_name="nguồn", on_delete=models.PROTECT, null=True, blank=True
    )
    note = NormalisedCharField("ghi chú", max_length=300, blank=True)
    sort_key = SortKeyField(sources=("recipient",))
    search_text = SearchTextField(sources=("recipient_name", "giving_body", "note"))

    part_of = "emulation_year"  # in whose history it stands

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"
        ordering = ("-emulation_year__year", "form__order", "sort_key", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(status=AwardStatus.GRANTED)
                | Q(decision__isnull=False)
                | ~Q(no_decision_reason=""),
                name="award_granted_has_decision",
                violation_error_message=(
                    "Khen thưởng đã tặng phải có quyết định, hoặc nêu vì sao chưa có."
                ),
            ),
            models.CheckConstraint(
                condition=Q(proposal__isnull=True)
                | (~Q(status=AwardStatus.PROPOSED) & ~Q(proposal=F("id"))),
                name="award_proposal_has_an_outcome",
                violation_error_message="Chỉ kết quả mới gắn với một đề nghị khác.",
            ),
            models.CheckConstraint(
                # An unknown count would be neither true nor false, which a database lets pass.
                condition=Q(recipient_name="", recipient_unit__isnull=True)
                | Q(count__isnull=False, count=1),
                name="award_named_recipient_is_one",
                violation_error_message="Đã nêu tên thì số lượng là 1; nhóm thì không nêu tên.",
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | Q(count__gte=1),
                name="award_count_positive",
                violation_error_message="Số lượng từ 1 trở lên.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} – {self.recipient}"

    @property
    def access_cluster_id(self) -> int:
        return self.emulation_year.cluster_id

    @property
    def access_year(self) -> int:
        return self.emulation_year.year

    @property
    def access_unit_id(self) -> int | None:
        return self.unit_id

    @property
    def recipient(self) -> str:
        """A name, or a counted group: "267 tập thể và cá nhân"."""
        if self.recipient_name:
            return self.recipient_name
        if self.recipient_unit_id:
            return str(self.recipient_unit)
        kind = "" if self.recipient_kind == RecipientKind.UNSTATED else self._kind_label
        if self.count is None:
            return f"{kind} (không nêu số lượng)".strip().capitalize()
        return f"{format_number(self.count)} {kind or 'lượt tặng'}"

    @property
    def _kind_label(self) -> str:
        return RecipientKind(self.recipient_kind).label

    def clean(self) -> None:
        super().clean()
        if self.proposal_id and self.proposal.status != AwardStatus.PROPOSED:
            raise ValidationError({"proposal": "Đây không phải là một đề nghị."})
        if self.conference_id and self.emulation_year_id:
            self.conference.require_cluster_of(self.emulation_year)
        if not self.form_id:
            return
        allowed = {
            RecipientKind.INDIVIDUAL: self.form.for_individual,
            RecipientKind.COLLECTIVE: self.form.for_collective,
            RecipientKind.HOUSEHOLD: self.form.for_household,
        }
        if not allowed.get(self.recipient_kind, True):
            label = self._kind_label
            raise ValidationError(
                {"recipient_kind": f"Luật không có hình thức này cho {label}: {self.form}."}
            )
        if self.is_posthumous and not self.form.may_be_posthumous:
            raise ValidationError({"is_posthumous": f"{self.form} không có truy tặng."})
        if self.emulation_year_id and not self.form.holds_on(self.emulation_year.last_day):
            raise ValidationError(
                {"form": f"Hình thức này không có trong luật của năm {self.emulation_year.year}."}
            )
