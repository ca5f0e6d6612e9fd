"""Boxes that hold one line, however long; lists to choose from."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from cluster_portal.pages.widgets import LongSelect, OneLine


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


@pytest.mark.parametrize("chosen", ["tinh-3", 5, None, "", "khong-co", '"><script>'])
@pytest.mark.parametrize(
    "attrs", [None, {"id": "id_don_vi", "class": "form-select", "required": True}]
)
def test_a_long_list_is_the_same_html_as_any_other(chosen, attrs):
    choices = [
        ("", "Tất cả"),
        *((f"tinh-{n}", f'Tỉnh <{n}> & "{n}"') for n in range(9)),
        (5, "năm"),
    ]
    long, usual = (widget(choices=choices) for widget in (LongSelect, forms.Select))
    drawn = long.render("don_vi", chosen, attrs)
    assert parse_html(drawn) == parse_html(usual.render("don_vi", chosen, attrs))
    assert "<script>" not in drawn


class NotAll(forms.Select):
    """Marks its options as pages do: with and without a value, or not at all."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        marks = {"disabled": option["value"] == 5, "data-about": '"<b>"', "hidden": False}
        return option | {"attrs": option["attrs"] | marks}


@pytest.mark.parametrize("chosen", ["tinh-3", 5, None])
def test_a_list_is_the_same_html_as_from_the_templates_of_django(chosen):
    grouped = ("Tỉnh <cũ>", [(f"tinh-{n}", f'Tỉnh <{n}> & "{n}"') for n in range(4)])
    widget = NotAll(choices=[("", "Tất cả"), grouped, (5, "năm")])
    drawn = widget.render("don_vi", chosen, {"id": "id_don_vi"})
    usual = widget.render("don_vi", chosen, {"id": "id_don_vi"}, renderer=DjangoTemplates())
    assert parse_html(drawn) == parse_html(usual)
    assert "Tỉnh &lt;3&gt;" in drawn
