"""Rows of the same name are told apart where they are chosen, found and shown."""

import datetime

import pytest
from django.urls import reverse

from awards.models import Award, AwardForm
from cluster_portal.documents.models import IssuedDocument
from clusters.models import Cluster, Membership, Unit
from emulation.models import Conference, Delegate, IndicatorValue, Pledge, Speech
from tests.administration.forms import address, messages_on, post
from tests.factories.accounts import IssuedDocumentFactory
from tests.factories.awards import AwardFormFactory
from tests.factories.clusters import ClusterFactory, MembershipFactory, UnitFactory
from tests.factories.emulation import (
    ConferenceFactory,
    DelegateFactory,
    IndicatorValueFactory,
    MovementFactory,
    PledgeFactory,
)


def choices(client, model, field, term):
    query = {
        "app_label": model._meta.app_label,
        "model_name": model._meta.model_name,
        "field_name": field,
        "term": term,
    }
    answer = client.get(reverse("admin:autocomplete"), query).json()
    return {result["id"]: result["text"] for result in answer["results"]}


def listed(client, model, **query):
    return list(client.get(address(model, "changelist"), query).context["cl"].result_list)


def test_the_old_and_the_new_province_of_one_name(administrator):
    old = UnitFactory(name="Bắc Ninh", abolished=True)
    new = UnitFactory(name="Bắc Ninh", merged=True)
    other = UnitFactory(name="Hà Nội", valid_from=datetime.date(2008, 8, 1))
    other.valid_to = datetime.date(2030, 1, 1)
    other.save()
    assert choices(administrator, Membership, "unit", "bac NINH") == {
        str(old.pk): "Tỉnh Bắc Ninh (đến hết 30/6/2025)",
        str(new.pk): "Tỉnh Bắc Ninh (từ 1/7/2025)",
    }
    assert choices(administrator, Membership, "unit", "hà nội") == {
        str(other.pk): "Tỉnh Hà Nội (từ 1/8/2008 đến hết 1/1/2030)"
    }
    member = MembershipFactory(unit=old, valid_to=old.valid_to)
    for page in (address(member), address(member.cluster)):
        assert "Tỉnh Bắc Ninh (đến hết 30/6/2025)" in administrator.get(page).content.decode()


def test_a_form_of_the_law_of_2003_and_of_2022(administrator):
    AwardFormFactory(
        name="Bằng khen",
        valid_from=datetime.date(2004, 7, 1),
        valid_to=datetime.date(2023, 12, 31),
    )
    AwardFormFactory(name="Bằng khen")
    assert list(choices(administrator, Award, "form", "bang khen").values()) == [
        "Bằng khen (từ 1/7/2004 đến hết 31/12/2023)",
        "Bằng khen (từ 1/1/2024)",
    ]


def test_the_same_person_at_two_conferences(administrator):
    delegate = DelegateFactory(full_name="Lê Hòa", title="Chủ tịch")
    conference = delegate.conference
    assert choices(administrator, Speech, "delegate", "le hoa chu tich") == {
        str(delegate.pk): f"Lê Hòa, Chủ tịch ({conference.cluster.short_name}, 13/3/2025)"
    }


def test_a_long_choice_comes_in_pages(administrator):
    UnitFactory.create_batch(21)
    assert len(choices(administrator, Membership, "unit", "dat viet")) == 20


@pytest.mark.parametrize("term", ["nam dinh", "ĐỊNH nam", "Nam Đi\u0323nh", "nam-định,"])
def test_a_unit_is_found_however_its_name_is_typed(administrator, term):
    unit = UnitFactory(name="Nam Định")
    UnitFactory(name="Hà Nam")
    assert listed(administrator, Unit, q=term) == [unit]


def test_words_may_stand_in_related_rows_and_years(administrator):
    value = IndicatorValueFactory(indicator__name="Thu ngân sách")
    IndicatorValueFactory(indicator__name="Thu ngân sách", emulation_year__year=2023)
    words = f"ngan sach {value.emulation_year.cluster.short_name} 2024 {value.unit.name}"
    assert listed(administrator, IndicatorValue, q=words) == [value]


