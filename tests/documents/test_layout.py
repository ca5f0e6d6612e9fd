"""The layout of Decree 30/2020/NĐ-CP, Appendix I, measured in finished PDF files."""

from dataclasses import replace

import pdfplumber
import pytest

from cluster_portal.documents.marks import marked
from tests.documents import samples
from tests.documents.reading import line_of, right_edge_of, rules_of, text_of, words_of

LEFT, RIGHT, TOP, BOTTOM = 30, 210 - 15, 20, 297 - 20
OVERHANG = 0.3  # of an italic letter
MIDDLE = (LEFT + RIGHT) / 2


@pytest.fixture(params=["pledge_pdf", "report_pdf"])
def document_pdf(request):
    return request.getfixturevalue(request.param)


def test_text_keeps_the_margins(document_pdf):
    for number, words in enumerate(words_of(document_pdf), start=1):
        body = [word for word in words if word["top"] > TOP - 1 and word["bottom"] < BOTTOM + 1]
        others = " ".join(word["text"] for word in words if word not in body)
        note = samples.head().footer_note
        assert others in {f"{number} {note}", note}  # page 1 has no number
        assert min(word["x0"] for word in body) == pytest.approx(LEFT, abs=0.3)
        assert max(word["x1"] for word in body) <= RIGHT + OVERHANG
        assert min(word["top"] for word in body) < TOP + 3


def test_lines_are_justified_to_the_right_margin(document_pdf):
    second_page = words_of(document_pdf)[1]
    line_ends = [word["x1"] for word in second_page if word["x1"] > RIGHT - 0.3]
    assert len(line_ends) > 8


def test_first_line_is_indented_10_mm(pledge_pdf):
    first = next(word for word in words_of(pledge_pdf)[0] if word["text"] == "1.")
    assert first["x0"] == pytest.approx(LEFT + 10, abs=0.3)


def test_page_numbers_stand_in_the_middle_of_the_top_margin_from_page_2(document_pdf):
    pages = words_of(document_pdf)
    assert not [word for word in pages[0] if word["bottom"] < TOP]
    for number, words in enumerate(pages[1:], start=2):
        [above] = [word for word in words if word["bottom"] < TOP]
        assert above["text"] == str(number)
        assert (above["x0"] + above["x1"]) / 2 == pytest.approx(MIDDLE, abs=0.3)


def test_number_of_pages(pledge_pdf, report_pdf):
    assert len(words_of(pledge_pdf)) == 3
    assert len(words_of(report_pdf)) == 5


def test_national_name_fits_one_line_above_its_motto(document_pdf):
    words = words_of(document_pdf)[0]
    country = line_of(words, "CỘNG", "NAM")
    motto = line_of(words, "Độc", "phúc")
    assert country["bottom"] - country["top"] < 6
    assert sum(country[side] for side in ("x0", "x1")) == pytest.approx(
        sum(motto[side] for side in ("x0", "x1")), abs=0.5
    )


def test_rule_under_the_motto_is_as_long_as_the_text(document_pdf):
    motto = line_of(words_of(document_pdf)[0], "Độc", "phúc")
    [rule] = [
        rule
        for rule in rules_of(document_pdf)
        if 0 <= rule["top"] - motto["bottom"] < 3 and rule["x0"] > 100
    ]
    one_point = 25.4 / 72
    assert rule["x0"] == pytest.approx(motto["x0"], abs=one_point)
    assert rule["x1"] - rule["x0"] == pytest.approx(motto["x1"] - motto["x0"], abs=one_point)


def test_rules_under_issuer_and_subject_are_a_third_to_half_of_the_text(pledge_pdf):
    words = words_of(pledge_pdf)[0]
    subject = line_of(words[words.index(_first(words, "GIAO")) + 1 :], "Cụm", "2021")
    for text in (line_of(words, "ĐỒNG", "HỒNG"), subject):
        [rule] = [
            rule
            for rule in rules_of(pledge_pdf)
            if 0 <= rule["top"] - text["bottom"] < 3 and text["x0"] < rule["x0"] < text["x1"]
        ]
        share = (rule["x1"] - rule["x0"]) / (text["x1"] - text["x0"])
        assert 1 / 3 <= share <= 1 / 2
        assert rule["x0"] + rule["x1"] == pytest.approx(text["x0"] + text["x1"], abs=0.5)


def test_number_and_place_share_a_line(pledge_pdf):
    words = words_of(pledge_pdf)[0]
    place = next(w for w in words if w["text"] == "Quảng")
    assert _first(words, "Số:")["bottom"] == pytest.approx(place["bottom"], abs=1)


def test_long_names_wrap_in_their_column(printed):
    head = samples.head(
        issuing_body="Miền núi biên giới phía Bắc và trung du Bắc Bộ", place="Thành phố Hồ Chí Minh"
    )
    words = words_of(printed(samples.pledge(head=head)))[0]
    left = [w for w in words if w["top"] < _first(words, "Số:")["top"] and w["x1"] < 97]
    assert max(w["x1"] for w in left) < _first(words, "CỘNG")["x0"]
    assert max(word["x1"] for word in words) <= RIGHT + OVERHANG


def test_codes_and_dates_are_not_broken(printed):
    # The same sentence pushed through the line by words of every length.
    texts = [
        f"{'ă' * length} theo Chỉ thị 05-CT/TW ngày 18 tháng 01 năm 2021, đạt 1.241/1.310 xã"
        for length in range(1, 50)
    ]
    items = tuple(replace(samples.pledge().items[0], text=text) for text in texts)
    lines = {}
    for page, words in enumerate(words_of(printed(samples.pledge(items=items)))):
        for word in words:
            lines.setdefault((page, round(word["bottom"])), []).append(word["text"])
    printed_lines = [" ".join(line) for line in lines.values()]
    for unbroken in ("05-CT/TW", "ngày 18 tháng", "năm 2021,", "1.241/1.310 xã"):
        pieces = unbroken.replace("ngày 18 tháng", "ngày 18")
        assert sum(line.count(pieces) for line in printed_lines) >= len(texts)


