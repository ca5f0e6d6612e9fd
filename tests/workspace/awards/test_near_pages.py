"""The pages of names that may be of one recipient."""

import csv
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import NearPair, RecipientKind, Verdict
from cluster_portal.workspace.awards import near
from tests.factories.awards import AwardFactory, NearPairFactory

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/ten-gan-giong/"
BECAUSE = "Công văn số 12/SNV"


@pytest.fixture
def hoan(year_a, unit_of_binh):
    """A pair with awards on both sides."""
    for name in ("Phạm Thị Hoan", "Phạm Thị Hoang"):
        AwardFactory(emulation_year=year_a, unit=unit_of_binh, recipient_name=name)
    call_command("find_near_names", verbosity=0)
    return NearPair.objects.get()


@pytest.fixture
def many(cluster_a, unit_of_binh):
    """Fifty pairs, in the order of the alphabet."""
    names = [f"{first}{second}" for first in "abcde" for second in "aeghilmnot"]
    return [
        NearPairFactory(cluster=cluster_a, unit=unit_of_binh, one=f"{name} le", other=f"{name}n le")
        for name in names
    ]


def page(client, pair, name="near-pair"):
    return reverse(f"workspace:{name}", args=[pair.pk])


def shown(response):
    return [pair.pk for pair, _ in response.context["rows"]]


def test_both_sides_stand_beside_each_other_with_their_awards(client_of, lan, hoan):
    for address in (LIST, page(None, hoan)):
        text = client_of(lan).get(address).content.decode()
        assert text.count("Cờ thi đua của Chính phủ") == 2
        assert "Phạm Thị Hoan</a>" in text
        assert "Phạm Thị Hoang</a>" in text
        assert "khác một chữ" in text


def test_the_secretary_answers_and_takes_it_back(client_of, lan, hoa, hoan):
    client = client_of(lan)
    answer = {"verdict": "different", "reason": BECAUSE}
    assert client.post(page(client, hoan), answer).status_code == 302
    text = client_of(hoa).get(page(client, hoan)).content.decode()
    assert "là hai người khác nhau" in text
    assert f"Căn cứ: {BECAUSE}." in text
    assert "Nguyễn Thị Lan trả lời" in text
    assert shown(client.get(LIST)) == []
    assert shown(client.get(f"{LIST}?tra_loi=different")) == [hoan.pk]
    assert shown(client.get(f"{LIST}?tra_loi=one")) == []
    assert shown(client.get(f"{LIST}?tra_loi=moi")) == [hoan.pk]
    response = client.post(page(client, hoan, "withdraw-near-answer"), {"bo-reason": "Nhầm"})
    assert response.status_code == 302
    assert shown(client.get(LIST)) == [hoan.pk]
    history = client.get(reverse("workspace:history", args=["cum", hoan.cluster_id]))
    assert "bỏ câu trả lời cặp tên" in history.content.decode().lower()


def test_what_is_missing_is_told_beside_its_field_and_what_was_typed_stays(client_of, lan, hoan):
    client = client_of(lan)
    text = client.post(page(client, hoan), {"reason": BECAUSE}).content.decode()
    assert "Chọn câu trả lời." in text
    assert BECAUSE in text
    text = client.post(page(client, hoan), {"verdict": "one", "reason": "  "}).content.decode()
    assert "Nêu căn cứ của câu trả lời." in text
    assert "checked" in text
    text = client.post(page(client, hoan), {"verdict": "maybe", "reason": "x" * 400}).content
    assert "Chọn câu trả lời." in text.decode()
    hoan.refresh_from_db()
    assert hoan.verdict == Verdict.OPEN
    answer = {"verdict": "one", "reason": BECAUSE}
    client.post(page(client, hoan), answer)
    text = client.post(page(client, hoan), answer | {"verdict": "different"}).content.decode()
    assert "Người khác vừa trả lời cặp tên này." in text
    response = client.post(page(client, hoan, "withdraw-near-answer"), {"bo-reason": ""})
    assert "Nêu lý do." in response.content.decode()


def test_all_pages_in_order_there_and_back_at_one_cost(client_of, lan, many):
    client = client_of(lan)
    client.get(LIST)
    keys = [pair.pk for pair in many]
    first = client.get(LIST)
    assert shown(first) == keys[:20]
    second = client.get(f"{LIST}?sau={keys[19]}")
    assert shown(second) == keys[20:40]
    with CaptureQueriesContext(connection) as queries:
        last = client.get(f"{LIST}?sau={keys[39]}")
    assert shown(last) == keys[40:]
    assert not last.context["page"].has_next
    with CaptureQueriesContext(connection) as more:
        assert shown(client.get(f"{LIST}?truoc={keys[40]}")) == keys[20:40]
    assert len(more) == len(queries)
    assert "50 cặp" in first.content.decode()


