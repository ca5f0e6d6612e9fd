"""The signature sheet: what the portal knows of a document's signatures, as a page to print."""

import datetime

from django.utils import timezone

from cluster_portal.documents.contents import Column, DocumentHead, TableContent
from cluster_portal.documents.marks import marked
from cluster_portal.documents.sheet_contents import SheetLine, SignatureSheetContent
from cluster_portal.public.verification.dossiers import PORTAL, Dossier, SignatureRow
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number
from cluster_portal.vietnamese.times import format_time

_SIGNATURES = (
    Column(label="TT", width_mm=10, align="centre"),
    Column(label="Đơn vị, người ký", width_mm=40),
    Column(label="Chứng thư số", width_mm=85),
    Column(label="Thời điểm", width_mm=30),
)
_REVISIONS = (
    Column(label="Số chữ ký", width_mm=20, align="centre"),
    Column(label="Mã băm SHA-256 của cả tệp", width_mm=85),
    Column(label="Số byte", width_mm=25, align="right"),
    Column(label="Thời điểm", width_mm=35),
)


def signature_sheet(dossier: Dossier) -> SignatureSheetContent:
    """The sheet as of the last signature: the same until another one comes, or the state changes.

    A document that this reader may not read is named by kind and number alone.
    """
    document, newest = dossier.document, dossier.newest
    head = DocumentHead(
        issuing_body_parent="",
        issuing_body=PORTAL,
        number=document.document_number,
        place="",
        date=None,
        status_label="PHIẾU XÁC MINH",
        footer_note="Phiếu do cổng lập từ dữ liệu đã ghi, không thay văn bản",
    )
    return SignatureSheetContent(
        head=marked(head, document.code),
        subject=document.title
        if dossier.place.is_open
        else f"{dossier.kind} {dossier.unpublished}",
        lines=tuple(_lines(dossier)),
        tables=tuple(_tables(dossier)),
        modified=timezone.localdate(newest.at),
    )


def _lines(dossier: Dossier) -> list[SheetLine]:
    document = dossier.document
    lines = [SheetLine("Loại văn bản", dossier.kind)]
    if dossier.place.is_open and dossier.issuing_body:
        lines.append(SheetLine("Nơi ban hành", dossier.issuing_body))
    lines += [
        SheetLine("Ban hành lúc", _moment(document.issued_at)),
        SheetLine("Tình trạng", state_of(dossier)),
        SheetLine("Toàn vẹn", INTACT if dossier.is_intact else BROKEN),
    ]
    return lines


INTACT = "Tệp đang lưu đúng từng byte với mã băm đã ghi"
BROKEN = "Tệp đang lưu khác với mã băm đã ghi: không dùng, báo cho người quản trị cổng"


def state_of(dossier: Dossier) -> str:
    """Whether the document counts, and why not."""
    document = dossier.document
    if dossier.is_withdrawn:
        ended = document.withdrawal
        words = f"Đã thu hồi lúc {_moment(ended.withdrawn_at)}. Lý do: {ended.reason}"
        if later := dossier.place.successor:
            words += f". Thay bằng {dossier.kind.lower()} số {later.document_number}"
            words += f", mã {later.shown_code}" if later.code else ""
        return words
    if dossier.is_replaced:
        by = document.replaced_by
        words = f"Đã bị thay bằng lần ban hành {by.revision}, {_moment(by.issued_at)}"
        return f"{words}, mã {by.shown_code}. Lý do: {by.reason}" if by.code else words
    return "Đang có hiệu lực trên cổng"


def _tables(dossier: Dossier) -> list[TableContent]:
    tables = []
    if dossier.signatures:
        tables.append(
            _table(
                "Chữ ký",
                _SIGNATURES,
                [
                    (str(place), _who(row), _certificate(row), _when(row))
                    for place, row in enumerate(dossier.signatures, start=1)
                ],
            )
        )
    tables.append(
        _table(
            "Các bản của tệp, bản mới nhất trước",
            _REVISIONS,
            [
                (str(row.signatures), row.sha256, format_number(row.length), _moment(row.at))
                for row in dossier.revisions
            ],
        )
    )
    return tables


def _table(caption: str, columns: tuple[Column, ...], rows: list) -> TableContent:
    return TableContent(caption=caption, columns=columns, rows=tuple(rows), total_rows=len(rows))


def _who(row: SignatureRow) -> str:
    return ", ".join(part for part in (row.unit, row.office, row.name) if part)


def _certificate(row: SignatureRow) -> str:
    if row.revision is None:
        return row.way
    revision = row.revision
    words = (
        f"{row.way}. {revision.signer_name}, số hiệu {revision.certificate_serial}, nơi cấp"
        f" {revision.certificate_issuer}"
    )
    if row.valid:
        begins, ends = (format_date(timezone.localdate(at)) for at in row.valid)
        words += f", có hiệu lực từ {begins} đến {ends}"
    return f"{words}. SHA-256 của chứng thư: {revision.certificate_sha256}"


def _when(row: SignatureRow) -> str:
    """The moment, and who says so: a signer's clock proves nothing."""
    if row.at is None:
        return "không ghi"
    if row.revision is None:
        return _moment(row.at)
    source = "dấu thời gian" if row.revision.timestamped_at else "giờ theo máy người ký"
    return f"{_moment(row.at)} ({source})"


def _moment(at: datetime.datetime | datetime.date | None) -> str:
    if not isinstance(at, datetime.datetime):
        return format_date(at) if at else ""
    local = timezone.localtime(at)
    return f"{format_time(local.time())} ngày {format_date(local.date())}"
