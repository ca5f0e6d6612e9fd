"""A mistake is told with file, path, field and reason, and the database stays as it was."""

from pathlib import Path

import pytest

from cluster_portal.record.errors import RecordError
from cluster_portal.record.loading import load_record
from clusters.rules import LEADER_IS_MEMBER
from tests.record.changing import replace, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

CONFERENCE = "conferences/2021-01-18-dong-bang-song-hong.yaml"
HA_NAM = "conferences/2023-03-08-ha-nam.yaml"
GROWTH_OF_BAC_NINH = "- indicator: grdp_growth\n  unit: bac-ninh\n  value: 1,36\n"
CHAIR_OF_2021 = "  - year: 2021\n    leaders:\n    - unit: hung-yen\n"

# What is written, what instead, and what the loader says: file, text, text, place, reason.
MISTAKES = {
    "unknown unit": (
        CONFERENCE,
        "unit: bac-ninh\n  value: 1,36",
        "unit: bac-nin\n  value: 1,36",
        "indicators[10].unit",
        "không có đơn vị “bac-nin” trong units.csv",
    ),
    "unknown indicator": (
        CONFERENCE,
        "- indicator: ntm_communes",
        "- indicator: ntm_comunes",
        "indicators[0].indicator",
        "không có chỉ tiêu “ntm_comunes” trong indicators.csv",
    ),
    "unknown source": (
        CONFERENCE,
        "source: tin-2021-01-19-dong-bang-song-hong",
        "source: tin-2021",
        "source",
        "không có nguồn “tin-2021” trong sources.yaml",
    ),
    "unknown award form": (
        CONFERENCE,
        "form: BK_TTCP",
        "form: BK_TTP",
        "awards[1].form",
        "không có hình thức khen thưởng “BK_TTP” trong award_forms.csv",
    ),
    "award form of another law": (
        CONFERENCE,
        "form: BK_TTCP",
        "form: GK_XA",
        "awards[1].form",
        "hình thức “GK_XA” không có trong luật của năm 2020",
    ),
    "recipient that the form is not for": (
        HA_NAM,
        "status: granted\n  recipient_kind: collective\n  count: 8",
        "status: granted\n  recipient_kind: individual\n  count: 8",
        "awards[2].recipient_kind",
        "Luật không có hình thức này cho cá nhân: Cờ thi đua của Chính phủ chỉ dành cho tập thể"
        " (Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003).",
    ),
    "named recipient counted twice": (
        HA_NAM,
        "recipient_name: Trần Xuân Hùng\n  count: 1",
        "recipient_name: Trần Xuân Hùng\n  count: 2",
        "awards[7].count",
        "Đã nêu tên thì số lượng là 1",
    ),
    "overlapping membership": (
        "clusters.yaml",
        "  - unit: nam-dinh\n",
        "  - unit: nam-dinh\n    valid_to: 2025-06-30\n  - unit: nam-dinh\n",
        "clusters[0].members[5].valid_from",
        "Đơn vị này đã là thành viên của cụm trong một phần thời gian đó.",
    ),
    "membership that ends before its unit led": (
        "clusters.yaml",
        "  - unit: nam-dinh\n    valid_to: 2025-06-30\n",
        "  - unit: nam-dinh\n    valid_to: 2022-12-31\n",
        "clusters[0].members[4].valid_from",
        "Đơn vị đã là đơn vị lãnh đạo cụm năm 2024",
    ),
    "leader's membership that is gone": (
        "clusters.yaml",
        "  - unit: nam-dinh\n    valid_to: 2025-06-30\n"
        "    source: tin-2021-01-19-dong-bang-song-hong\n",
        "",
        "clusters[0].members[0]",
        f"không xóa được thành viên “Tỉnh Nam Định – Đồng bằng sông Hồng”: {LEADER_IS_MEMBER}",
    ),
    "membership of a unit that is no more": (
        "clusters.yaml",
        "  - unit: nam-dinh\n    valid_to: 2025-06-30\n",
        "  - unit: nam-dinh\n    valid_to: 2025-12-31\n",
        "clusters[0].members[4].valid_to",
        "Đơn vị không tồn tại vào ngày này.",
    ),
    "provincial cluster without a province": (
        "clusters.yaml",
        "  organising_unit: ha-nam\n",
        "",
        "clusters[7].organising_unit",
        "Cụm, khối cấp tỉnh phải có tỉnh tổ chức; cụm toàn quốc thì không.",
    ),
    "second chair": (
        "leadership.yaml",
        "    - unit: bac-ninh\n      role: vice_chair\n",
        "    - unit: bac-ninh\n      role: chair\n",
        "leadership[0].years[5].leaders[1].role",
        "Năm thi đua này đã có Cụm trưởng.",
    ),
    "leader that is no member": (
        "leadership.yaml",
        CHAIR_OF_2021,
        CHAIR_OF_2021.replace("hung-yen", "ha-noi"),
        "leadership[0].years[5].leaders[0].unit",
        "Đơn vị này không phải là thành viên của cụm năm 2021.",
    ),
    "year out of range": (
        "leadership.yaml",
        "- year: 2015",
        "- year: 1900",
        "leadership[0].years[0].year",
        "“1900” không phải là năm từ 1948 đến 2100",
    ),
    "signature of a unit that is no member": (
        CONFERENCE,
        "units: [hung-yen,",
        "units: [ha-noi,",
        "pledge.signatures.units[0].unit",
        "Đơn vị này không phải là thành viên của cụm năm 2021.",
    ),
    "value that is no number": (
        CONFERENCE,
        "value: 1,36",
        "value: 1.36",
        "indicators[10].value",
        "“1.36” không đúng cách viết số: dùng dấu phẩy cho phần thập phân, ví dụ 1,36.",
    ),
    "part greater than the whole": (
        CONFERENCE,
        "value: 64/84",
        "value: 84/64",
        "indicators[1].value",
        "84 không nằm trong khoảng từ 0 đến tổng số 64: kiểm tra lại hai số quanh dấu gạch chéo.",
    ),
    "value with more decimals than the database keeps": (
        CONFERENCE,
        "value: 1,36",
        "value: 1,36001",
        "indicators[10].value",
        "Hãy chắc chắn rằng không có nhiều hơn 4 chữ số thập phân.",
    ),
    "rank that is none": (
        CONFERENCE,
        "kind: rank\n  value: 3\n",
        "kind: rank\n  value: 0\n",
        "indicators[13].value",
        "Con số không có tổng số; tỷ số cần tổng số lớn hơn 0 và không nhỏ hơn giá trị;"
        " thứ hạng là số nguyên từ 1 và không quá tổng số.",
    ),
    "duplicate value": (
        CONFERENCE,
        GROWTH_OF_BAC_NINH,
        GROWTH_OF_BAC_NINH * 2,
        "indicators[11].value",
        "trùng với indicators[10]",
    ),
    "date that does not exist": (
        CONFERENCE,
        "held_on: 2021-01-18",
        "held_on: 2021-02-30",
        "held_on",
        "“2021-02-30”: tháng 2 năm 2021 chỉ có các ngày từ 1 đến 28.",
    ),
    "days in the wrong order": (
        CONFERENCE,
        "held_on: 2021-01-18",
        "held_on: 2021-01-18\nends_on: 2021-01-17",
        "ends_on",
        "Ngày kết thúc phải bằng hoặc sau ngày họp.",
    ),
    "missing field": (
        CONFERENCE,
        "- full_name: Phạm Đức Toàn\n  title:",
        "- title:",
        "delegates[1].full_name",
        "thiếu trường này",
    ),
    "empty field": (
        CONFERENCE,
        "- full_name: Phạm Đức Toàn\n",
        "- full_name:\n",
        "delegates[1].full_name",
        "không được để trống",
    ),
    "unknown field": (
        CONFERENCE,
        "method: paper\n",
        "method: paper\n    signer: Chủ tịch\n",
        "pledge.signatures.signer",
        "không có trường này; các trường dùng được: method, note, units",
    ),
    "unknown choice": (
        CONFERENCE,
        "parts: [opened,",
        "parts: [open,",
        "delegates[2].parts[0]",
        "“open” không dùng được; chọn một trong: attended, chaired, opened, spoke, directed,"
        " launched, handed_over, took_over, gave_awards, gave_flowers, received_award",
    ),
    "text in place of a list": (
        CONFERENCE,
        "parts: [opened, handed_over]",
        "parts: opened",
        "delegates[2].parts",
        "“opened”: phải là danh sách",
    ),
    "neither true nor false": (
        CONFERENCE,
        "is_outlook: true",
        "is_outlook: yes",
        "sections[3].is_outlook",
        "“yes”: chỉ ghi true hoặc false",
    ),
    "field given twice": (
        CONFERENCE,
        "host: quang-ninh\n",
        "host: quang-ninh\nhost: ha-nam\n",
        "dòng 10, cột 1",
        "trường “host” ghi hai lần",
    ),
    "wrong YAML": (
        CONFERENCE,
        "host: quang-ninh\n",
        "host: quang-ninh: ha-nam\n",
        "dòng 9, cột 17",
        "sai cú pháp YAML",
    ),
    "NUL byte": (
        CONFERENCE,
        "host: quang-ninh",
        "host: quang\0ninh",
        "dòng 9, cột 12",
        "có ký tự điều khiển U+0000 không được phép",
    ),
    "NUL byte in a table": (
        "units.csv",
        "ha-noi,Hà Nội",
        "ha-noi,Hà\0Nội",
        "dòng 2, cột 10",
        "có ký tự điều khiển U+0000 không được phép",
    ),
    "row of a table with a cell too many": (
        "units.csv",
        "ha-noi,Hà Nội,",
        "ha-noi,Hà, Nội,",
        "dòng 2",
        "có 9 ô, dòng đầu có 8 tên cột",
    ),
    "row of a table with an unknown kind": (
        "units.csv",
        "ha-noi,Hà Nội,city",
        "ha-noi,Hà Nội,town",
        "dòng 2, cột kind",
        "“town” không dùng được; chọn một trong: province, city, body",
    ),
    "table without a column": (
        "successions.csv",
        "effective_on",
        "effective",
        "dòng 2, cột effective_on",
        "thiếu trường này",
    ),
    "unit twice": (
        "units.csv",
        "ha-giang,Hà Giang,province,Ha Giang,02",
        "ha-noi,Hà Giang,province,Ha Giang,02",
        "dòng 3, cột slug",
        "trùng với dòng 2",
    ),
    "code used twice at one time": (
        "units.csv",
        "ha-giang,Hà Giang,province,Ha Giang,02",
        "ha-giang,Hà Giang,province,Ha Giang,01",
        "dòng 3, cột code",
        "Mã số này đã dùng cho một đơn vị cùng ngày bắt đầu.",
    ),
    "indicator with too many decimals": (
        "indicators.csv",
        "GRDP growth rate,%,2",
        "GRDP growth rate,%,5",
        "dòng 2, cột decimals",
        "Nhiều nhất bốn chữ số thập phân.",
    ),
    "recipients that are none": (
        "award_forms.csv",
        ",individual collective,",
        ",individual group,",
        "dòng 2, cột recipients",
        "“individual group”: ghi một hoặc nhiều từ trong individual, collective, household",
    ),
}


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "reason"), MISTAKES.values(), ids=MISTAKES.keys()
)
def test_mistake_is_refused(
    data: Path, file: str, old: str, new: str, path: str, reason: str
) -> None:
    before = rows()
    replace(data, file, old, new)
    with pytest.raises(RecordError) as refused:
        load_record(data)
    told = [str(problem) for problem in refused.value.problems]
    assert any(line.startswith(f"data/{file}: {path}: {reason}") for line in told), told
    assert rows() == before


