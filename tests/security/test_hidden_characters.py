"""Text that hides something is refused beside its field; what merely came along is dropped."""

import pytest
from django.core.exceptions import ValidationError

from cluster_portal.vietnamese.safety import refused_characters
from clusters.models import Unit
from tests.administration.forms import address, messages_on, post
from tests.factories.clusters import UnitFactory
from tests.factories.emulation import ReportSectionFactory

DIRECTIONS = [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"]
CONTROLS = [*"\x01\x08\x0e\x1b\x1f\x7f\x80\x9b\x9f"]
NONCHARACTERS = [*"\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff"]


@pytest.mark.parametrize("character", DIRECTIONS + CONTROLS + NONCHARACTERS, ids=ascii)
def test_each_of_them_is_found(character: str):
    name = f"U+{ord(character):04X}"
    assert refused_characters(f"Nam {character}Định{character}") == [name]


@pytest.mark.parametrize(
    "text", ["Đắk Lắk", "a\tb\r\nc\x0bd\x0ce\x85f", "a\u200bb\ufeff", "😀", ""]
)
def test_ordinary_text_has_none(text: str):
    assert refused_characters(text) == []


@pytest.mark.django_db
@pytest.mark.parametrize("character", ["\u202e", "\u2067", "\u200f", "\x1b", "\x9b", "\uffff"])
def test_a_model_refuses_them_field_by_field(character: str):
    unit = UnitFactory()
    unit.name = f"Nam Định {character}gnòhP"
    with pytest.raises(ValidationError) as error:
        unit.full_clean()
    code = f"U+{ord(character):04X}"
    assert error.value.message_dict == {
        "name": [f"Có ký tự ẩn không được dùng ({code}). Hãy xóa và gõ lại."]
    }
    section = ReportSectionFactory()
    section.body = f"Dòng một.\nDòng {character}hai."
    with pytest.raises(ValidationError) as error:
        section.full_clean()
    assert list(error.value.message_dict) == ["body"]


@pytest.mark.django_db
def test_what_came_along_with_copied_text_is_dropped_as_before():
    unit = UnitFactory()
    unit.name = "Nam\u200b \ufeffĐịnh\xa0"
    unit.full_clean()
    unit.save()
    assert Unit.objects.get(pk=unit.pk).name == "Nam Định"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Nam Định \u202egnòhP", "Có ký tự ẩn không được dùng (U+202E)"),
        ("Nam\x1b[31m Định", "Có ký tự ẩn không được dùng (U+001B)"),
        ("Nam \x00Định", "ký tự rỗng"),
        ("Đ" * 5_000, "5000"),
        ("\u200b\u200b", "bắt buộc"),
    ],
    ids=["override", "escape", "nul", "long", "invisible"],
)
def test_a_form_says_so_and_keeps_what_was_typed(client_of, quan, name: str, words: str):
    unit = UnitFactory()
    before = unit.name
    response = post(client_of(quan), address(unit), name=name)
    assert any(words in message for message in messages_on(response)), messages_on(response)
    assert response.context["adminform"].form["name"].value() == name
    unit.refresh_from_db()
    assert unit.name == before
