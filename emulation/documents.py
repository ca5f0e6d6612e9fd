"""The plain data that pledges are printed from, and what all documents of a cluster share."""

import datetime
from dataclasses import dataclass, replace

from cluster_portal.documents.contents import (
    DRAFT,
    FOR_SIGNING,
    FOR_SIGNING_NOTE,
    NOT_SIGNED,
    DocumentHead,
    PledgeContent,
    PledgeItemContent,
    SignatureCell,
)
from cluster_portal.documents.marks import marked
from cluster_portal.vietnamese.typography import NO_BREAK_SPACE
from clusters.models import Cluster, Leadership, LeadershipRole, Source
from emulation.models import Pledge, PledgeSignature, PledgeStatus

# How the law in force on a day is cited among the bases: by name and date, without its number
# (Decree 30/2020/NĐ-CP, Appendix I, II.6.a).
LAWS = (
    (
        datetime.date(2026, 10, 1),
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022; Luật sửa đổi, bổ sung "
        "một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026",
    ),
    (
        datetime.date(2024, 1, 1),
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
    ),
    (
        datetime.date(2004, 7, 1),
        "Căn cứ Luật Thi đua, Khen thưởng ngày 26 tháng 11 năm 2003; Luật sửa đổi, bổ sung "
        "một số điều của Luật Thi đua, Khen thưởng ngày 14 tháng 6 năm 2005 và ngày 16 tháng 11 "
        "năm 2013",
    ),
)


def law_in_force(day: datetime.date) -> tuple[str, ...]:
    """The law on emulation and commendation as a basis of a document of `day`."""
    return next(((text,) for start, text in LAWS if day >= start), ())


def document_head(
    cluster: Cluster,
    *,
    type_code: str,
    place: str,
    day: datetime.date | None,
    is_published: bool,
) -> DocumentHead:
    """The head of a document that a cluster issues; the number is left to be filled in."""
    parent, body = _issuing_body(cluster)
    code = f"{type_code}-{cluster.document_code}" if cluster.document_code else type_code
    return DocumentHead(
        issuing_body_parent=parent,
        issuing_body=body,
        number=f"{NO_BREAK_SPACE * 6}/{code}",
        place=place,
        date=day,
        status_label=NOT_SIGNED if is_published else DRAFT,
        status_note="Bản in từ cổng, không có chữ ký",
    )


def _issuing_body(cluster: Cluster) -> tuple[str, str]:
    """The two lines of the issuing body: "CỤM THI ĐUA CÁC TỈNH", "ĐỒNG BẰNG SÔNG HỒNG".

    What a province organises among its own blocks, its people's committee issues.
    """
    if cluster.organising_unit:
        return "", signing_authority(cluster)
    name, short = cluster.name.upper(), cluster.short_name.upper()
    if name.endswith(short) and name != short:
        return name.removesuffix(short).strip(), short
    return "", name


def signing_authority(cluster: Cluster) -> str:
    """In whose name documents are signed: the cluster's, or the organising province's."""
    if cluster.organising_unit:
        # The province's name stays in one piece when the line breaks.
        province = cluster.organising_unit.official_name.replace(" ", NO_BREAK_SPACE)
        return f"ỦY BAN NHÂN DÂN {province.upper()}"
    return cluster.get_kind_display().upper()


def recipients(cluster: Cluster) -> tuple[str, ...]:
    """To whom a document of the cluster goes: the council above it, its members, the file."""
    if cluster.organising_unit:
        province = cluster.organising_unit.official_name
        council = f"Hội đồng Thi đua - Khen thưởng {province[:1].lower()}{province[1:]}"
    else:
        council = "Ban Thi đua - Khen thưởng Trung ương"
    return council, "Các đơn vị thành viên", "Lưu: VT"


def source_note(source: Source | None) -> str:
    """One sentence that says where the text comes from."""
    if source is None:
        return ""
    where = f", {source.publisher}" if source.publisher else ""
    return f"Nội dung do cổng lập theo: {source.title}{where}."


@dataclass(frozen=True)
class PledgeIssue:
    """On which day and under which verification code a pledge is issued to be signed."""

    day: datetime.date
    code: str


def pledge_content(pledge: Pledge, issue: PledgeIssue | None = None) -> PledgeContent:
    """The printable pledge, the chair's cell first.

    Leaders, signatures and items must have been fetched. Issued, it has a field for the digital
    signature of each member. Otherwise it is the portal's own copy of the text: whatever was
    signed elsewhere, no cell of it counts as signed.
    """
    year = pledge.emulation_year
    roles = {leader.unit_id: leader for leader in year.led_by}
    signatures = sorted(pledge.signatures.all(), key=lambda signature: _place(signature, roles))
    host = pledge.conference.host if pledge.shows_conference else None
    last_day = pledge.signed_on or datetime.date(year.year, 1, 1)
    head = document_head(
        year.cluster,
        type_code="GƯTĐ",
        place=host.name if host else _chair_of(roles) if issue else "",
        day=issue.day if issue else pledge.signed_on,
        is_published=pledge.status == PledgeStatus.PUBLISHED,
    )
    return PledgeContent(
        head=_issued_head(head, pledge, issue) if issue else head,
        subject=f"{year.cluster.name} năm {year.year}",
        bases=tuple(pledge.legal_basis.splitlines()),
        preamble=(*pledge.preamble.splitlines(), *_missing_text(pledge)),
        theme=pledge.theme,
        motto=pledge.motto,
        items=tuple(
            PledgeItemContent(
                number=item.number,
                heading=item.heading,
                text=item.text,
                target=item.target_text,
            )
            for item in pledge.items.all()
        ),
        closing=pledge.closing,
        cells=tuple(_cell(signature, roles, issue) for signature in signatures),
        recipients=recipients(year.cluster),
        source_note=source_note(pledge.source),
        modified=issue.day if issue else last_day,
    )


def _chair_of(roles: dict[int, Leadership]) -> str:
    """Where the cluster's documents are issued when no conference says so."""
    chairs = (one.unit.name for one in roles.values() if one.role == LeadershipRole.CHAIR)
    return next(chairs, "")


def _issued_head(head: DocumentHead, pledge: Pledge, issue: PledgeIssue) -> DocumentHead:
    return replace(
        marked(head, issue.code),
        number=pledge.document_number,
        status_label=FOR_SIGNING,
        status_note="",
        footer_note=FOR_SIGNING_NOTE,
    )


def _missing_text(pledge: Pledge) -> tuple[str, ...]:
    if pledge.items.all():
        return ()
    return ("(Nguồn công bố không nêu các nội dung cụ thể của giao ước.)",)


def _place(signature: PledgeSignature, roles: dict[int, Leadership]) -> tuple[int, int, str]:
    leader = roles.get(signature.unit_id)
    rank = 2 if leader is None else int(leader.role != LeadershipRole.CHAIR)
    return rank, leader.order if leader else 0, signature.unit.sort_key


def _cell(
    signature: PledgeSignature, roles: dict[int, Leadership], issue: PledgeIssue | None
) -> SignatureCell:
    leader = roles.get(signature.unit_id)
    return SignatureCell(
        unit_line=signature.unit.people_committee.upper(),
        capacity=signature.capacity.upper(),
        role_note=f"({leader.get_role_display()})" if leader else "",
        signer_name=signature.signer_name,
        field=signature.unit.slug if issue else "",
    )
