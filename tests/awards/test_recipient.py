"""The page of a person or a collective: all awards of one, for who may know who it is."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from awards.models import AwardStatus, RecipientKind
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory, SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Thị Lệnh"


def address_of(award, ending=""):
    if ending:
        return reverse("awards:recipient-file", args=[award.pk, ending])
    return reverse("awards:recipient", args=[award.pk])


def found(client, award):
    response = client.get(address_of(award))
    assert response.status_code == 200
    return response.context["recipient"]


def keys(*awards):
    return {award.pk for award in awards}


@pytest.fixture
def nam_dinh():
    return UnitFactory(name="Nam Định", slug="nam-dinh-cu", valid_to=datetime.date(2025, 6, 30))


@pytest.fixture
def person(year_a, nam_dinh):
    """Two awards of one person, before and after the province became another."""
    new = UnitFactory(name="Ninh Bình", slug="ninh-binh-moi", valid_from=datetime.date(2025, 7, 1))
    SuccessionFactory(predecessor=nam_dinh, successor=new)
    form = AwardFormFactory(name="Huân chương Lao động hạng Ba")
    old = AwardFactory(emulation_year=year_a, recipient_name=NAME, unit=nam_dinh, form=form)
    later = AwardFactory(
        emulation_year=EmulationYearFactory(cluster=year_a.cluster, year=2025),
        recipient_name="Bà LỆNH Nguyễn Thị, Giám đốc",
        unit=new,
        form__name="Cờ thi đua",
    )
    return old, later


@pytest.fixture
def school(year_a, nam_dinh):
    kind = {"recipient_name": "Trường Mầm non Sao", "recipient_kind": RecipientKind.COLLECTIVE}
    return AwardFactory(emulation_year=year_a, unit=nam_dinh, **kind)


def test_a_person_has_one_page_through_the_years_and_the_units_of_the_time(client_of, lan, person):
    old, later = person
    recipient = found(client_of(lan), old)
    assert recipient.keys == [later.pk, old.pk]
    assert (recipient.years, recipient.decisions) == ([2024, 2025], 2)
    assert recipient.totals.granted == 2
    assert {(part.name, part.last_year) for part in recipient.units} == {
        ("Tỉnh Nam Định", 2024),
        ("Tỉnh Ninh Bình", 2025),
    }
    assert recipient.spellings == ["Bà LỆNH Nguyễn Thị, Giám đốc"]
    assert found(client_of(lan), later).keys == recipient.keys
    page = client_of(lan).get(address_of(old)).content.decode()
    assert "Từ năm 2024 đến năm 2025: " in page
    assert "· 2 quyết định" in page
    assert "Huân chương Lao động hạng Ba: 1 dòng, năm 2024" in page


def test_people_of_one_name_elsewhere_and_of_another_kind_are_others(
    client_of, hoa, year_a, year_b, person, nam_dinh
):
    same = {"recipient_name": NAME, "emulation_year": year_a}
    AwardFactory(**same, unit=UnitFactory(name="Hà Nam khác"))
    AwardFactory(**same, unit=nam_dinh, recipient_kind=RecipientKind.HOUSEHOLD)
    AwardFactory(**same, unit=nam_dinh, recipient_kind=RecipientKind.COLLECTIVE)
    alone = AwardFactory(**same, unit=None)
    AwardFactory(recipient_name=NAME, emulation_year=year_b, unit=None)
    client = client_of(hoa)
    assert set(found(client, person[0]).keys) == keys(*person)
    assert set(found(client, alone).keys) == keys(alone)


def test_units_that_became_the_same_one_are_not_taken_together(client_of, hoa, person, year_a):
    old, later = person
    other = UnitFactory(name="Hà Nam cũ", valid_to=datetime.date(2025, 6, 30))
    SuccessionFactory(predecessor=other, successor=later.unit)
    namesake = AwardFactory(emulation_year=year_a, recipient_name=NAME, unit=other)
    client = client_of(hoa)
    assert set(found(client, old).keys) == keys(old, later)
    assert set(found(client, namesake).keys) == keys(namesake, later)


@pytest.mark.parametrize("ending", ["", "xlsx", "csv", "json"])
def test_a_person_has_no_page_for_who_may_not_read_the_name(
    visitor, client_of, dung, person, ending
):
    for client in (visitor, client_of(dung)):
        assert client.get(address_of(person[0], ending)).status_code == 404
        assert "/duoc-khen/" not in client.get("/khen-thuong/").content.decode()


def test_the_setting_opens_the_page_to_the_public_and_shuts_it_for_staff(
    visitor, client_of, lan, dung, person, settings
):
    settings.NAMES_FOR_PUBLIC = "full"
    assert set(found(visitor, person[0]).keys) == keys(*person)
    settings.NAMES_FOR_STAFF = "initials"
    assert client_of(lan).get(address_of(person[0])).status_code == 404
    assert set(found(client_of(dung), person[0]).keys) == keys(*person)


def test_who_works_in_one_cluster_sees_no_name_in_lines_of_another(
    client_of, lan, hoa, person, year_b
):
    elsewhere = AwardFactory(emulation_year=year_b, recipient_name=NAME, unit=person[0].unit)
    assert elsewhere.pk not in found(client_of(lan), person[0]).keys
    assert client_of(lan).get(address_of(elsewhere)).status_code == 404
    assert elsewhere.pk in found(client_of(hoa), person[0]).keys


def test_everybody_reads_of_a_collective_what_is_public(visitor, client_of, lan, school):
    draft = AwardFactory(
        emulation_year=school.emulation_year,
        unit=school.unit,
        recipient_name="Truong mam non SAO, tỉnh Nam Định",
        recipient_kind=RecipientKind.COLLECTIVE,
        status=AwardStatus.PROPOSED,
        decision=None,
    )
    assert found(visitor, school).keys == [school.pk]
    assert visitor.get(address_of(draft)).status_code == 404
    recipient = found(client_of(lan), school)
    assert set(recipient.keys) == keys(school, draft)
    assert (recipient.totals.granted, recipient.totals.proposed) == (1, 1)


def test_the_register_leads_to_the_page(visitor, client_of, lan, school, person):
    assert f'href="{address_of(school)}"' in visitor.get("/khen-thuong/").content.decode()
    assert f'href="{address_of(person[0])}"' in client_of(lan).get("/khen-thuong/").content.decode()


def test_a_province_by_itself_has_a_page_and_a_counted_group_has_none(visitor, year_a, nam_dinh):
    province = AwardFactory(emulation_year=year_a, of_unit=True, unit=nam_dinh)
    assert found(visitor, province).name == "Tỉnh Nam Định"
    group = AwardFactory(emulation_year=year_a, counted=True)
    assert visitor.get(address_of(group)).status_code == 404
    assert visitor.get("/khen-thuong/duoc-khen/999999/").status_code == 404
    assert visitor.get("/khen-thuong/duoc-khen/99999999999999999999/").status_code == 404


def test_the_spreadsheet_has_the_rows_of_the_page(client_of, lan, person):
    response = client_of(lan).get(address_of(person[0], "xlsx"))
    rows = openpyxl.load_workbook(io.BytesIO(response.content)).active.values
    assert [row[0] for row in rows][1:] == ["Bà LỆNH Nguyễn Thị, Giám đốc", NAME]
    assert NAME not in response["Content-Disposition"]


def test_many_awards_come_in_pages_at_a_fixed_number_of_queries(
    visitor, school, django_assert_num_queries
):
    def asked():
        with django_assert_num_queries(9):
            return visitor.get(address_of(school), {"page": "2"})

    more = {"unit": school.unit, "emulation_year": school.emulation_year, "form": school.form}
    assert "Không có trang như địa chỉ đã ghi" in asked().content.decode()
    decision = DecisionFactory()
    for _ in range(60):
        AwardFactory(
            recipient_name=school.recipient_name,
            recipient_kind=RecipientKind.COLLECTIVE,
            decision=decision,
            **more,
        )
    page = asked()
    assert len(page.context["table"].rows) == 11
    assert "Trang 2 trên 2" in page.content.decode()