@pytest.mark.parametrize("query", ["", "sau={}&", "tra_loi=moi&truoc={}&"])
def test_all_pairs_come_as_a_file(client_of, lan, hoan, many, query, monkeypatch):
    monkeypatch.setattr(near, "READ_AT_ONCE", 7)
    address = f"{LIST}?{query.format(many[19].pk)}tep=ten-gan-giong"
    text = b"".join(client_of(lan).get(f"{address}.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {"Tên thứ nhất", "Tên thứ hai", "Của đơn vị", "Giống nhau", "Trả lời"} <= set(rows[0])
    assert len(rows) == len(many) + 1
    [told] = [row for row in rows if row["Tên thứ nhất"].split("\n")[0] == "Phạm Thị Hoan"]
    assert told["Tên thứ hai"].split("\n")[0] == "Phạm Thị Hoang"
    assert "Cờ thi đua của Chính phủ" in "".join(told.values())
    assert client_of(lan).get(f"{address}.xlsx").status_code == 200


def test_the_number_of_queries_does_not_grow_with_pairs_and_awards(
    client_of, lan, hoan, year_a, unit_of_binh
):
    client = client_of(lan)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        assert len(shown(client.get(LIST))) == 1
    for name in ("Lê Văn Hưng", "Lê Văn Hùng", "Lê Văn Hung", "Lê Văn Hunh", "Lê Văn Hunh"):
        AwardFactory(emulation_year=year_a, unit=unit_of_binh, recipient_name=name)
    call_command("find_near_names", verbosity=0)
    with CaptureQueriesContext(connection) as many:
        assert len(shown(client.get(LIST))) > 3
    assert len(many) == len(few)


def test_no_more_awards_than_fit_and_the_others_are_counted(
    client_of, lan, hoan, year_a, unit_of_binh
):
    for _ in range(4):
        AwardFactory(emulation_year=year_a, unit=unit_of_binh, recipient_name="Phạm Thị Hoang")
    text = client_of(lan).get(LIST).content.decode()
    assert "và 2 dòng khác" in text
    assert client_of(lan).get(page(None, hoan)).content.decode().count("Cờ thi đua") == 6


def test_a_name_that_was_corrected_is_said_to_be_gone(client_of, lan, hoan):
    row = AwardFactory._meta.model.objects.get(recipient_name="Phạm Thị Hoang")
    row.recipient_name = "Trần Thị Ba"
    row.save()
    text = client_of(lan).get(page(None, hoan)).content.decode()
    assert "Không còn dòng nào ghi tên này." in text


@pytest.mark.parametrize(
    "query",
    [
        "sau=99999999",
        "sau=abc",
        "truoc=-1",
        "sau=" + "9" * 40,
        "cum=khong-co",
        "doi_tuong=x&cach=x&tra_loi=x",
    ],
)
def test_an_address_that_makes_no_sense_gives_the_first_page_and_says_so(
    client_of, lan, many, query
):
    response = client_of(lan).get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert shown(response) == [pair.pk for pair in many[:20]]
    text = response.content.decode()
    assert "nên đây là trang đầu" in text or "Không có trong danh sách." in text


def test_filters_that_leave_nothing_offer_the_way_back(client_of, lan, many):
    text = client_of(lan).get(f"{LIST}?doi_tuong=household").content.decode()
    assert "Không có cặp nào như vậy." in text
    assert "Bỏ mọi bộ lọc" in text
    assert len(shown(client_of(lan).get(f"{LIST}?cach=sai"))) == near.PER_PAGE
    assert shown(client_of(lan).get(f"{LIST}?cach=chu")) == []


def test_others_see_nothing_of_it(client_of, dung, hoan, visitor):
    assert shown(client_of(dung).get(f"{LIST}?tra_loi=moi")) == []
    assert client_of(dung).get(page(None, hoan)).status_code == 404
    assert "tay-nguyen" in str(client_of(dung).get(LIST).context["form"]["cum"])
    assert "dong-bang" not in str(client_of(dung).get(LIST).context["form"]["cum"])
    assert visitor.get(LIST).status_code == 302
    assert "ten-gan-giong" not in visitor.get("/khen-thuong/").content.decode()


@pytest.mark.parametrize("rule", ["initials", "hidden"])
def test_where_staff_do_not_read_private_names_only_collectives_are_compared(
    client_of, lan, hoan, settings, rule, year_a, unit_of_binh
):
    for name in ("Trường Mầm non Sao", "Trường Mầm non Sáo"):
        AwardFactory(
            emulation_year=year_a,
            unit=unit_of_binh,
            recipient_name=name,
            recipient_kind=RecipientKind.COLLECTIVE,
        )
    call_command("find_near_names", verbosity=0)
    settings.NAMES_FOR_STAFF = rule
    response = client_of(lan).get(f"{LIST}?tra_loi=moi")
    assert [str(pair) for pair, _ in response.context["rows"]] == [
        "Trường Mầm non Sao – Trường Mầm non Sáo"
    ]
    assert client_of(lan).get(page(None, hoan)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_names_are_compared_once_a_row_is_saved(client_of, lan, year_a, unit_of_binh):
    AwardFactory(emulation_year=year_a, unit=unit_of_binh, recipient_name="Phạm Thị Hoan")
    form = AwardFactory(emulation_year=year_a).form
    row = {
        "row-n0-recipient": "Phạm Thị Hoang",
        "row-n0-recipient_kind": "cá nhân",
        "row-n0-form": form.code,
        "row-n0-status": "Đề nghị",
        "row-n0-unit": unit_of_binh.name,
    }
    address = reverse("workspace:awards", args=[year_a.cluster.slug, year_a.year])
    assert client_of(lan).post(address, row).status_code == 302
    assert str(NearPair.objects.get()) == "Phạm Thị Hoan – Phạm Thị Hoang"
