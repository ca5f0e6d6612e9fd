"""The legal catalogue of award forms, dated: the law of 2003, the law of 2022 and what follows."""

from django.db import models
from django.db.models import Q

from cluster_portal.database.constraints import period_in_order
from cluster_portal.database.fields import (
    NormalisedCharField,
    SearchTextField,
    SortKeyField,
)
from clusters.models.periods import Period, PeriodQuerySet


class AwardFormKind(models.TextChoices):
    ORDER = "order", "Huân chương"
    MEDAL = "medal", "Huy chương"
    STATE_HONOUR = "state_honour", "Danh hiệu vinh dự nhà nước"
    STATE_PRIZE = "state_prize", "Giải thưởng"
    FLAG = "flag", "Cờ thi đua"
    EMULATION_TITLE = "emulation_title", "Danh hiệu thi đua"
    CERTIFICATE_OF_MERIT = "certificate_of_merit", "Bằng khen"
    COMMEMORATIVE_MEDAL = "commemorative_medal", "Kỷ niệm chương"
    LETTER_OF_COMMENDATION = "letter_of_commendation", "Giấy khen"


class AwardLevel(models.TextChoices):
    STATE = "STATE", "Nhà nước"
    GOVERNMENT = "GOVERNMENT", "Chính phủ, Thủ tướng Chính phủ"
    MINISTRY = "MINISTRY", "Bộ, ban, ngành"
    PROVINCE = "PROVINCE", "Cấp tỉnh"
    GRASSROOTS = "GRASSROOTS", "Cơ sở"


class AwardForm(Period):
    """A form of commendation or an emulation title as one law names it."""

    code = models.CharField("mã", max_length=60)
    name = NormalisedCharField("tên", max_length=200)
    name_en = models.CharField("tên tiếng Anh", max_length=200, blank=True)
    kind = models.CharField("loại", max_length=30, choices=AwardFormKind)
    award_class = models.PositiveSmallIntegerField("hạng", null=True, blank=True)
    for_individual = models.BooleanField("cho cá nhân", default=False)
    for_collective = models.BooleanField("cho tập thể", default=False)
    for_household = models.BooleanField("cho hộ gia đình", default=False)
    may_be_posthumous = models.BooleanField("có thể truy tặng", default=False)
    is_group = models.BooleanField(
        "nhóm hình thức",
        default=False,
        help_text="Tên chung mà báo cáo dùng khi không tách từng hạng, từng loại.",
    )
    authority = models.CharField("thẩm quyền", max_length=60, blank=True)
    law = NormalisedCharField("luật", max_length=120)
    law_article = models.CharField("điều, khoản", max_length=60, blank=True)
    level = models.CharField("cấp", max_length=20, choices=AwardLevel)
    note = NormalisedCharField("ghi chú", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=100)
    sort_key = SortKeyField(sources=("name",))
    search_text = SearchTextField(sources=("name", "name_en", "code"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "hình thức khen thưởng"
        verbose_name_plural = "hình thức khen thưởng"
        ordering = ("order", "sort_key", "valid_from", "pk")
        constraints = (
            period_in_order("award_form_period_in_order"),
            models.UniqueConstraint(
                fields=("code", "valid_from"),
                name="award_form_code_once_from",
                violation_error_message="Mã này đã có từ cùng ngày.",
            ),
            models.CheckConstraint(
                condition=Q(for_individual=True) | Q(for_collective=True) | Q(for_household=True),
                name="award_form_has_recipients",
                violation_error_message="Chọn ít nhất một loại đối tượng được khen.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=False),
                name="award_form_has_a_start",
                violation_error_message="Nêu ngày luật có hiệu lực.",
            ),
        )

    def __str__(self) -> str:
        return self.name
