"""What the texts of a year's rows may name, read in a fixed number of queries."""

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Q, QuerySet

from awards.models import Award, AwardForm, Decision
from awards.models.award import PUBLIC
from awards.models.law import law_days
from awards.services.entries import unit_text
from cluster_portal.vietnamese import dates
from cluster_portal.vietnamese.folding import fold, normalise
from clusters.models import EmulationYear, Unit

# Words by which people write one form differently: "Bằng khen Thủ tướng", "hạng 1".
_FILLERS = {"cua", "cac"}
_SAME = (
    ("uy ban nhan dan", "ubnd"),
    ("hang i", "hang nhat"),
    ("hang ii", "hang nhi"),
    ("hang iii", "hang ba"),
    ("hang 1", "hang nhat"),
    ("hang 2", "hang nhi"),
    ("hang 3", "hang ba"),
)
_SUGGESTED = 3
_YEARS_LATER = 6  # how long after the year a decision is still looked for
_WITH_DAY = re.compile(r"(.+?)(?:,| ngày )\s*([0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4})")
_PREFIX = re.compile(r"(?:quyết định )?(?:số )?", re.IGNORECASE)


class Catalogue:
    """Forms, units and decisions that rows of `year` may name.

    `also` are units that rows of the year name already, though they are no members.
    """

    def __init__(self, year: EmulationYear, also: Iterable[int | None] = ()) -> None:
        self.year = year
        self._forms: dict[str, list[AwardForm]] = {}
        self._form_words: dict[str, frozenset[str]] = {}
        self._units: dict[str, list[Unit]] = {}
        self._decisions: dict[str, list[Decision]] = {}
        for form in AwardForm.objects.all():
            for key in {form_key(form.name), form_key(form.code)}:
                self._forms.setdefault(key, []).append(form)
            if holds_in(form, year):
                self._form_words[form.name] = frozenset(form_key(form.name).split())
        for unit in units_of(year, also):
            texts = {unit.name, unit.official_name, unit_text(unit), unit.people_committee}
            for key in {fold(text) for text in texts} | {fold(unit.slug)}:
                self._units.setdefault(key, []).append(unit)
        for decision in decisions_for(year):
            self._decisions.setdefault(fold(decision.document_number), []).append(decision)

    def form(self, text: str, signed_on: datetime.date | None) -> AwardForm | str:
        """The form of the law that held on the day of the decision, or at the end of the year; or
        why there is none. Of a law that held on neither, the one of the year, or else the last."""
        found = self._forms.get(form_key(text))
        if not found:
            return self._no_form(text)
        for day in law_days(self.year, signed_on):
            for form in found:
                if form.holds_on(day):
                    return form
        return next((form for form in found if holds_in(form, self.year)), found[-1])

    def unit(self, text: str) -> Unit | str:
        """The unit, or why there is none."""
        found = self._units.get(fold(text), [])
        exact = [unit for unit in found if fold(unit_text(unit)) == fold(text)]
        if len(exact) == 1:
            return exact[0]
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(unit_text(unit) for unit in found)
            return f"Có nhiều đơn vị tên “{normalise(text)}”: gõ một trong các tên {names}."
        return (
            f"“{normalise(text)}” không phải là thành viên của cụm năm {self.year.year}."
            " Gõ tên tỉnh, thành phố; bỏ trống nếu tính chung cả cụm."
        )

    def decision(self, text: str) -> Decision | str:
        """The decision, or why there is none."""
        typed = _PREFIX.sub("", normalise(text), count=1)
        day = None
        if match := _WITH_DAY.fullmatch(typed):
            typed = match[1]
            try:
                day = dates.parse_date(match[2])
            except dates.DateError as error:
                return str(error)
        found = self._decisions.get(fold(typed), [])
        of_day = [one for one in found if day is None or one.signed_on == day]
        if len(of_day) == 1:
            return of_day[0]
        if of_day:
            days = "; ".join(
                f"{one.document_number}, {dates.format_date(one.signed_on)}" for one in of_day
            )
            return f"Có nhiều quyết định số này: gõ cả ngày, ví dụ {days}."
        if found:
            signed = ", ".join(dates.format_date(one.signed_on) for one in found)
            return f"Quyết định số {typed} ký ngày {signed}, không phải ngày đã gõ."
        return (
            f"Chưa có quyết định số “{typed}” ký từ năm {self.year.year}:"
            " nhập ở trang Quyết định trước."
        )

    def _no_form(self, text: str) -> str:
        typed = frozenset(form_key(text).split())
        near = [name for name, words in self._form_words.items() if typed and typed <= words]
        hint = f" Có phải: {'; '.join(near[:_SUGGESTED])}?" if near else " Chọn trong danh sách."
        return f"Không có hình thức “{normalise(text)[:80]}”.{hint}"


def holds_in(form: AwardForm, year: EmulationYear) -> bool:
    """Whether the law has `form` on some day of the year."""
    return form.holds_in_year(year.year)


def units_of(year: EmulationYear, also: Iterable[int | None] = ()) -> list[Unit]:
    """Members in the year, the organiser of a block, and the units with the keys in `also`."""
    keys = {year.cluster.organising_unit_id, *also} - {None}
    condition = Q(pk__in=year.members().values("unit")) | Q(pk__in=keys)
    return list(Unit.objects.filter(condition).order_by("sort_key", "pk"))


def decisions_for(year: EmulationYear) -> QuerySet[Decision]:
    """Decisions that awards of the year may rest on: none is signed before the year begins.

    Those of the cluster, those that the public knows, and those that no award rests on yet: what
    another cluster drafts is not offered.
    """
    first = datetime.date(year.year, 1, 1)
    last = datetime.date(year.year + _YEARS_LATER, 12, 31)
    told = Award.objects.filter(decision__isnull=False)
    named = told.filter(emulation_year=year)
    known = told.filter(Q(emulation_year__cluster=year.cluster_id) | PUBLIC)
    offered = (
        Q(emulation_year__cluster=year.cluster_id)
        | Q(pk__in=known.values("decision"))
        | Q(emulation_year__isnull=True, awards__isnull=True)
    )
    rows = Decision.objects.filter(
        Q(Q(signed_on__range=(first, last)) & offered) | Q(pk__in=named.values("decision"))
    )
    return rows.distinct().order_by("-signed_on", "-pk")


@lru_cache(maxsize=4096)
def _words_of(folded: str) -> str:
    padded = f" {folded} "
    for written, meant in _SAME:
        padded = padded.replace(f" {written} ", f" {meant} ")
    return " ".join(word for word in padded.split() if word not in _FILLERS)


def form_key(text: str) -> str:
    """What the ways to write one form have in common."""
    return _words_of(fold(text))[:400]