def test_table_header_is_repeated_and_the_rows_are_cut(report_pdf):
    assert "Họ và tên" in text_of(report_pdf, 3)
    assert "Họ và tên" in text_of(report_pdf, 4)
    text = text_of(report_pdf)
    assert "Nguyễn Văn 40 " in text
    assert "Nguyễn Văn 41" not in text
    assert "… còn 460 dòng, xem tệp Excel tại https://thidua.example.vn/khen-thuong.xlsx" in text


def test_tables_keep_the_text_width(report_pdf):
    for page in (2, 3, 4):
        assert right_edge_of(report_pdf, page) <= RIGHT + OVERHANG


@pytest.mark.parametrize("lines", range(10, 18))
def test_caption_stays_with_its_table(printed, lines):
    section = samples.Section(paragraphs=("Nội dung.",) * lines, tables=(samples.award_table(),))
    path = printed(samples.report(parts=(samples.Part(heading="Kết quả", sections=(section,)),)))
    [page] = [page for page in (1, 2) if "Bảng 1. Tập thể" in text_of(path, page)]
    assert "Nguyễn Văn 1 " in text_of(path, page)


@pytest.mark.parametrize("lines", range(7, 18))
def test_a_table_goes_on_to_the_next_page_and_leaves_no_row_alone(printed, lines):
    table = samples.growth_table()
    names = [" ".join(row[1:]) for row in table.rows]  # the head names a province too
    section = samples.Section(paragraphs=("Nội dung.",) * lines, tables=(table,))
    path = printed(samples.report(parts=(samples.Part(heading="Kết quả", sections=(section,)),)))
    on_first = [name in text_of(path, 1) for name in names]
    split = sum(on_first)
    assert on_first == [True] * split + [False] * (len(names) - split)
    assert split not in (1, len(names) - 1)


def test_a_page_is_filled_by_the_rows_that_fit(printed):
    table = samples.growth_table()
    section = samples.Section(paragraphs=("Nội dung.",) * 11, tables=(table,))
    path = printed(samples.report(parts=(samples.Part(heading="Kết quả", sections=(section,)),)))
    assert "Bảng 1. Tốc độ" in text_of(path, 1)
    assert " ".join(table.rows[-1][1:]) in text_of(path, 2)


@pytest.mark.parametrize("lines", range(10, 32, 2))
@pytest.mark.parametrize("closing", ["", "Trên đây là Báo cáo của Cụm thi đua"])
def test_report_signature_is_never_alone_on_a_page(printed, lines, closing):
    section = samples.Section(paragraphs=("Nội dung dài của báo cáo.",) * lines)
    part = samples.Part(heading="Kết quả", sections=(section,))
    path = printed(samples.report(parts=(part,), closing=closing))
    last = len(words_of(path))
    page = text_of(path, last)
    before_signature = page[: page.index("Nơi nhận:")]
    assert (closing or "Nội dung dài của báo cáo.") in before_signature


@pytest.mark.parametrize("count", [1, 3, 7, 9])
def test_pledge_signatures_keep_with_the_closing_words(printed, count):
    path = printed(samples.pledge(cells=samples.cells(count)))
    last_page = text_of(path, len(words_of(path)))
    assert "đề nghị khen thưởng cuối năm./." in last_page
    assert last_page.count("(chưa ký trên bản này)") == count


def test_many_signatures_go_on_to_the_next_page_in_whole_rows(printed):
    path = printed(samples.pledge(cells=samples.cells(34)))
    counts = []
    for page in range(1, len(words_of(path)) + 1):
        text = text_of(path, page)
        counts.append(text.count("(chưa ký trên bản này)"))
        assert text.count("TM. ỦY BAN") == counts[-1]
    assert sum(counts) == 34
    assert all(count % 3 == 0 for count in counts[:-1])


def test_signatures_stand_three_in_a_row_chair_first(pledge_pdf):
    words = words_of(pledge_pdf)[-1]
    heads = [word for word in words if word["text"] == "TM."]
    assert len({round(word["top"]) for word in heads}) == 3
    assert text_of(pledge_pdf, 3).index("HƯNG YÊN") < text_of(pledge_pdf, 3).index("BẮC NINH")


def _first(words: list[dict], text: str) -> dict:
    return next(word for word in words if word["text"] == text)


def test_the_qr_code_stands_free_beside_its_words_on_the_last_page(printed):
    head = marked(samples.head(), "K7MN40PX92TR")
    for content in (samples.pledge(head=head), samples.report(head=head)):
        path = printed(content)
        words = words_of(path)[-1]
        with pdfplumber.open(path) as pdf:
            page = pdf.pages[-1]
            # The rows of modules are strokes; rules are wider than the code.
            strokes = [line for line in (*page.lines, *page.curves) if line["width"] < 80]
            left, top, right, bottom = (
                bound(line[side] for line in strokes) / 72 * 25.4
                for bound, side in ((min, "x0"), (min, "top"), (max, "x1"), (max, "bottom"))
            )
        assert right - left == pytest.approx(24 * 33 / 41, abs=0.8)  # 24 mm with the quiet zone
        quiet = 24 * 4 / 41 - 0.4
        for word in words:
            beside = word["x1"] < left - quiet or word["x0"] > right + quiet
            assert beside or word["bottom"] < top or word["top"] > bottom, word
        code = line_of(words, "K7MN-40PX-92TR", "K7MN-40PX-92TR")
        assert top < code["top"] < bottom
        assert code["x0"] > right
