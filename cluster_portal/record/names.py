"""Finds the rows that files name by slug or code."""

import datetime
from collections.abc import Callable
from typing import TypeVar

from django.db import models

from awards.models import AwardForm
from cluster_portal.record.errors import Place
from cluster_portal.record.writer import UnknownNameError, Writer
from clusters.models import Cluster, EmulationYear, Source, Unit
from emulation.models import Indicator, Movement

M = TypeVar("M", bound=models.Model)


class Names:
    """Rows by name. A name that nothing bears is noted and raises `UnknownNameError`."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._rows: dict[tuple[type[models.Model], str], dict[str, models.Model]] = {}

    def unit(self, slug: str, place: Place) -> Unit:
        return self._find(Unit, "slug", slug, place, "đơn vị", "units.csv")

    def source(self, code: str, place: Place) -> Source:
        return self._find(Source, "code", code, place, "nguồn", "sources.yaml")

    def cluster(self, slug: str, place: Place) -> Cluster:
        return self._find(Cluster, "slug", slug, place, "cụm", "clusters.yaml")

    def indicator(self, code: str, place: Place) -> Indicator:
        return self._find(Indicator, "code", code, place, "chỉ tiêu", "indicators.csv")

    def movement(self, slug: str, place: Place) -> Movement:
        return self._find(Movement, "slug", slug, place, "phong trào", "movements.yaml")

    def form(self, code: str, day: datetime.date, place: Place) -> AwardForm:
        """The award form of that code in the law in force on `day`."""
        forms = self._table(AwardForm, "pk").values()
        of_code = [form for form in forms if form.code == code]
        for form in of_code:
            if form.holds_on(day):
                return form
        if of_code:
            message = f"hình thức “{code}” không có trong luật của năm {day.year}"
        else:
            message = f"không có hình thức khen thưởng “{code}” trong award_forms.csv"
        self._writer.problem(place, message)
        raise UnknownNameError(code)

    def year(self, cluster: Cluster, year: int, place: Place) -> EmulationYear:
        """The cluster's emulation year, made when it is new."""
        table = self._table(EmulationYear, "pk")
        for row in table.values():
            if row.cluster_id == cluster.pk and row.year == year:
                return row
        row = self._writer.add(EmulationYear, {"cluster": cluster, "year": year}, place)
        if row is None:
            raise UnknownNameError(year)
        table[row.pk] = row
        return row

    def optional(self, find: Callable[[str, Place], M], name: str, place: Place) -> M | None:
        """What `find` finds, or nothing where the file names nothing."""
        return find(name, place) if name else None

    def _find(self, model: type[M], key: str, name: str, place: Place, what: str, file: str) -> M:
        try:
            return self._table(model, key)[name]
        except KeyError:
            self._writer.problem(place, f"không có {what} “{name}” trong {file}")
            raise UnknownNameError(name) from None

    def _table(self, model: type[M], key: str) -> dict[str, M]:
        if (model, key) not in self._rows:
            self._rows[model, key] = {getattr(row, key): row for row in model.objects.all()}
        return self._rows[model, key]
