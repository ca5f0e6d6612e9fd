import pytest
from django import forms


class SampleForm(forms.Form):
    name = forms.CharField(label="Tên", help_text="Như trong quyết định.")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "Một")])
    agree = forms.BooleanField(label="Đồng ý")
    way = forms.ChoiceField(label="Cách ký", choices=[("p", "Giấy")], widget=forms.RadioSelect)
    token = forms.CharField(label="Mã", widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Chưa đủ.")


@pytest.fixture
def empty():
    return str(SampleForm())


@pytest.fixture
def wrong():
    return " ".join(str(SampleForm({})).split())


def test_label_help_and_field_follow_one_another(empty):
    places = [
        empty.index(part)
        for part in ('for="id_name"', 'id="id_name_helptext"', '<input type="text" name="name"')
    ]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext"' in empty
    assert "error" not in empty


def test_widgets_have_the_classes_of_their_kind(empty):
    assert 'name="name" class="form-control"' in empty
    assert 'name="kind" class="form-select"' in empty
    assert 'name="agree" class="form-check-input"' in empty


def test_choices_stand_in_a_group_with_a_legend(empty):
    assert '<legend class="form-label">Cách ký</legend>' in empty


def test_each_error_stands_in_the_summary_and_beside_its_field(wrong):
    assert wrong.index("error-summary") < wrong.index("<label")
    assert "<li>Chưa đủ.</li>" in wrong
    for name in ("name", "kind", "agree"):
        assert f'<a href="#id_{name}">' in wrong
        assert f'id="id_{name}_error"' in wrong
    assert 'href="#id_way' in wrong
    assert 'href="#id_token' not in wrong
    assert 'class="form-control is-invalid"' in wrong
    assert 'aria-describedby="id_name_helptext id_name_error"' in wrong


def test_a_hidden_field_is_there_once(wrong):
    assert wrong.count('name="token"') == 1
