"""Rows that hold from one day to another."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class PeriodQuerySet(models.QuerySet):
    """Rows with `valid_from` and `valid_to`; an empty end is open."""

    def on(self, day: datetime.date) -> Self:
        """Rows that hold on `day`."""
        return self.during(day, day)

    def during(self, first: datetime.date | None, last: datetime.date | None) -> Self:
        """Rows that hold on at least one day from `first` to `last`; None is open."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=last or datetime.date.max),
            Q(valid_to__isnull=True) | Q(valid_to__gte=first or datetime.date.min),
        )

    def in_year(self, year: int) -> Self:
        """Rows that hold on at least one day of the calendar year."""
        return self.during(datetime.date(year, 1, 1), datetime.date(year, 12, 31))


class Period(models.Model):
    """Holds from `valid_from` to `valid_to`, both days included; an empty end is open."""

    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        abstract = True

    def holds_in_year(self, year: int) -> bool:
        """Whether the row holds on at least one day of the calendar year."""
        return (self.valid_from is None or self.valid_from.year <= year) and (
            self.valid_to is None or self.valid_to.year >= year
        )

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the row holds on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