def test_a_unit_in_force_today(administrator):
    UnitFactory(abolished=True)
    new = UnitFactory(merged=True)
    future = UnitFactory(valid_from=datetime.date(2099, 1, 1))
    assert listed(administrator, Unit, hieu_luc="co") == [new]
    assert future in listed(administrator, Unit, hieu_luc="khong")
    assert len(listed(administrator, Unit)) == 3


def test_names_sort_as_vietnamese_does(administrator):
    names = ["Đắk Lắk", "An Giang", "Đà Nẵng", "Điện Biên", "Bắc Ninh", "Ân Thi"]
    for name in names:
        ClusterFactory(short_name=name, name=name)
    first_column = listed(administrator, Cluster, o="1")
    assert [cluster.name for cluster in first_column] == [
        "An Giang",
        "Ân Thi",
        "Bắc Ninh",
        "Đà Nẵng",
        "Đắk Lắk",
        "Điện Biên",
    ]


def test_lists_write_days_and_link_to_the_pdf(administrator):
    conference, pledge = ConferenceFactory(), PledgeFactory()
    for row, model in ((conference, Conference), (pledge, Pledge)):
        page = administrator.get(address(model, "changelist")).content.decode()
        assert f'href="{row.get_pdf_url()}"' in page
        record = administrator.get(address(row)).content.decode()
        assert f'href="{row.get_pdf_url()}"' in record
        assert "Xem trên cổng" in record
    page = administrator.get(address(Conference, "changelist")).content.decode()
    assert ">13/3/2025<" in page


def test_the_link_to_the_portal_leads_there(administrator):
    unit = UnitFactory()
    page = administrator.get(address(unit))
    assert administrator.get(page.context["absolute_url"]).url.endswith(unit.get_absolute_url())


def test_an_address_of_a_unit_never_changes(administrator):
    unit = UnitFactory(slug="nam-dinh")
    post(administrator, address(unit), slug="khac", name="Nam Định")
    unit.refresh_from_db()
    assert (unit.slug, unit.name) == ("nam-dinh", "Nam Định")


@pytest.mark.parametrize(
    ("typed", "stored"), [("9,73", "9.7300"), ("413.612", "413612.0000"), ("-3,5", "-3.5000")]
)
def test_a_number_is_read_as_vietnamese_writes_it(administrator, typed, stored):
    value = IndicatorValueFactory()
    post(administrator, address(value), value=typed)
    value.refresh_from_db()
    assert str(value.value) == stored
    assert f'value="{typed}"' in administrator.get(address(value)).content.decode()


@pytest.mark.parametrize("typed", ["9.73", "1,234,567", "abc", "9,12345", "1" * 30, "NaN"])
def test_a_number_that_is_none_is_explained(administrator, typed):
    value = IndicatorValueFactory()
    assert messages_on(post(administrator, address(value), value=typed))
    value.refresh_from_db()
    assert str(value.value) == "9.7300"


def test_an_issued_document_is_listed_without_its_bytes(
    administrator, django_assert_max_num_queries
):
    document = IssuedDocumentFactory(replacing=True)
    for url in (address(IssuedDocument, "changelist"), address(document)):
        page = administrator.get(url).content
        assert document.content not in page
        assert document.document_number.encode() in page
    names = administrator.get(address(document)).context["adminform"].readonly_fields
    assert "content" not in names
    assert administrator.post(address(document), {"title": "Khác"}).status_code == 403
    rows = administrator.get(address(IssuedDocument, "changelist")).context["cl"].result_list
    assert all("content" in row.get_deferred_fields() for row in rows)


def test_a_movement_names_who_launched_it(administrator):
    MovementFactory(launched_by="", launching_unit=UnitFactory(name="Nam Định"))
    page = administrator.get(reverse("admin:emulation_movement_changelist")).content.decode()
    assert "Ủy ban nhân dân tỉnh Nam Định" in page


def test_delegates_are_filtered_by_their_part_without_repeating(administrator):
    delegate = DelegateFactory()
    delegate.parts.create(part="chaired")
    delegate.parts.create(part="opened")
    DelegateFactory()
    assert listed(administrator, Delegate, parts__part__exact="chaired") == [delegate]


def test_a_law_is_chosen_in_its_order(administrator):
    AwardFormFactory(order=2, name="Hai")
    AwardFormFactory(order=1, name="Một")
    assert [form.name for form in listed(administrator, AwardForm)] == ["Một", "Hai"]
