"""Boxes that hold one line, however long."""

from django import forms

from cluster_portal.pages.widgets import OneLine


class TitleForm(forms.Form):
    title = forms.CharField(max_length=300, widget=OneLine)


def test_a_line_break_that_was_pasted_or_sent_is_a_space():
    form = TitleForm({"title": "Hội nghị tổng kết\r\nnăm 2026\nvà ký giao ước"})
    assert form.is_valid()
    assert form.cleaned_data == {"title": "Hội nghị tổng kết năm 2026 và ký giao ước"}


def test_a_long_text_has_its_lines_where_the_browser_cannot_grow_the_box():
    assert 'rows="1"' in str(TitleForm(initial={"title": "Khai mạc"})["title"])
    assert 'rows="3"' in str(TitleForm(initial={"title": "a" * 150})["title"])
    assert 'maxlength="300"' in str(TitleForm()["title"])
