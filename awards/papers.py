"""The register, its statistics and a recipient's awards on paper: the numbers of the pages."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from awards.datasets import Line, lines_of
from awards.files import ROWS_OF_FILE
from awards.models import Award
from awards.readings import NOTHING_COUNTED, RegisterReading, StatisticsReading
from awards.register.asked import FACET
from awards.register.forms import RegisterForm
from awards.register.recipients import Part, Recipient
from awards.register.sight import Sight
from awards.statistics_table import Drawn, DrawnRow, drawn
from cluster_portal.documents.board_contents import BoardContent, board_head
from cluster_portal.documents.board_tables import parts_of, table
from cluster_portal.documents.contents import TEXT_WIDTH_MM, WIDEST_MM, TableContent
from cluster_portal.documents.sheet_contents import SheetLine
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number
from cluster_portal.vietnamese.typography import within_sentence

MOST_CELLS = 2_000  # of a cross table on paper: made well within the time that printing is given
MOST_LINES = 200  # of the register on paper; a file of a table has all
NUMBERS_BESIDE, NUMBER_MM = 6, 20  # columns of numbers in a table, and how wide each is
ORDERS_IN_WORDS = {
    "-year": "năm mới nhất trước",
    "year": "năm cũ nhất trước",
    "recipient": "tên người, tập thể được khen, từ A đến Y",
    "-recipient": "tên người, tập thể được khen, từ Y đến A",
    "-count": "số lượng nhiều nhất trước",
    "count": "số lượng ít nhất trước",
}
IN_OTHER_FILES = (
    "Loại khen thưởng, nơi tặng, vì sao chưa có quyết định và nguồn của từng dòng: xem tệp Excel."
)
WITHOUT_NUMBER = "dòng không nêu số lượng không được tính"


@dataclass(frozen=True)
class Made:
    """The day of which a paper is, and whether what is not published may be in it."""

    on: datetime.date
    sees_drafts: bool


def register_paper(reading: RegisterReading, awards: list[Award], made: Made) -> BoardContent:
    """The first lines of the register as it is asked for, with all that is said above them.

    Of `awards` one more than `MOST_LINES` tells that there are others.
    """
    counted = reading.counted
    if counted.more_than is not None and len(awards) <= MOST_LINES:
        counted = replace(counted, lines=len(awards), is_least=False)
        reading = replace(reading, counted=counted)
    lines = [
        *_words_looked_for(reading),
        *_filters(reading.form),
        SheetLine("Thứ tự", ORDERS_IN_WORDS[reading.asked.order]),
        SheetLine("Tổng số", within_sentence(counted.words)),
    ]
    if counted.totals and counted.totals.uncounted:
        lines.append(_uncounted(counted.totals.uncounted))
    if counted.why_not_more:
        lines.append(SheetLine("Lưu ý", counted.why_not_more))
    rows = [(_who(line), *_cells(line)) for line in lines_of(awards, reading.sight)]
    if not rows:
        lines.append(SheetLine("Lưu ý", reading.empty_text))
    return _paper(
        made,
        title="SỔ KHEN THƯỞNG",
        subject="Các dòng theo bộ lọc" if reading.asked.is_narrowed else "Mọi lần khen",
        lines=lines,
        tables=[_first_lines(reading, rows)],
    )


def _first_lines(reading: RegisterReading, rows: list[tuple[str, ...]]) -> TableContent:
    """The first lines, and where the others are: more than a spreadsheet has are to be filtered."""
    counted, query = reading.counted, _query_of_register(reading)
    is_least = counted.more_than is not None and len(rows) > MOST_LINES
    total = max(counted.more_than, MOST_LINES) if is_least else counted.lines
    found = table(
        "Các lần khen",
        (("Người, tập thể được khen", 40, "left"), *_COLUMNS),
        rows,
        reverse("awards:register-file", args=["xlsx"]) + query,
        note=IN_OTHER_FILES,
        limit=MOST_LINES,
        total=total,
        is_least=is_least,
    )
    if total <= ROWS_OF_FILE:
        return found
    left, most = format_number(total - min(len(rows), MOST_LINES)), format_number(ROWS_OF_FILE)
    page = f"{settings.PORTAL_ADDRESS}{reverse('awards:register')}{query}"
    return replace(
        found,
        more_note=f"… còn {left} dòng; một tệp Excel có nhiều nhất {most}, nên lọc bớt tại {page}",
    )


def _words_looked_for(reading: RegisterReading) -> Iterator[SheetLine]:
    words = reading.form.cleaned_data.get("q", "")
    if words:
        yield SheetLine("Tìm", f"“{words}”")
    if reading.instead:
        yield SheetLine(
            "Không có dòng nào với đúng các từ đã gõ; sau đây là kết quả cho",
            f"“{reading.instead}”",
        )


def _filters(form: RegisterForm) -> Iterator[SheetLine]:
    for name, choice in form.chosen.items():
        yield SheetLine(FACET[name].label, choice.label)


def _uncounted(lines: int) -> SheetLine:
    return SheetLine("Chưa kể", f"{format_number(lines)} dòng không nêu số lượng")


def _query_of_register(reading: RegisterReading) -> str:
    """What is asked for, without what the register does not read in its address."""
    query = QueryDict(mutable=True)
    for name, value in reading.understood.items():
        if value and name in {*reading.form.fields, "sort"}:
            query[name] = value
    return f"?{query.urlencode()}" if query else ""


_COLUMNS = (
    ("Hình thức", 35, "left"),
    ("Năm", 15, "centre"),
    ("Đơn vị", 25, "left"),
    ("Kết quả", 35, "left"),
    ("Số lượng", 15, "right"),
)


def _cells(line: Line) -> tuple[str, ...]:
    award = line.award
    decision = award.decision
    given = f"{decision.document_number} ngày {format_date(decision.signed_on)}" if decision else ""
    return (
        award.form.name,
        str(award.emulation_year.year),
        _unit(line),
        "; ".join(filter(None, (award.get_status_display(), given))),
        "không nêu" if award.count is None else format_number(award.count),
    )


def _unit(line: Line) -> str:
    award = line.award
    if award.unit or award.recipient_unit:
        return line.unit
    return f"{line.unit}: {award.emulation_year.cluster.short_name}"


def _who(line: Line) -> str:
    return "; ".join([line.recipient, *_remarks(line)])


def _remarks(line: Line) -> list[str]:
    return [*map(within_sentence, line.marks), *filter(None, [line.note])]


def statistics_paper(found: StatisticsReading, made: Made) -> BoardContent:
    """The table of the statistics as the page draws it; a year has tables of its own."""
    shown = drawn(found)
    lines = [
        *_filters(found.form),
        SheetLine("Cách đếm", WITHOUT_NUMBER),
        SheetLine("Tổng số", f"{format_number(found.cross.total)} lượt"),
    ]
    if found.cross.years_left_out:
        lines.append(SheetLine("Các năm", within_sentence(found.cross.words_left_out)))
    if not found.cross.total:
        lines.append(SheetLine("Lưu ý", NOTHING_COUNTED))
    return _paper(
        made,
        title="THỐNG KÊ KHEN THƯỞNG",
        subject=found.heading,
        lines=lines,
        tables=[*_cross_tables(found, shown)] if found.cross.total else [],
    )


def _cross_tables(found: StatisticsReading, shown: Drawn) -> Iterator[TableContent]:
    of_rows, of_columns = (label.lower() for label in found.labels)
    caption = f"Theo {of_rows} và {of_columns}"
    for block in shown.blocks:
        if block.label:
            yield from _parted(f"{caption}, năm {block.label}", block.rows, found, shown)
        else:
            yield from _parted(caption, [*block.rows, shown.sums], found, shown)
    if found.by.yearly:
        yield from _parted(f"{caption}, cộng các năm trong bảng", [shown.sums], found, shown)


def _parted(
    caption: str, rows: Sequence[DrawnRow], found: StatisticsReading, shown: Drawn
) -> Iterator[TableContent]:
    """The rows under a few columns at a time; their sum stands under the last."""
    columns = [*shown.columns, "Cộng"]
    page = reverse("awards:statistics-file", args=["xlsx"])
    parts = list(parts_of(range(len(columns)), NUMBERS_BESIDE))
    beside = NUMBER_MM * max(map(len, parts))
    for number, places in enumerate(parts, start=1):
        part = f" (phần {number} trên {len(parts)})" if len(parts) > 1 else ""
        yield table(
            f"{caption}{part}",
            (
                (found.labels[0], min(TEXT_WIDTH_MM - beside, WIDEST_MM), "left"),
                *((columns[place], NUMBER_MM, "right") for place in places),
            ),
            [(row.label, *(row.cells[place].text for place in places)) for row in rows],
            page,
        )


def recipient_paper(
    found: Recipient, awards: Iterable[Award], sight: Sight, made: Made
) -> BoardContent:
    """Everything that the page tells of one recipient, on as many lines as fit on paper."""
    file = reverse("awards:recipient-file", args=[found.award.pk, "xlsx"])
    lines = [
        SheetLine("Thời gian", within_sentence(found.span)),
        SheetLine("Tổng số", f"{found.totals.words}; {format_number(found.decisions)} quyết định"),
    ]
    if found.totals.uncounted:
        lines.append(_uncounted(found.totals.uncounted))
    if found.spellings:
        lines.append(SheetLine("Tên còn được viết", "; ".join(found.spellings)))
    lines.append(SheetLine("Phạm vi", within_sentence(found.standing_together)))
    rows = [(*_cells(line), "; ".join(_remarks(line))) for line in lines_of(awards, sight)]
    return _paper(
        made,
        title="CÁC LẦN ĐƯỢC KHEN",
        subject=found.name,
        lines=lines,
        tables=[
            _parts_table("Theo hình thức", "Hình thức", found.forms, file),
            _parts_table("Theo đơn vị, với tên của thời đó", "Đơn vị", found.units, file),
            table(
                "Các lần khen, năm mới nhất trước",
                (*_COLUMNS, ("Ghi chú", 45, "left")),
                rows,
                file,
                note=IN_OTHER_FILES,
                limit=MOST_LINES,
                total=len(found.keys),
            ),
        ],
    )


def _parts_table(caption: str, of: str, parts: Sequence[Part], file: str) -> TableContent:
    columns = ((of, 100, "left"), ("Số dòng", 25, "right"), ("Các năm", 40, "left"))
    rows = [(part.name, format_number(part.lines), part.span) for part in parts]
    return table(caption, columns, rows, file)


def _paper(
    made: Made,
    *,
    title: str,
    subject: str,
    lines: Sequence[SheetLine],
    tables: Sequence[TableContent],
) -> BoardContent:
    return BoardContent(
        head=board_head(made.on, sees_drafts=made.sees_drafts),
        title=title,
        subject=subject,
        lines=tuple(lines),
        tables=tuple(one for one in tables if one.rows),
        charts=(),
        modified=made.on,
    )
