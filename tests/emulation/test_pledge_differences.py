"""What changed between two versions, in words."""

from hypothesis import given
from hypothesis import strategies as st

from emulation.pledge_differences import Kind, differences

WORDS = st.text(alphabet="ab c\n", max_size=40)


def snapshot(*items, **texts):
    rows = [{"number": n, "heading": h, "text": t} for n, h, t in items]
    return {"texts": texts, "items": rows}


def shown(before, after):
    """Each section as text: +added+ and -removed-."""
    marks = {Kind.SAME: "", Kind.ADDED: "+", Kind.REMOVED: "-"}
    return {
        section.label: [
            "".join(f"{marks[run.kind]}{run.text}{marks[run.kind]}" for run in runs)
            for runs in section.paragraphs
        ]
        for section in differences(before, after)
    }


def test_words_that_came_and_went_are_told_within_their_paragraph():
    before = snapshot((1, "Kinh tế", "Hoàn thành các chỉ tiêu."), theme="Đoàn kết")
    after = snapshot((1, "Kinh tế", "Hoàn thành vượt mức các chỉ tiêu."), theme="Đoàn kết")
    assert shown(before, after) == {
        "Nội dung 1": ["Kinh tế", "Hoàn thành+ vượt mức+ các chỉ tiêu."]
    }


def test_words_beside_each_other_read_as_one_change():
    assert shown(snapshot(theme="Một hai ba bốn"), snapshot(theme="Một năm sáu bốn")) == {
        "Chủ đề": ["Một -hai ba-+năm sáu+ bốn"]
    }


def test_items_and_paragraphs_come_and_go_whole():
    before = snapshot((1, "", "Bỏ đi."), legal_basis="Luật A\nLuật B")
    after = snapshot((2, "Mới", "Thêm."), legal_basis="Luật A\nLuật B\nLuật C")
    assert shown(before, after) == {
        "Căn cứ": ["Luật A", "Luật B", "+Luật C+"],
        "Nội dung 1": ["-Bỏ đi.-"],
        "Nội dung 2": ["+Mới+", "+Thêm.+"],
    }


def test_the_same_text_has_no_differences():
    one = snapshot((1, "A", "B"), theme="C")
    assert differences(one, one) == []


def test_a_very_long_paragraph_is_shown_whole():
    before, after = snapshot(preamble="a " * 9000), snapshot(preamble="b " * 9000)
    [runs] = differences(before, after)[0].paragraphs
    assert [run.kind for run in runs] == [Kind.REMOVED, Kind.ADDED]


@given(WORDS, WORDS)
def test_no_word_is_lost(before, after):
    old, new = snapshot(preamble=before), snapshot(preamble=after)
    for section in differences(old, new):
        for kind, text in ((Kind.REMOVED, before), (Kind.ADDED, after)):
            lines = [
                "".join(run.text for run in runs if run.kind in (Kind.SAME, kind))
                for runs in section.paragraphs
                if any(run.kind in (Kind.SAME, kind) for run in runs)
            ]
            assert "\n".join(lines).split() == text.split()
