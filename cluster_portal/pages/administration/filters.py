"""Filters of lists."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone


class InForceFilter(admin.SimpleListFilter):
    """Rows with a period: those that hold today, and those of the past or the future."""

    title = "hiệu lực"
    parameter_name = "hieu_luc"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("co", "Đang có hiệu lực"), ("khong", "Đã hết hoặc chưa có hiệu lực")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        in_force = (Q(valid_from__isnull=True) | Q(valid_from__lte=today)) & (
            Q(valid_to__isnull=True) | Q(valid_to__gte=today)
        )
        if self.value() == "co":
            return queryset.filter(in_force)
        return queryset.exclude(in_force) if self.value() == "khong" else queryset
