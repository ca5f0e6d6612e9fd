"""The plain data that a conference report is made from, on the page and in the PDF alike."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from awards.models import Award
from cluster_portal.documents.contents import (
    NOT_SIGNED,
    Column,
    DocumentHead,
    Part,
    ReportContent,
    Section,
    SignatureBlock,
    TableContent,
    cut_rows,
)
from cluster_portal.documents.marks import marked
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.passages import AWARDS_HEADING
from cluster_portal.public import selectors
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number
from clusters.models import Cluster, LeadershipRole, Unit
from emulation.documents import (
    document_head,
    law_in_force,
    recipients,
    signing_authority,
    source_note,
)
from emulation.models import (
    Conclusion,
    Conference,
    ConferenceKind,
    ConferenceMovement,
    Delegate,
    IndicatorValue,
    Pledge,
)
from emulation.selectors import Comparison, Results, results_of

ROWS_ON_PAGE = 40
OWN_TABLE = 3  # figures of one unit that nobody else has, to be a table of their own


@dataclass(frozen=True)
class Issue:
    """Under which number and on which day a report is issued, and which issue it replaces.

    The `code` is for printing: the page that shows the report carries none.
    """

    number: str
    day: datetime.date
    revision: int = 1
    replaces: IssuedDocument | None = None
    reason: str = ""
    code: str = ""

    @property
    def replacement_note(self) -> str:
        """What page 1 says of the issue that this one replaces."""
        if self.replaces is None:
            return ""
        former = format_date(timezone.localdate(self.replaces.issued_at))
        return (
            f"Bản này (lần {self.revision}) thay bản lần {self.replaces.revision} ngày {former},"
            f" lý do: {self.reason}"
        )


def issue_of(document: IssuedDocument) -> Issue:
    """The issue that `document` is."""
    return Issue(
        document.document_number,
        timezone.localdate(document.issued_at),
        document.revision,
        document.replaces,
        document.reason,
    )


def report_content(
    conference: Conference, user: Any, pledge: Pledge | None, issue: Issue | None = None
) -> ReportContent:
    """The report of `conference`, as `user` may see it; its proceedings must have been fetched.

    `issue` is the number and day under which it is, or will be, issued.
    """
    cluster = conference.cluster
    reviewed, launched = conference.review_year, conference.launch_year
    parts = (
        Part(heading=_results_heading(conference), sections=_results(conference, user)),
        Part(heading="DIỄN BIẾN HỘI NGHỊ", sections=_proceedings(conference, pledge)),
        Part(
            heading=f"PHƯƠNG HƯỚNG NĂM {launched.year}" if launched else "PHƯƠNG HƯỚNG",
            sections=_outlook(conference),
        ),
    )
    head = document_head(
        cluster,
        type_code="BC",
        place=conference.host.name if conference.host else "",
        day=conference.held_on,
        is_published=conference.is_published,
    )
    return ReportContent(
        head=_issued_head(head, issue) if issue else head,
        subject=report_subject(conference),
        replacement_note=issue.replacement_note if issue else "",
        bases=law_in_force(conference.held_on),
        parts=tuple(part for part in parts if part.sections),
        signature=_signature(cluster) if reviewed else None,
        recipients=recipients(cluster),
        source_note=source_note(conference.source),
        modified=issue.day if issue else conference.held_on,
    )


def _issued_head(head: DocumentHead, issue: Issue) -> DocumentHead:
    return replace(
        marked(head, issue.code) if issue.code else head,
        number=issue.number,
        date=issue.day,
        status_label=NOT_SIGNED,
        footer_note=f"Bản chưa ký – cổng ban hành lần {issue.revision},"
        f" ngày {format_date(issue.day)}",
    )


def _signature(cluster: Cluster) -> SignatureBlock:
    lines = [f"TM. {signing_authority(cluster)}"]
    if not cluster.organising_unit:
        lines.append(LeadershipRole.CHAIR.label.upper())
    return SignatureBlock(authority_lines=tuple(lines))


def report_subject(conference: Conference) -> str:
    """What the report is about: "Tổng kết … năm 2024, phương hướng …"."""
    reviewed, launched = conference.review_year, conference.launch_year
    if conference.kind != ConferenceKind.ANNUAL_REVIEW or not reviewed:
        return conference.title
    what = f"Tổng kết công tác thi đua, khen thưởng năm {reviewed.year}"
    return f"{what}, phương hướng, nhiệm vụ năm {launched.year}" if launched else what


def _results_heading(conference: Conference) -> str:
    year = conference.review_year
    return f"KẾT QUẢ NĂM {year.year}" if year else "KẾT QUẢ"


def _results(conference: Conference, user: Any) -> tuple[Section, ...]:
    sections = [
        Section(heading=section.heading, paragraphs=tuple(section.paragraphs))
        for section in conference.sections.all()
        if not section.is_outlook
    ]
    if conference.movements.all():
        sections.append(
            Section(
                heading="Các phong trào thi đua, cuộc vận động",
                items=tuple(_movement(row) for row in conference.movements.all()),
            )
        )
    if conference.review_year:
        sections += _figures(conference, user)
    awards = selectors.awards_at(conference, user).fit_to_print()
    if awards.exists():
        sections.append(Section(heading=AWARDS_HEADING, tables=(_award_table(awards, conference),)))
    return tuple(sections)


def _movement(row: ConferenceMovement) -> str:
    launcher = f" ({row.movement.launcher} phát động)" if row.movement.launcher else ""
    summary = f": {row.summary}" if row.summary else ""
    return f"{row.movement.get_kind_display()} “{row.shown_name}”{launcher}{summary}"


def _figures(conference: Conference, user: Any) -> list[Section]:
    year = conference.review_year
    results = results_of(year, user)
    address = _address(
        reverse("public:year-results", args=[conference.cluster.slug, year.year, "xlsx"])
    )
    tables = []
    if results.cluster_values:
        tables.append(_value_table("Số liệu toàn cụm", results.cluster_values, address))
    tables += [_comparison_table(comparison, address) for comparison in results.comparisons]
    few = [(unit, values) for unit, values in results.by_unit if len(values) < OWN_TABLE]
    single = [_unit_table(few, address)] if few else []
    single += [
        _value_table(unit.official_name, values, address)
        for unit, values in results.by_unit
        if len(values) >= OWN_TABLE
    ]
    tables += [replace(table, note=results.single_note) for table in single]
    if not tables:
        return []
    figures = Section(heading="Chỉ tiêu kinh tế - xã hội", tables=tuple(tables))
    corrections = tuple(_corrections(results))
    if not corrections:
        return [figures]
    return [figures, Section(heading="Đính chính số liệu", items=corrections)]


def _corrections(results: Results) -> Iterator[str]:
    for value in results.all_values:
        whose = value.unit.name if value.unit else "toàn cụm"
        for correction in value.corrected:
            yield f"{value.indicator.name}, {whose}: {value.shown}, {correction.words}"


def _shown(value: IndicatorValue) -> str:
    return f"{value.shown} (đính chính)" if value.corrected else value.shown


_VALUE_COLUMNS = (
    Column(label="Chỉ tiêu", width_mm=65),
    Column(label="Giá trị", width_mm=30, align="right"),
    Column(label="Đơn vị tính", width_mm=40),
    Column(label="Kỳ", width_mm=30),
)


def _value_table(caption: str, values: list[IndicatorValue], address: str) -> TableContent:
    rows = [
        (value.indicator.name, _shown(value), value.indicator.unit_of_measure, value.period_text)
        for value in values
    ]
    return TableContent(
        caption=caption,
        columns=_VALUE_COLUMNS,
        **cut_rows(rows, address=address),
    )


def _unit_table(by_unit: list[tuple[Unit, list[IndicatorValue]]], address: str) -> TableContent:
    """What is told of single units, in one table: a figure or two make no table of their own."""
    rows = [
        (
            unit.name,
            value.indicator.name,
            _shown(value),
            value.indicator.unit_of_measure,
            value.period_text,
        )
        for unit, values in by_unit
        for value in values
    ]
    return TableContent(
        caption="Số liệu của từng đơn vị",
        columns=(
            Column(label="Đơn vị", width_mm=30),
            Column(label="Chỉ tiêu", width_mm=55),
            Column(label="Giá trị", width_mm=25, align="right"),
            Column(label="Đơn vị tính", width_mm=30),
            Column(label="Kỳ", width_mm=25),
        ),
        **cut_rows(rows, address=address),
    )


def _comparison_table(comparison: Comparison, address: str) -> TableContent:
    indicator = comparison.indicator
    rows = [
        (str(place), value.unit.name, _shown(value), value.period_text)
        for place, value in enumerate(comparison.values, 1)
    ]
    aggregate = comparison.aggregate
    if aggregate and aggregate.text:
        rows.append(("", f"{aggregate.label} ({aggregate.completeness})", aggregate.text, ""))
    unit = f" ({indicator.unit_of_measure})" if indicator.unit_of_measure else ""
    return TableContent(
        caption=f"{indicator.name}{unit} theo đơn vị",
        note=comparison.note,
        columns=(
            Column(label="TT", width_mm=15, align="centre"),
            Column(label="Đơn vị", width_mm=75),
            Column(label="Giá trị", width_mm=35, align="right"),
            Column(label="Kỳ", width_mm=40),
        ),
        **cut_rows(rows, address=address),
    )


def _award_table(awards: QuerySet[Award], conference: Conference) -> TableContent:
    total = awards.count()
    shown = list(awards[:ROWS_ON_PAGE])
    rows = [(_form(award), _recipient(award), _result(award)) for award in shown]
    query = f"?cum={conference.cluster.slug}&nam={shown[0].emulation_year.year}"
    return TableContent(
        caption="Các hình thức khen thưởng",
        columns=(
            Column(label="Hình thức", width_mm=75),
            Column(label="Người, tập thể được khen", width_mm=60),
            Column(label="Kết quả", width_mm=30),
        ),
        **cut_rows(
            rows,
            total=total,
            address=_address(reverse("awards:register-file", args=["xlsx"]) + query),
        ),
    )


def _form(award: Award) -> str:
    giver = f" ({award.giving_body} tặng)" if award.giving_body else ""
    return f"{award.form.name}{giver}"


def _recipient(award: Award) -> str:
    left = f"Còn {format_number(award.left)} trong " if award.left else ""
    return f"{left}{award.recipient}{' (truy tặng)' if award.is_posthumous else ''}"


def _result(award: Award) -> str:
    result = award.get_status_display()
    return result if award.year_is_stated else f"{result}, không rõ năm"


def _proceedings(conference: Conference, pledge: Pledge | None) -> tuple[Section, ...]:
    sections = []
    delegates = list(conference.delegates.all())
    if delegates:
        sections.append(
            Section(heading="Đại biểu", items=tuple(_delegate(row) for row in delegates))
        )
    sections += [
        Section(
            heading=f"{speech.get_kind_display()}: {speech.delegate.full_name}",
            paragraphs=tuple(speech.paragraphs),
        )
        for speech in conference.speeches.all()
    ]
    if conclusions := conference.conclusions.all():
        items = tuple(_conclusion(row) for row in conclusions)
        sections.append(Section(heading="Kết luận của hội nghị", items=items))
    leadership = _leadership(conference)
    if leadership:
        sections.append(Section(heading="Cụm trưởng, Cụm phó", paragraphs=leadership))
    if pledge:
        sections.append(Section(heading="Giao ước thi đua", paragraphs=_pledge(pledge)))
    return tuple(sections)


def _delegate(delegate: Delegate) -> str:
    parts = ", ".join(part.get_part_display() for part in delegate.parts.all())
    unit = delegate.unit.official_name if delegate.unit else ""
    # An office is often told with its province: "Chủ tịch UBND tỉnh Thái Bình".
    told = not unit or delegate.unit.name.casefold() in delegate.title.casefold()
    who = f"{delegate.full_name}, {delegate.title}" + ("" if told else f", {unit}")
    return who + (f": {parts}" if parts else "")


def _conclusion(conclusion: Conclusion) -> str:
    """What is to be done, by whom, until when."""
    owner = conclusion.owner.official_name if conclusion.owner else ""
    due = f"hạn {format_date(conclusion.due_on)}" if conclusion.due_on else ""
    charge = ", ".join(words for words in (owner, due) if words)
    return f"{conclusion.text} ({charge})" if charge else conclusion.text


def _leadership(conference: Conference) -> tuple[str, ...]:
    """ "Năm 2023: Cụm trưởng: Tỉnh Thái Bình; Cụm phó: Tỉnh Nam Định, Tỉnh Hà Nam." """
    lines = []
    for year in (conference.review_year, conference.launch_year):
        if year and year.led_by:
            named = defaultdict(list)
            for leader in year.led_by:
                inferred = " (suy ra)" if leader.is_inferred else ""
                named[leader.get_role_display()].append(f"{leader.unit.official_name}{inferred}")
            roles = "; ".join(f"{role}: {', '.join(units)}" for role, units in named.items())
            lines.append(f"Năm {year.year}: {roles}.")
    return tuple(lines)


def _pledge(pledge: Pledge) -> tuple[str, ...]:
    signed = (
        f", {pledge.signed_count}/{pledge.signature_count} đơn vị ký"
        if pledge.signature_count
        else ""
    )
    lines = [f"Hội nghị ký giao ước thi đua năm {pledge.emulation_year.year}{signed}."]
    if pledge.theme:
        lines.append(f"Chủ đề: “{pledge.theme}”.")
    if pledge.motto:
        lines.append(f"Phương châm hành động: “{pledge.motto}”.")
    return tuple(lines)


def _outlook(conference: Conference) -> tuple[Section, ...]:
    return tuple(
        Section(heading=section.heading, paragraphs=tuple(section.paragraphs))
        for section in conference.sections.all()
        if section.is_outlook
    )


def _address(path: str) -> str:
    return f"{settings.PORTAL_ADDRESS}{path}"
