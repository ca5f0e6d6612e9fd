"""Files that people fill in outside the portal, between their upload and their saving."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cluster_portal.files.models import StoredFile
from clusters.models import EmulationYear


class SheetKind(models.TextChoices):
    FIGURES = "figures", "Số liệu"
    AWARDS = "awards", "Khen thưởng"


class ImportState(models.TextChoices):
    CHECKING = "checking", "Đang kiểm tra"
    CHECKED = "checked", "Đã kiểm tra, chưa lưu"
    APPLIED = "applied", "Đã lưu"


class SheetImportQuerySet(models.QuerySet):
    def for_user(self, user: Any) -> Self:
        """The user's own uploads: a draft is nobody else's business."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(created_by=user.pk)


class SheetImport(models.Model):
    """One uploaded sheet: what was read, what is wrong with it, what it would change.

    `rows` is what the file says, in plain JSON, as `exchange/figures.py` and `exchange/awards.py`
    read it; `findings` is what the check of each row found; `problems` are [place, value, words].
    """

    emulation_year = models.ForeignKey(
        EmulationYear,
        verbose_name="năm thi đua",
        on_delete=models.PROTECT,
        related_name="sheet_imports",
    )
    kind = models.CharField("loại", max_length=10, choices=SheetKind)
    file = models.ForeignKey(
        StoredFile, verbose_name="tệp", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=ImportState, default=ImportState.CHECKING
    )
    rows = models.JSONField("các dòng đọc được", default=list, blank=True)
    remarks = models.JSONField("lưu ý khi đọc", default=list, blank=True)
    problems = models.JSONField("chỗ sai", default=list, blank=True)
    findings = models.JSONField("thay đổi tìm thấy", default=list, blank=True)
    total = models.PositiveIntegerField("số dòng", default=0)
    checked = models.PositiveIntegerField("số dòng đã kiểm tra", default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    applied_at = models.DateTimeField("lưu lúc", null=True, blank=True)

    part_of = "emulation_year"  # in whose history it stands
    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = "bảng tải lên"
        verbose_name_plural = "bảng tải lên"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(checked__lte=F("total")),
                name="sheet_import_checked_within_total",
                violation_error_message="Số dòng đã kiểm tra không quá số dòng của bảng.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ImportState.APPLIED, applied_by__isnull=False, applied_at__isnull=False
                )
                | (
                    ~Q(state=ImportState.APPLIED)
                    & Q(applied_by__isnull=True, applied_at__isnull=True)
                ),
                name="sheet_import_applied_by_somebody",
                violation_error_message="Bảng đã lưu phải có người lưu và lúc lưu.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file}"

    def get_absolute_url(self) -> str:
        year = self.emulation_year
        return reverse("workspace:import", args=[year.cluster.slug, year.year, self.pk])

    @property
    def access_whole(self) -> EmulationYear:
        return self.emulation_year
