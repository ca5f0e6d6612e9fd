"""What is kept beside a pledge while it is drafted: its versions, and what members say of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cluster_portal.database.fields import NormalisedCharField, NormalisedTextField
from clusters.models import Unit
from emulation.models.pledge import Pledge


class PledgeVersion(models.Model):
    """The text of a pledge as it was saved. The database refuses to change or remove the row.

    `snapshot`: {"texts": {field: text}, "items": [{"number", "heading", "text"}]}, where an item
    that names a target has it as "target", in words. Without `saved_by` it holds what stood there
    before anybody saved it in the portal.
    """

    pledge = models.ForeignKey(
        Pledge, verbose_name="giao ước", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField("bản thảo số")
    snapshot = models.JSONField("lời giao ước")
    note = NormalisedCharField("ghi chú", max_length=300, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    saved_at = models.DateTimeField("lưu lúc", auto_now_add=True)

    part_of = "pledge"  # in whose history it stands

    class Meta:
        verbose_name = "bản thảo giao ước"
        verbose_name_plural = "bản thảo giao ước"
        ordering = ("pledge", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("pledge", "number"),
                name="pledge_version_number_once",
                violation_error_message="Giao ước đã có bản thảo mang số này.",
            ),
        )

    def __str__(self) -> str:
        return f"Bản {self.number} – {self.pledge}"

    @property
    def access_whole(self) -> Pledge:
        return self.pledge


class PledgeComment(models.Model):
    """What a member says of a version, or that it has nothing to say; and what it is answered.

    What was said is never changed nor removed, and is answered once.
    """

    pledge = models.ForeignKey(
        Pledge, verbose_name="giao ước", on_delete=models.PROTECT, related_name="comments"
    )
    version = models.ForeignKey(
        PledgeVersion, verbose_name="bản thảo", on_delete=models.PROTECT, related_name="comments"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="pledge_comments"
    )
    has_none = models.BooleanField("không có ý kiến", default=False)
    text = NormalisedTextField("ý kiến", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người góp ý",
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField("góp ý lúc", auto_now_add=True)
    answer = NormalisedTextField("trả lời", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lời",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    part_of = "pledge"  # in whose history it stands

    class Meta:
        verbose_name = "ý kiến về giao ước"
        verbose_name_plural = "ý kiến về giao ước"
        ordering = ("pledge", "written_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(has_none=True) & Q(text="")) | (Q(has_none=False) & ~Q(text="")),
                name="pledge_comment_says_something",
                violation_error_message="Ghi ý kiến, hoặc chọn không có ý kiến.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="pledge_comment_answered_by_somebody",
                violation_error_message="Trả lời phải có người trả lời và lúc trả lời.",
            ),
            models.UniqueConstraint(
                fields=("version", "unit"),
                condition=Q(has_none=True),
                name="pledge_comment_none_once",
                violation_error_message="Đơn vị đã báo không có ý kiến về bản thảo này.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {'không có ý kiến' if self.has_none else self.text[:60]}"

    @property
    def access_unit_id(self) -> int:
        return self.unit_id

    @property
    def access_whole(self) -> Pledge:
        return self.pledge
