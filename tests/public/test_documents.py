"""The report and the pledge of the real record, downloaded and read back by other programs."""

import io
import re
import tempfile
import unicodedata
from pathlib import Path

from django.core.management import call_command
from django.test import TestCase
from openpyxl import load_workbook

from awards.models import Award
from emulation.models import Conference, IndicatorValue
from tests.documents.reading import fonts_of, text_of
from tests.factories.clusters import AppointmentFactory
from tests.tools.verapdf import validate

REPORTS = (
    "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2020/bao-cao.pdf",
    "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2022/bao-cao.pdf",
    "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/bao-cao.pdf",
    "/cum/trung-du-mien-nui-phia-bac/hoi-nghi/tong-ket-2022/bao-cao.pdf",
    "/cum/khoi-thi-dua-tinh-ha-nam/hoi-nghi/tong-ket-2022/bao-cao.pdf",
)
PLEDGES = (
    "/cum/dong-bang-song-hong/2021/giao-uoc.pdf",
    "/cum/dong-bang-song-hong/2023/giao-uoc.pdf",
    "/cum/dong-bang-song-hong/2024/giao-uoc.pdf",
    "/cum/trung-du-mien-nui-phia-bac/2023/giao-uoc.pdf",
    "/cum/khoi-thi-dua-tinh-ha-nam/2023/giao-uoc.pdf",
)


class DocumentTestCase(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_record", verbosity=0)

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def download(self, address: str) -> Path:
        response = self.client.get(address)
        assert response.status_code == 200, address
        assert response.headers["Content-Type"] == "application/pdf"
        file = self.folder / address.strip("/").replace("/", "-")
        file.write_bytes(response.content)
        return file


class RealDocumentsTest(DocumentTestCase):
    def test_all_ten_conform_embed_only_our_font_and_never_look_signed(self):
        files = [self.download(address) for address in REPORTS + PLEDGES]
        verdicts = validate(files)
        assert len(verdicts) == 20
        assert [str(verdict) for verdict in verdicts if not verdict.compliant] == []
        for file in files:
            fonts = fonts_of(file)
            assert fonts
            assert all("PortalSerif" in font["name"].replace("-", "") for font in fonts), fonts
            assert all(font["emb"] == "yes" for font in fonts)
            text = text_of(file)
            assert text == unicodedata.normalize("NFC", text)
            assert "CHƯA KÝ" in text
            assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text

    def test_report_says_what_the_page_says(self):
        text = text_of(self.download(REPORTS[2]))
        for words in (
            "Thái Bình, ngày 13 tháng 3 năm 2024",
            "hơn 235.000",
            "76 lượt tặng",
            "267 tập thể và cá nhân",
            "Nguyễn Khắc Thận, Chủ tịch UBND tỉnh Thái Bình",
            "Năm 2024: Cụm trưởng: Tỉnh Nam Định",
            "TM. CỤM THI ĐUA",
        ):
            assert words in text, words

    def test_report_of_growth_gives_the_mean_and_who_reported(self):
        text = text_of(self.download(REPORTS[0]))
        assert "Quảng Ninh 10,05" in text
        assert "Trung bình cộng (9/9 đơn vị) 5,26" in text

    def test_figures_of_single_units_share_a_table_where_they_are_few(self):
        text = text_of(self.download(REPORTS[0]))
        assert "Số liệu của từng đơn vị" in text
        for name in ("Tỉnh Hải Dương", "Tỉnh Quảng Ninh"):
            assert not re.search(rf"Bảng \d\. {name}", text)
        assert re.search(r"Bảng \d\. Tỉnh Nam Định", text_of(self.download(REPORTS[1])))

    def test_pledge_has_a_cell_for_each_member_the_chair_first(self):
        text = text_of(self.download(PLEDGES[0]))
        assert text.count("(chưa ký trên bản này)") == 9
        assert text.index("TỈNH HƯNG YÊN") < text.index("TỈNH BẮC NINH")
        assert "“Đoàn kết, kỷ cương, đổi mới, sáng tạo, khát vọng phát triển”" in text

    def test_pledge_whose_signers_are_not_named_has_no_empty_table(self):
        assert "ĐẠI DIỆN CÁC ĐƠN VỊ KÝ" not in text_of(self.download(PLEDGES[4]))

    def test_nothing_is_put_into_a_pledge_that_the_source_does_not_say(self):
        text = text_of(self.download(PLEDGES[2]))
        assert "Căn cứ" not in text
        assert "CHỦ TỊCH" not in text
        assert "cam kết" not in text

    def test_what_a_province_holds_itself_is_issued_by_its_committee(self):
        text = text_of(self.download(REPORTS[4]))
        assert text.startswith("ỦY BAN NHÂN DÂN TỈNH HÀ NAM")
        assert "TM. ỦY BAN NHÂN DÂN TỈNH HÀ NAM" in text
        assert "CỤM TRƯỞNG" not in text

    def test_a_conference_that_is_not_published_is_printed_as_a_draft(self):
        Conference.objects.filter(slug="tong-ket-2023").update(status="held")
        self.client.force_login(AppointmentFactory(central=True).user)
        assert "DỰ THẢO" in text_of(self.download(REPORTS[2]))

    def test_a_long_list_of_awards_is_cut_with_a_pointer_to_the_spreadsheet(self):
        conference = Conference.objects.get(
            cluster__slug="dong-bang-song-hong", slug="tong-ket-2023"
        )
        award = conference.awards.first()
        Award.objects.bulk_create(
            Award(
                emulation_year=award.emulation_year,
                conference=conference,
                form=award.form,
                status=award.status,
                recipient_kind="individual",
                recipient_name=f"Người được khen số {number}",
                count=1,
                no_decision_reason="thử",
            )
            for number in range(1000)
        )
        text = text_of(self.download(REPORTS[2]))
        assert "còn 965 dòng, xem tệp Excel tại" in text
        assert text.count("Người được khen số") <= 40
        pointer = "/khen-thuong.xlsx?cum=dong-bang-song-hong&nam=2023"
        rows = list(load_workbook(io.BytesIO(self.client.get(pointer).content)).active.rows)
        assert len(rows) == 1 + 5 + 1000


class ResultsSpreadsheetTest(DocumentTestCase):
    def test_every_figure_of_the_year_is_a_number_in_its_row(self):
        answer = self.client.get("/cum/dong-bang-song-hong/2020/ket-qua.xlsx")
        heading, *rows = load_workbook(io.BytesIO(answer.content)).active.values
        assert heading[:6] == (
            "Chỉ tiêu",
            "Đơn vị",
            "Dạng",
            "Mức độ",
            "Giá trị",
            "Trên tổng số",
        )
        assert (
            len(rows)
            == IndicatorValue.objects.filter(
                emulation_year__year=2020, emulation_year__cluster__slug="dong-bang-song-hong"
            ).count()
        )
        growth = {row[1]: row[4] for row in rows if row[0] == "Tốc độ tăng trưởng kinh tế (GRDP)"}
        assert growth["Tỉnh Quảng Ninh"] == 10.05
        communes = next(row for row in rows if row[0] == "Số xã đạt chuẩn nông thôn mới")
        assert communes[1:6] == ("Toàn cụm", "Tỷ số", "đúng", 1241, 1310)
