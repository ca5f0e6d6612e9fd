"""Units live and die: provinces and cities, and what came of them in a merger."""

from django.db import models
from django.db.models import F, Q

from cluster_portal.database.constraints import period_in_order
from cluster_portal.database.fields import (
    FoldedNamesField,
    NormalisedCharField,
    SearchTextField,
    SortKeyField,
)
from cluster_portal.pages.addresses import address_of
from clusters.models.periods import Period, PeriodQuerySet


class UnitKind(models.TextChoices):
    PROVINCE = "province", "Tỉnh"
    CITY = "city", "Thành phố"
    BODY = "body", "Cơ quan, đơn vị"


_KINDS = dict(UnitKind.choices)  # a row would make this anew each time it is asked for its own


class Unit(Period):
    """A province, a centrally run city, or a body that belongs to a block.

    Neither the code nor the name is a key: both were used again after 1 July 2025. The slug is,
    and never changes.
    """

    name = NormalisedCharField("tên", max_length=120)
    kind = models.CharField("loại", max_length=20, choices=UnitKind)
    name_en = models.CharField("tên tiếng Anh", max_length=120, blank=True)
    code = models.CharField("mã số", max_length=10, blank=True)
    slug = models.SlugField("địa chỉ", max_length=80, unique=True)
    legal_basis = NormalisedCharField("căn cứ pháp lý", max_length=300, blank=True)
    sort_key = SortKeyField(sources=("name",))
    search_text = SearchTextField(sources=("official_name", "name_en", "code"))
    folded_names = FoldedNamesField(sources=("name", "official_name", "name_en"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ("sort_key", "valid_from", "pk")
        constraints = (
            period_in_order("unit_period_in_order"),
            models.UniqueConstraint(
                fields=("code", "valid_from"),
                condition=~Q(code="") & Q(valid_from__isnull=False),
                name="unit_code_once_from",
                violation_error_message="Mã số này đã dùng cho một đơn vị cùng ngày bắt đầu.",
            ),
            models.UniqueConstraint(
                fields=("code",),
                condition=~Q(code="") & Q(valid_from__isnull=True),
                name="unit_code_once_open",
                violation_error_message="Mã số này đã dùng cho một đơn vị cùng ngày bắt đầu.",
            ),
        )

    def __str__(self) -> str:
        return self.official_name

    def get_absolute_url(self) -> str:
        return address_of("public:unit", self.slug)

    @property
    def official_name(self) -> str:
        """The name with its kind: "Tỉnh Nam Định", "Thành phố Huế"."""
        return self.name if self.kind == UnitKind.BODY else f"{self._kind_name} {self.name}"

    @property
    def people_committee(self) -> str:
        """The body that signs for the unit: "Ủy ban nhân dân tỉnh Nam Định"."""
        if self.kind == UnitKind.BODY:
            return self.name
        return f"Ủy ban nhân dân {self._kind_name.lower()} {self.name}"

    @property
    def _kind_name(self) -> str:
        return _KINDS.get(self.kind, self.kind)


class SuccessionKind(models.TextChoices):
    MERGER = "merger", "Sáp nhập"
    SPLIT = "split", "Chia, tách"
    CHANGE_OF_STATUS = "change_of_status", "Đổi loại đơn vị"
    RENAMING = "renaming", "Đổi tên"


class Succession(models.Model):
    """`successor` takes the place of `predecessor` (wholly or in part) on a day, by law."""

    predecessor = models.ForeignKey(
        Unit, verbose_name="đơn vị tiền thân", on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Unit, verbose_name="đơn vị kế thừa", on_delete=models.PROTECT, related_name="precursors"
    )
    kind = models.CharField("hình thức", max_length=20, choices=SuccessionKind)
    effective_on = models.DateField("từ ngày")
    legal_basis = NormalisedCharField("căn cứ pháp lý", max_length=300)

    class Meta:
        verbose_name = "kế thừa"
        verbose_name_plural = "kế thừa"
        ordering = ("effective_on", "successor__sort_key", "predecessor__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("predecessor", "successor"),
                name="succession_once",
                violation_error_message="Quan hệ kế thừa này đã có.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_between_two_units",
                violation_error_message="Đơn vị không thể kế thừa chính nó.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