def test_every_problem_is_listed_at_once(data: Path) -> None:
    replace(data, CONFERENCE, "value: 1,36", "value: 1.36")
    replace(data, CONFERENCE, "held_on: 2021-01-18", "held_on: hôm qua")
    replace(data, "units.csv", "ha-noi,Hà Nội,city", "ha-noi,Hà Nội,town")
    replace(data, HA_NAM, "slug: tong-ket-2022", "slug: tổng kết")
    with pytest.raises(RecordError) as refused:
        load_record(data)
    assert sorted(problem.place.path for problem in refused.value.problems) == [
        "dòng 2, cột kind",
        "held_on",
        "indicators[10].value",
        "slug",
    ]


def test_every_unknown_name_is_listed_at_once(data: Path) -> None:
    replace(data, CONFERENCE, "unit: bac-ninh\n  value: 1,36", "unit: bac-nin\n  value: 1,36")
    replace(data, CONFERENCE, "form: BK_TINH", "form: BK_TIN")
    replace(data, HA_NAM, "movement: van-hoa-cong-so", "movement: van-hoa")
    with pytest.raises(RecordError) as refused:
        load_record(data)
    assert [problem.place.path for problem in refused.value.problems] == [
        "indicators[10].unit",
        "awards[3].form",
        "movements[2].movement",
    ]


def test_missing_file_is_named(data: Path) -> None:
    (data / "units.csv").unlink()
    with pytest.raises(RecordError) as refused:
        load_record(data)
    assert str(refused.value) == "data/units.csv: không tìm thấy tệp"


def test_file_that_nobody_reads_is_named(data: Path) -> None:
    (data / "conferences" / "2025.yml").write_text("cluster: tay-nam-bo", "utf-8")
    with pytest.raises(RecordError) as refused:
        load_record(data)
    assert str(refused.value) == (
        "data/conferences/2025.yml: tệp này không thuộc hồ sơ; kiểm tra lại tên tệp"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "tệp trống"),
        (b"- sources\n", "phải gồm các trường có tên"),
        ("nguồn".encode("utf-16"), "tệp không phải văn bản UTF-8"),
        (b"? [sources]\n: 1\n", "dòng 1, cột 3: sai cú pháp YAML"),
    ],
)
def test_file_of_another_kind_is_refused(data: Path, content: bytes, reason: str) -> None:
    (data / "sources.yaml").write_bytes(content)
    with pytest.raises(RecordError) as refused:
        load_record(data)
    assert str(refused.value) == f"data/sources.yaml: {reason}"
