"""Pairs of recipients that may be one, and what somebody who knows has said of them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least

from awards.models.award import RecipientKind
from awards.models.register import NO_UNIT
from cluster_portal.database.fields import NormalisedCharField, SortKeyField
from cluster_portal.vietnamese.persons import MAX_KEY
from clusters.models import Cluster, Unit


class PairKind(models.TextChoices):
    """Recipients that are told apart by their kind stand together by it."""

    PERSON = "person", "cá nhân"
    COLLECTIVE = "collective", "tập thể"
    HOUSEHOLD = "household", "hộ gia đình"


_KINDS = {
    RecipientKind.COLLECTIVE: PairKind.COLLECTIVE,
    RecipientKind.HOUSEHOLD: PairKind.HOUSEHOLD,
}


def pair_kind(recipient_kind: str) -> PairKind:
    """Among whom a named recipient is looked for: one whose kind is not stated is a person."""
    return _KINDS.get(RecipientKind(recipient_kind), PairKind.PERSON)


class Verdict(models.TextChoices):
    OPEN = "", "Chưa trả lời"
    DIFFERENT = "different", "Là hai người khác nhau"
    ONE = "one", "Là một"


class NearPairQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Pairs of which nobody has said anything."""
        return self.filter(verdict=Verdict.OPEN)

    def of_place(self, cluster: int, units: set[int]) -> Self:
        """Pairs in these units; of the whole cluster where there are none."""
        if units:
            return self.filter(unit__in=units)
        return self.filter(cluster=cluster, unit=None)


class NearPair(models.Model):
    """Two names in one unit of a cluster, or in the whole cluster, that may be of one recipient.

    Found by machine and answered by people. Where the letters are the same but for diacritics and
    order, `one` and `other` are the names as they are written; where they are a slip apart
    (`is_slip`), the keys of the names (`Award.same_recipient`), each written as its `…_name` says.
    """

    cluster = models.ForeignKey(
        Cluster, verbose_name="cụm", on_delete=models.CASCADE, related_name="+"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Bỏ trống khi tính chung cho cả cụm.",
    )
    kind = models.CharField("đối tượng", max_length=20, choices=PairKind)
    is_slip = models.BooleanField("khác một chữ")
    one = models.CharField("bên này", max_length=MAX_KEY)
    other = models.CharField("bên kia", max_length=MAX_KEY)
    one_name = NormalisedCharField("tên bên này", max_length=300)
    other_name = NormalisedCharField("tên bên kia", max_length=300)
    verdict = models.CharField(
        "trả lời", max_length=20, choices=Verdict, default=Verdict.OPEN, blank=True
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lời",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    reason = NormalisedCharField("căn cứ", max_length=300, blank=True)
    sort_key = SortKeyField(sources=("one_name",), db_index=False)

    part_of = "cluster"  # in whose history it stands

    objects = NearPairQuerySet.as_manager()

    class Meta:
        verbose_name = "cặp tên gần giống nhau"
        verbose_name_plural = "các cặp tên gần giống nhau"
        ordering = ("sort_key", "pk")
        indexes = (
            models.Index(fields=("verdict", "sort_key", "id"), name="near_pair_all"),
            models.Index(fields=("cluster", "verdict", "sort_key", "id"), name="near_pair_cluster"),
            models.Index(fields=("unit", "verdict"), name="near_pair_unit"),
        )
        constraints = (
            models.UniqueConstraint(
                "cluster",
                Coalesce("unit", Value(NO_UNIT)),
                "kind",
                "is_slip",
                Least("one", "other"),
                Greatest("one", "other"),
                name="near_pair_once",
                violation_error_message="Cặp tên này đã có, dù viết theo thứ tự nào.",
            ),
            models.CheckConstraint(
                condition=~Q(one=F("other")) & ~Q(one="") & ~Q(other=""),
                name="near_pair_of_two",
                violation_error_message="Một cặp phải gồm hai tên khác nhau.",
            ),
            models.CheckConstraint(
                condition=Q(
                    verdict=Verdict.OPEN,
                    answered_by__isnull=True,
                    answered_at__isnull=True,
                    reason="",
                )
                | (
                    Q(verdict__in=(Verdict.DIFFERENT, Verdict.ONE))
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                    & ~Q(reason="")
                ),
                name="near_pair_answered_by_somebody",
                violation_error_message="Câu trả lời phải có người trả lời, lúc trả lời và căn cứ.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.one_name} – {self.other_name}"

    @property
    def access_cluster_id(self) -> int:
        return self.cluster_id
