"""The award register and its statistics as data: every field, its stable name, what it means."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from awards.models import Award
from awards.register.asked import Choice
from awards.register.sight import Sight
from awards.register.statistics import By, CrossTable
from cluster_portal.pages.data_files import data_content
from cluster_portal.pages.datasets import Dataset, Field, Kind
from cluster_portal.pages.spreadsheets import Sheet
from cluster_portal.vietnamese.dates import format_date

ORIGIN = (
    "Báo cáo hội nghị, quyết định khen thưởng do ban thư ký các cụm nhập; nguồn của từng dòng ghi ở"
    " dòng đó."
)
NAMES = "Tên cá nhân, hộ gia đình ghi như mục Tên riêng ở đầu trang nói; tên tập thể ghi đủ."


@dataclass(frozen=True, slots=True)
class Line:
    """An award as one reader sees it."""

    award: Award
    sight: Sight

    @property
    def recipient(self) -> str:
        return self.sight.recipient(self.award)

    @property
    def note(self) -> str:
        """The note, unless it is of a person whose name the reader may not know."""
        return self.award.note if self.sight.shows_all_of(self.award) else ""

    @property
    def marks(self) -> list[str]:
        """What the page marks beside other cells."""
        award = self.award
        marks = {
            "Chưa công bố": not award.is_public,
            "Truy tặng": award.is_posthumous,
            "Năm không nêu rõ": not award.year_is_stated,
        }
        return [mark for mark, applies in marks.items() if applies]

    @property
    def remarks(self) -> str:
        """These marks, what a cell of numbers cannot say, and the note itself."""
        of_number = "Không nêu số lượng" if self.award.count is None else ""
        return ". ".join([*self.marks, *filter(None, (of_number, self.note))])

    @property
    def unit(self) -> str:
        return str(self.award.unit or self.award.recipient_unit or "chung cả cụm")

    @property
    def unit_slug(self) -> str | None:
        unit = self.award.unit or self.award.recipient_unit
        return unit.slug if unit else None

    @property
    def decision(self) -> str:
        award = self.award
        if award.decision:
            return f"{award.decision.document_number}, {format_date(award.decision.signed_on)}"
        return f"Chưa có: {award.no_decision_reason}" if award.no_decision_reason else ""

    @property
    def source(self) -> str:
        source = self.award.source
        parts = (source.title, source.publisher, source.published_on) if source else ()
        return ", ".join(
            format_date(part) if isinstance(part, datetime.date) else part for part in parts if part
        )


def lines_of(awards: Iterable[Award], sight: Sight) -> Iterator[Line]:
    """The rows of `AWARDS`, read one after the other."""
    return (Line(award, sight) for award in awards)


_FIELDS = (
    Field(
        name="recipient",
        heading="Người, tập thể được khen",
        meaning=f"Tên, hoặc số người và tập thể khi nguồn không nêu tên. {NAMES}",
        value=lambda line: line.recipient,
        width=42,
    ),
    Field(
        name="recipient_kind",
        meaning="Đối tượng: individual cá nhân, collective tập thể, household hộ gia đình,"
        " mixed tập thể và cá nhân, unstated không nêu.",
        kind=Kind.CODE,
        value=lambda line: line.award.recipient_kind,
    ),
    Field(heading="Đối tượng", value=lambda line: line.award.get_recipient_kind_display()),
    Field(
        name="form_code",
        meaning="Mã hình thức khen thưởng trong danh mục theo luật.",
        kind=Kind.CODE,
        value=lambda line: line.award.form.code,
    ),
    Field(
        name="form",
        heading="Hình thức",
        meaning="Tên hình thức khen thưởng.",
        value=lambda line: line.award.form.name,
        width=38,
    ),
    Field(
        name="level",
        meaning="Cấp khen thưởng của hình thức, theo danh mục.",
        kind=Kind.CODE,
        value=lambda line: line.award.form.level,
    ),
    Field(
        name="commendation_type",
        meaning="Loại khen thưởng (Luật 06/2022/QH15, điều 8 và 96): merit công trạng, thematic"
        " chuyên đề, ad_hoc đột xuất, contribution cống hiến, seniority niên hạn,"
        " external_relations đối ngoại, resistance kháng chiến.",
        kind=Kind.CODE,
        value=lambda line: line.award.commendation_type,
    ),
    Field(heading="Loại", value=lambda line: line.award.get_commendation_type_display()),
    Field(
        name="year",
        heading="Năm",
        meaning="Năm thi đua của lần khen.",
        kind=Kind.YEAR,
        value=lambda line: line.award.emulation_year.year,
        width=8,
    ),
    Field(
        name="year_is_stated",
        meaning="Nguồn có nêu rõ năm; nếu không, năm suy từ hội nghị.",
        kind=Kind.BOOLEAN,
        value=lambda line: line.award.year_is_stated,
    ),
    Field(
        name="status",
        meaning="Kết quả: proposed đề nghị, granted được tặng, refused không được duyệt, revoked bị"
        " thu hồi.",
        kind=Kind.CODE,
        value=lambda line: line.award.status,
    ),
    Field(heading="Kết quả", value=lambda line: line.award.get_status_display()),
    Field(
        name="is_posthumous",
        meaning="Truy tặng.",
        kind=Kind.BOOLEAN,
        value=lambda line: line.award.is_posthumous,
    ),
    Field(
        name="count",
        heading="Số lượng",
        meaning="Số người, tập thể được khen ở dòng này; null khi nguồn không nêu.",
        kind=Kind.INTEGER,
        measure="lượt khen",
        value=lambda line: line.award.count,
        width=10,
    ),
    Field(
        name="unit",
        heading="Đơn vị",
        meaning="Mã địa chỉ của tỉnh, thành phố có người được khen; null là chung cả cụm."
        " Excel và CSV ghi tên.",
        kind=Kind.CODE,
        value=lambda line: line.unit_slug,
        shown=lambda line: line.unit,
    ),
    Field(
        name="cluster",
        heading="Cụm, khối",
        meaning="Mã địa chỉ của cụm, khối thi đua. Excel và CSV ghi tên gọn.",
        kind=Kind.CODE,
        value=lambda line: line.award.emulation_year.cluster.slug,
        shown=lambda line: line.award.emulation_year.cluster.short_name,
        width=26,
    ),
    Field(
        name="giving_body",
        heading="Người, cơ quan tặng",
        meaning="Người hoặc cơ quan tặng, nếu nguồn nêu.",
        value=lambda line: line.award.giving_body,
        width=28,
    ),
    Field(heading="Quyết định", value=lambda line: line.decision, width=34),
    Field(
        name="decision_number",
        meaning="Số, ký hiệu quyết định khen thưởng.",
        value=lambda line: line.award.decision and line.award.decision.document_number,
    ),
    Field(
        name="decision_signed_on",
        meaning="Ngày ký quyết định.",
        kind=Kind.DAY,
        value=lambda line: line.award.decision and line.award.decision.signed_on,
    ),
    Field(
        name="no_decision_reason",
        meaning="Vì sao chưa có quyết định.",
        value=lambda line: line.award.no_decision_reason,
    ),
    Field(
        name="conference_held_on",
        heading="Nêu tại hội nghị",
        meaning="Ngày họp của hội nghị nêu lần khen.",
        kind=Kind.DAY,
        value=lambda line: line.award.conference and line.award.conference.held_on,
    ),
    Field(
        name="source",
        heading="Nguồn",
        meaning="Tên, nơi và ngày công bố của nguồn.",
        value=lambda line: line.source,
        width=44,
    ),
    Field(
        name="is_public",
        meaning="Đã công bố; công chúng chỉ nhận những dòng này.",
        kind=Kind.BOOLEAN,
        value=lambda line: line.award.is_public,
    ),
    Field(
        name="note",
        heading="Ghi chú",
        meaning="Ghi chú; bỏ trống khi dòng nói về người mà tên không được nêu đủ.",
        value=lambda line: line.note,
        shown=lambda line: line.remarks,
        width=44,
    ),
)
FILTERS = (
    ("q", "từ cần tìm"),
    ("nam", "năm"),
    ("cum", "mã địa chỉ của cụm"),
    ("don_vi", "mã địa chỉ của đơn vị"),
    ("hinh_thuc", "mã hình thức"),
    ("cap", "cấp khen thưởng"),
    ("loai", "loại khen thưởng"),
    ("doi_tuong", "đối tượng"),
    ("ket_qua", "kết quả"),
)
AWARDS = Dataset(
    key="awards",
    title="Khen thưởng",
    what="Sổ khen thưởng: mỗi dòng một lần khen một người, một tập thể có tên, hoặc một nhóm"
    " chỉ nêu số lượng. JSON gồm nhiều trang, mỗi trang 1.000 dòng: lines là số dòng của mọi trang"
    " (null khi các từ của q có trong quá nhiều dòng nên không đếm),"
    " next là địa chỉ trang sau, null ở trang cuối; found_instead là các từ đã tìm thay cho q khi q"
    " không có ở dòng nào. Excel và CSV gồm mọi dòng.",
    origin=ORIGIN,
    address="/khen-thuong",
    fields=_FIELDS,
    filters=(
        *FILTERS,
        ("sort", "thứ tự: -year, year, recipient, -recipient, -count hoặc count"),
        ("sau", "trang JSON bắt đầu sau dòng này; lấy từ next"),
    ),
)
RECIPIENT = replace(
    AWARDS,
    key="recipient-awards",
    title="Các lần được khen",
    what="Mọi lần khen của một tập thể, hay của một người với ai đọc được tên đầy đủ; {award} là số"
    " của một lần khen.",
    address="/khen-thuong/duoc-khen/{award}",
    filters=(),
)
YEAR_AWARDS = replace(
    AWARDS,
    key="year-awards",
    title="Khen thưởng của năm",
    what="Khen thưởng của một năm thi đua: mỗi lần khen một dòng, đề nghị đã có kết quả đủ thì thôi"
    " ghi. Tên riêng ghi như trong sổ khen thưởng.",
    address="/cum/{cluster}/{year}/khen-thuong",
    filters=(),
)
UNIT_AWARDS = replace(
    YEAR_AWARDS,
    key="unit-awards",
    title="Khen thưởng của đơn vị",
    what="Khen thưởng của một tỉnh, thành phố qua các năm, năm mới nhất trước. Tên riêng ghi như"
    " trong sổ khen thưởng.",
    address="/don-vi/{unit}/khen-thuong",
)


def _sums(key: str, what: str) -> Dataset:
    fields = (
        Field(name="label", meaning="Giá trị của tiêu chí.", value=lambda told: told[0].label),
        Field(
            name="code",
            meaning="Mã của giá trị ấy; null là không nêu.",
            kind=Kind.CODE,
            value=lambda told: told[0].value,
        ),
        Field(
            name="recipients",
            meaning="Số lượt khen.",
            kind=Kind.INTEGER,
            measure="lượt khen",
            value=lambda told: told[1],
        ),
    )
    return Dataset(key=key, title="", what=what, origin="", address="", fields=fields)


ROW_TOTALS = _sums("row_totals", "Cộng theo tiêu chí thứ nhất.")
COLUMN_TOTALS = _sums("column_totals", "Cộng theo tiêu chí thứ hai.")
YEAR_TOTALS = _sums("year_totals", "Cộng theo năm, khi thống kê theo từng năm.")
STATISTICS = Dataset(
    key="award-statistics",
    title="Thống kê khen thưởng",
    what="Số lượt được tặng theo hai tiêu chí, có thể theo từng năm, trong phạm vi đã lọc; ket_qua"
    " chọn kết quả khác hoặc mọi kết quả (tat-ca), và khi một tiêu chí là kết quả thì mọi kết quả"
    " đều được tính. status là kết quả đã tính, null là mọi kết quả. JSON có mỗi ô một dòng; ô"
    " không có lượt nào thì không ghi. Excel và CSV là bảng hai chiều như trên trang. total là số"
    " cộng của cả bảng; years_left_out là số năm cũ không có trong bảng, vì bảng theo từng năm có"
    " nhiều nhất 20 năm.",
    parts=(ROW_TOTALS, COLUMN_TOTALS, YEAR_TOTALS),
    origin="Cộng từ sổ khen thưởng; dòng không nêu số lượng không được tính.",
    address="/khen-thuong/thong-ke",
    fields=(
        Field(
            name="row",
            meaning="Giá trị của tiêu chí thứ nhất.",
            value=lambda cell: cell[0].label,
        ),
        Field(
            name="row_code",
            meaning="Mã của giá trị ấy, như trong bộ lọc; null là không nêu.",
            kind=Kind.CODE,
            value=lambda cell: cell[0].value,
        ),
        Field(
            name="column",
            meaning="Giá trị của tiêu chí thứ hai.",
            value=lambda cell: cell[1].label,
        ),
        Field(
            name="column_code",
            meaning="Mã của giá trị ấy.",
            kind=Kind.CODE,
            value=lambda cell: cell[1].value,
        ),
        Field(
            name="recipients",
            meaning="Số lượt khen có kết quả đã chọn.",
            kind=Kind.INTEGER,
            measure="lượt khen",
            value=lambda cell: cell[2],
        ),
        Field(
            name="year",
            meaning="Năm thi đua, khi thống kê theo từng năm; nếu không thì null.",
            kind=Kind.YEAR,
            value=lambda cell: cell[3] and cell[3].keys[0],
        ),
    ),
    filters=(
        *FILTERS[1:],
        ("hang", "tiêu chí thứ nhất"),
        ("cot", "tiêu chí thứ hai"),
        ("khoi", "nam: theo từng năm"),
    ),
)


def statistics_content(cross: CrossTable, by: By, status: str) -> bytes:
    """The JSON file of `STATISTICS`: each cell that counts anybody, and the sums."""
    cells = (
        (row.choice, column, number, block.choice)
        for block in cross.blocks
        for row in block.rows
        for column, number in zip(cross.columns, row.cells, strict=True)
        if number
    )
    sums: dict[Choice, int] = {}
    for row in cross.rows:
        sums[row.choice] = sums.get(row.choice, 0) + row.total
    columns = list(zip(cross.columns, cross.totals, strict=True)) if cross.rows else []
    years = [(block.choice, block.total) for block in cross.blocks if block.choice]
    content = {
        "status": status or None,
        "rows_by": by.sides[0],
        "columns_by": by.sides[1],
        "years_left_out": cross.years_left_out,
        "total": cross.total,
        "rows": STATISTICS.records(cells),
        ROW_TOTALS.key: ROW_TOTALS.records(sums.items()),
        COLUMN_TOTALS.key: COLUMN_TOTALS.records(columns),
        YEAR_TOTALS.key: YEAR_TOTALS.records(years),
    }
    return data_content(STATISTICS, content)


def statistics_sheet(cross: CrossTable, labels: list[str], counts: str) -> Sheet:
    """The table as the page shows it, with its sums; a year stands in each of its rows.

    `counts` says what is counted; a file shows it in a heading, for want of a caption.
    """
    rows: list[list[Any]] = []
    is_yearly = any(block.choice for block in cross.blocks)
    for block in cross.blocks:
        year = [block.choice.label] if block.choice else []
        rows += ([*year, row.choice.label, *row.cells, row.total] for row in block.rows)
        if year:
            rows.append([*year, "Cộng", *block.totals, block.total])
    if rows:
        rows.append([*([None] if is_yearly else []), "Cộng", *cross.totals, cross.total])
    return Sheet(
        counts,
        [
            *(["Năm"] if is_yearly else []),
            f"{labels[0]} ({counts.lower()})",
            *(column.label for column in cross.columns),
            "Cộng",
        ],
        rows,
        [*([8] if is_yearly else []), 38, *(14 for _ in cross.columns), 12],
    )
