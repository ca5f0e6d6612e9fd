"""Awards: one named recipient or a counted group, proposed or granted."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from awards.models.decision import Decision
from awards.models.form import AwardForm
from awards.models.law import law_problems
from cluster_portal.database.fields import (
    DerivedMixin,
    NormalisedCharField,
    SearchTextField,
    SortKeyField,
)
from cluster_portal.vietnamese.numbers import format_number
from cluster_portal.vietnamese.persons import MAX_KEY, collective_key, recipient_key
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


# Awards that a published conference or a decision made public.
# People by name who were proposed, or refused: nobody's affair unless they are given the award.
NAMED_WITHOUT_AWARD = Q(
    status__in=(AwardStatus.PROPOSED, AwardStatus.REFUSED),
    recipient_kind__in=(RecipientKind.INDIVIDUAL, RecipientKind.HOUSEHOLD),
) & ~Q(recipient_name="")
PUBLIC = (
    Q(emulation_year__cluster__is_confirmed=True)
    & (
        Q(conference__status=ConferenceStatus.PUBLISHED)
        | Q(conference__isnull=True, decision__isnull=False)
    )
    & ~NAMED_WITHOUT_AWARD
)
NO_DECISION = "Khen thưởng đã tặng phải có quyết định, hoặc nêu vì sao chưa có."
ONE_NAME = "Đã nêu tên thì số lượng là 1; nhóm thì không nêu tên."
COUNT_FROM_ONE = "Số lượng từ 1 trở lên."


class AwardQuerySet(models.QuerySet):
    def fit_to_print(self) -> Self:
        """Without people by name who have no award (yet): for papers that everybody reads."""
        return self.exclude(NAMED_WITHOUT_AWARD)

    def for_user(self, user: Any) -> Self:
        """Awards that are public; drafts too for who may see them."""
        return self.filter(PUBLIC | access.draft_condition(user, "emulation_year__cluster_id"))


class RecipientKeyField(DerivedMixin, models.CharField):
    """What rows of one recipient have in common, to find a row entered twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_KEY)
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def derive(self, texts: list[str]) -> str:
        return texts[0]


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
    recipient_key = RecipientKeyField(sources=("same_recipient",))
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
                violation_error_message=NO_DECISION,
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
                violation_error_message=ONE_NAME,
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | Q(count__gte=1),
                name="award_count_positive",
                violation_error_message=COUNT_FROM_ONE,
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

    @property
    def same_recipient(self) -> str:
        """Equal for rows of one recipient; signs that no name has stand before what is none."""
        if self.recipient_name and self.recipient_kind == RecipientKind.COLLECTIVE:
            place = self.unit.name if self.unit_id else ""
            return collective_key(self.recipient_name, place)
        if self.recipient_name:
            return recipient_key(self.recipient_name)
        if self.recipient_unit_id:
            return f"@{self.recipient_unit_id}"
        return f"#{self.recipient_kind} {self.count} {self.unit_id}"

    def clean(self) -> None:
        super().clean()
        if self.proposal_id and self.proposal.status != AwardStatus.PROPOSED:
            raise ValidationError({"proposal": "Đây không phải là một đề nghị."})
        if self.conference_id and self.emulation_year_id:
            self.conference.require_cluster_of(self.emulation_year)
        if problems := law_problems(self):
            raise ValidationError(problems)
