"""Years and days that do not fit together, and files that cannot be read, are refused."""

from pathlib import Path

import pytest

from cluster_portal.record.errors import RecordError
from cluster_portal.record.loading import load_record
from tests.record.changing import replace, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

CONFERENCE = "conferences/2021-01-18-dong-bang-song-hong.yaml"
HA_GIANG = "ha-giang,tuyen-quang-2025,merger,2025-07-01"
NOT_THE_NEXT_DAY = "phải là ngày sau ngày cuối của đơn vị tiền thân"
NOT_OF_THE_SUCCESSOR = "không khớp với đơn vị kế thừa, có từ ngày"

# What is written, what instead, and what the loader says: file, text, text, place, reason.
MISTAKES = {
    "launch year that skips a year": (
        CONFERENCE,
        "launch_year: 2021",
        "launch_year: 2022",
        "launch_year",
        "hội nghị tổng kết năm 2020 thì phát động năm 2021",
    ),
    "launch year that is the year reviewed": (
        CONFERENCE,
        "launch_year: 2021",
        "launch_year: 2020",
        "launch_year",
        "hội nghị tổng kết năm 2020 thì phát động năm 2021",
    ),
    "host that is not yet": (
        CONFERENCE,
        "host: quang-ninh",
        "host: hung-yen-2025",
        "host",
        "đơn vị không tồn tại vào ngày 18/1/2021",
    ),
    "successions that go round": (
        "successions.csv",
        HA_GIANG,
        f"tuyen-quang-2025,ha-giang,merger,2025-07-01,Luật\n{HA_GIANG}",
        "dòng 3, cột successor",
        "đơn vị kế thừa lại là tiền thân của đơn vị tiền thân",
    ),
    "succession on the last day": (
        "successions.csv",
        HA_GIANG,
        HA_GIANG.replace("2025-07-01", "2025-06-30"),
        "dòng 3, cột effective_on",
        f"{NOT_THE_NEXT_DAY} (ngày 30/6/2025)",
    ),
    "succession of a unit that goes on": (
        "successions.csv",
        HA_GIANG,
        HA_GIANG.replace("ha-giang", "cao-bang"),
        "dòng 3, cột effective_on",
        f"{NOT_THE_NEXT_DAY} (chưa nêu)",
    ),
    "successor that begins later": (
        "units.csv",
        "Tuyen Quang,08,2025-07-01",
        "Tuyen Quang,08,2025-07-02",
        None,
        f"{NOT_OF_THE_SUCCESSOR} 2/7/2025",
    ),
    "city that was there before its province ended": (
        "units.csv",
        "Hue,46,2025-01-01",
        "Hue,46,2024-12-31",
        None,
        f"{NOT_OF_THE_SUCCESSOR} 31/12/2024",
    ),
}


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "reason"), MISTAKES.values(), ids=MISTAKES.keys()
)
def test_mistake_is_refused(
    data: Path, file: str, old: str, new: str, path: str | None, reason: str
) -> None:
    before = rows()
    replace(data, file, old, new)
    with pytest.raises(RecordError) as refused:
        load_record(data)
    told = [str(problem) for problem in refused.value.problems]
    start = f"data/{file}: {path}" if path else "data/successions.csv: dòng"
    assert any(line.startswith(start) and reason in line for line in told), told
    assert rows() == before


@pytest.mark.parametrize("first_day", ["", "1976-01-01"])
def test_unit_that_goes_on_may_take_another_in(data: Path, first_day: str) -> None:
    replace(data, "successions.csv", HA_GIANG, "ha-giang,cao-bang,merger,2025-07-01")
    replace(data, "units.csv", "Cao Bang,04,,", f"Cao Bang,04,{first_day},")
    load_record(data)


def refusal(data: Path) -> str:
    with pytest.raises(RecordError) as refused:
        load_record(data)
    return str(refused.value)


def test_file_that_nests_too_deeply_is_refused(data: Path) -> None:
    (data / "sources.yaml").write_text("[" * 20_000, "utf-8")
    assert refusal(data) == "data/sources.yaml: các mục lồng nhau quá sâu"


def test_folder_in_place_of_a_file_is_refused(data: Path) -> None:
    (data / "conferences" / "2025.yaml").mkdir()
    assert refusal(data) == "data/conferences/2025.yaml: đây là thư mục, không phải tệp"


def test_file_that_cannot_be_read_is_refused(data: Path) -> None:
    path = data / "conferences" / "2025.yaml"
    path.symlink_to(path.name)  # leads to itself
    reason = "không đọc được tệp; kiểm tra quyền đọc"
    assert refusal(data) == f"data/conferences/2025.yaml: {reason}"


@pytest.mark.parametrize("is_there", [True, False])
def test_record_without_conferences_is_refused(data: Path, is_there: bool) -> None:
    for path in (data / "conferences").iterdir():
        path.unlink()
    if not is_there:
        (data / "conferences").rmdir()
    assert refusal(data) == "data/conferences: không có tệp hội nghị nào"
