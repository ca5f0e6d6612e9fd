"""What the addresses of the register ask for, and what was found of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, QueryDict

from awards.models import AwardStatus
from awards.register.asked import FACET, Asked, read_asked
from awards.register.choices import read_choices
from awards.register.counting import Counted, count
from awards.register.finding import is_unfinished
from awards.register.forms import RegisterForm, StatisticsForm
from awards.register.paging import placed
from awards.register.recipients import Recipient, recipient_of
from awards.register.sight import Sight
from awards.register.spelling import nearest_words
from awards.register.statistics import (
    RESULT,
    YEAR,
    By,
    CrossTable,
    cross_table,
    read_by,
    usual_result,
)
from cluster_portal.pages.query import clean_query

NOTHING_YET = "Chưa có khen thưởng nào được công bố."
NOTHING_FITS = "Không có dòng nào như vậy. Bỏ bớt bộ lọc hoặc gõ từ khác."
NOTHING_COUNTED = "Không có khen thưởng nào như vậy. Bỏ bớt bộ lọc."


@dataclass
class RegisterReading:
    """What the address asks for and what was found of it."""

    sight: Sight
    form: RegisterForm
    asked: Asked
    counted: Counted
    instead: str = ""

    @property
    def understood(self) -> QueryDict:
        """The address without what made no sense in it: that of the files of the page."""
        return _understood(self.form, sort=self.asked.order)

    @property
    def empty_text(self) -> str:
        """What is said where there is no line."""
        return NOTHING_FITS if self.asked.is_narrowed else NOTHING_YET


def read_register(request: HttpRequest, ignored: Iterable[str] = ()) -> RegisterReading:
    """Count what the address asks for; words that find nothing are tried as they may be meant."""
    data = request.GET.copy()
    for name in ignored:
        data.pop(name, None)
    if "q" in data:
        data["q"] = clean_query(request, "q")
    return read_query(data, request.user)


def read_query(data: QueryDict, user: Any) -> RegisterReading:
    """The same of what an address may ask for."""
    sight = Sight.of(user)
    form = RegisterForm(data, read_choices(user, sight))
    asked = read_asked(data, form.filters, form.words)
    if asked.words:
        asked = replace(asked, is_unfinished=is_unfinished(asked.words, sight))
    asked = placed(asked, sight)
    reading = RegisterReading(sight, form, asked, count(asked, sight))
    if asked.words and not reading.counted.lines:
        _try_others(reading)
    form.show_counts(reading.counted)
    return reading


def _try_others(reading: RegisterReading) -> None:
    words = nearest_words([word for (word,) in reading.asked.words], reading.sight)
    if words == reading.asked.words:
        return
    asked = replace(reading.asked, words=words, is_unfinished=False)
    counted = count(asked, reading.sight)
    if counted.lines:
        reading.asked, reading.counted = asked, counted
        reading.instead = " ".join(" / ".join(likes) for likes in words)


COUNTED = {
    AwardStatus.GRANTED.value: "Lượt được tặng",
    AwardStatus.PROPOSED.value: "Lượt đề nghị",
    AwardStatus.REFUSED.value: "Lượt không được duyệt",
    AwardStatus.REVOKED.value: "Lượt bị thu hồi",
}


@dataclass
class StatisticsReading:
    """What the address asks to be counted, and the numbers."""

    form: StatisticsForm
    cross: CrossTable
    by: By
    is_by_two: bool

    @property
    def labels(self) -> list[str]:
        return [FACET[name].label for name in self.by.sides]

    @property
    def status(self) -> str:
        """The result that is counted; empty for every one."""
        return self.form.answers.get(RESULT, "")

    @property
    def counts(self) -> str:
        """What is counted, in words."""
        return COUNTED.get(self.status, "Lượt khen, mọi kết quả")

    @property
    def heading(self) -> str:
        rows, columns = self.labels
        yearly = ", theo từng năm" if self.by.yearly else ""
        return f"{self.counts}: {rows.lower()} và {columns.lower()}{yearly}"

    @property
    def understood(self) -> QueryDict:
        """The address without what made no sense in it."""
        rows, columns = self.by.sides
        blocks = YEAR if self.by.yearly else ""
        return _understood(self.form, hang=rows, cot=columns, khoi=blocks)


def read_statistics(request: HttpRequest) -> StatisticsReading:
    """Count by the two facets that the address names, under its filters."""
    sight = Sight.of(request.user)
    choices = read_choices(request.user, sight)
    by, is_by_two = read_by(request.GET)
    form = StatisticsForm(request.GET, choices, usual=usual_result(by))
    asked = read_asked(request.GET, form.filters, ())
    form.show_counts(count(asked, sight))
    return StatisticsReading(form, cross_table(asked, sight, choices, by), by, is_by_two)


def read_recipient(request: HttpRequest, pk: int) -> tuple[Recipient, Sight]:
    """Whom the award `pk` names; not found (404) where the reader may not know who."""
    sight = Sight.of(request.user)
    found = recipient_of(pk, request.user, sight)
    if found is None:
        raise Http404
    return found, sight


def wrong_fields(form: RegisterForm) -> list[str]:
    """What the form says of fields that it could not read."""
    return [
        f"{form.fields[name].label} “{form.data.get(name, '')[:60]}”: {error}"
        for name, errors in form.errors.items()
        for error in errors
    ]


def _understood(form: RegisterForm, **chosen: str) -> QueryDict:
    """What of the address was read, without wrong fields; `chosen` for what it has of those."""
    query = form.data.copy()
    known = {*form.fields, *chosen} - form.errors.keys()
    for name in query.keys() - known:
        query.pop(name)
    for name in chosen.keys() & query.keys():
        query[name] = chosen[name]
    return query
