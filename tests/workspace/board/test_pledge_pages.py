"""The pledge as it is typed, signed on paper and published."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from cluster_portal.database.seen import STALE
from cluster_portal.vietnamese.dates import format_date
from emulation.models import Pledge
from tests.factories.emulation import PledgeFactory, PledgeItemFactory, PledgeSignatureFactory
from tests.files.samples import scan, upload

pytestmark = pytest.mark.django_db
YEAR = "/cum/dong-bang-song-hong/2024/"
DRAFT = f"{YEAR}giao-uoc/soan/"
SIGNATURES = f"{YEAR}giao-uoc/chu-ky/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=False):
        yield


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split("<main", 1)[1].split())


def body(*items, first=0, **texts):
    """The form with rows of (number, heading, text), `first` of them stored already."""
    rows = {"items-TOTAL_FORMS": str(len(items)), "items-INITIAL_FORMS": str(first)}
    for place, (number, heading, text, *more) in enumerate(items):
        rows |= {
            f"items-{place}-number": number,
            f"items-{place}-heading": heading,
            f"items-{place}-text": text,
        }
        if more:
            rows[f"items-{place}-DELETE"] = "on"
    return {"theme": "Đoàn kết", "legal_basis": "Căn cứ Luật"} | rows | texts


def items_of(pledge):
    return [(row.number, row.heading, row.text) for row in pledge.items.all()]


# --- Text -----------------------------------------------------------------------------------


def test_the_draft_is_written_with_its_items(client_of, lan, year_a):
    sent = body(("1", "Kinh tế", "Hoàn thành."), ("", "", "Không số."), ("", "", ""))
    assert client_of(lan).post(DRAFT, sent).url == DRAFT
    pledge = Pledge.objects.get()
    assert (pledge.theme, pledge.emulation_year, pledge.status) == ("Đoàn kết", year_a, "draft")
    assert items_of(pledge) == [(1, "Kinh tế", "Hoàn thành."), (2, "", "Không số.")]


def test_items_are_changed_and_struck_out(client_of, lan, year_a):
    pledge = PledgeFactory(emulation_year=year_a, draft=True)
    for number in (1, 2):
        PledgeItemFactory(pledge=pledge, number=number, text=f"Nội dung {number}.")
    sent = body(("1", "", "Nội dung 1.", "gone"), ("5", "", "Nội dung 2."), first=2)
    assert client_of(lan).post(DRAFT, sent).status_code == 302
    assert items_of(pledge) == [(5, "", "Nội dung 2.")]


@pytest.mark.parametrize(
    "rows",
    [
        [("1", "Kinh tế", "")],
        [("1", "", "A"), ("1", "", "B")],
        [("x", "", "A")],
        [("99999", "", "A")],
        [("1", "", "ẩn\u202e")],
        [("1", "Đ" * 201, "A")],
    ],
)
def test_wrong_rows_say_what_is_wrong_and_keep_what_was_typed(client_of, lan, year_a, rows):
    response = client_of(lan).post(DRAFT, body(*rows, preamble="Chúng tôi gõ dở"))
    page = text_of(response)
    assert "Nội dung giao ước có chỗ cần sửa" in page
    assert "Chúng tôi gõ dở" in page
    assert not Pledge.objects.exists()


def test_a_form_without_its_rows_is_answered_in_words(client_of, lan, year_a):
    assert client_of(lan).post(DRAFT, {"theme": "x"}).status_code == 200
    too_many = body() | {"items-TOTAL_FORMS": "5000"}
    assert client_of(lan).post(DRAFT, too_many).status_code == 200


def test_what_was_typed_stays_when_the_pledge_was_issued_meanwhile(client_of, lan, year_a):
    PledgeFactory(emulation_year=year_a, status="issued", signed_on=None)
    response = client_of(lan).post(DRAFT, body(("1", "", "Gõ rồi.")))
    page = text_of(response)
    assert "không còn là dự thảo" in page
    assert "Gõ rồi." in page


def test_a_conference_of_another_cluster_is_no_choice(client_of, lan, year_a, year_b):
    from_b = PledgeFactory(emulation_year=year_b).conference_id
    sent = body(("1", "", "A"), conference=str(from_b or 99))
    assert client_of(lan).post(DRAFT, sent).status_code == 200


# --- The way --------------------------------------------------------------------------------


def step(client, to, **values):
    return client.post(f"{YEAR}giao-uoc/buoc/{to}/", values)


def signatures(*units, **values):
    given = {"signer_name": "Lê Văn Ký", "capacity": "Chủ tịch", "signed_on": "13/3/2024"} | values
    return {f"unit-{unit.pk}-{name}": value for unit in units for name, value in given.items()}


def test_from_the_draft_to_the_public_page(client_of, visitor, lan, year_a, unit_of_binh):
    client = client_of(lan)
    client.post(DRAFT, body(("1", "", "Hoàn thành.")))
    assert step(client, "issued").url == DRAFT
    today = format_date(timezone.localdate())
    assert client.post(SIGNATURES, signatures(unit_of_binh, signed_on=today)).url == SIGNATURES
    assert "1/1 đơn vị đã ký" in text_of(client.get(DRAFT))
    assert visitor.get(f"{YEAR}giao-uoc/").status_code == 404
    # The portal issued it: the paper is to be seen, and was not signed before.
    at_once = text_of(client.get(f"{YEAR}giao-uoc/buoc/signed/"))
    assert "Thiếu bản chụp chữ ký trên bản giấy: Nam Định." in at_once
    assert "Thiếu bản chụp" in text_of(step(client, "signed", signed_on=today))
    kept = client.post(f"{SIGNATURES}{unit_of_binh.slug}/ban-giay/", {"upload": upload(scan())})
    assert kept.url == SIGNATURES
    assert "trước ngày trình ký" in text_of(step(client, "signed", signed_on="1/1/2020"))
    assert step(client, "signed", signed_on=today).url == DRAFT
    assert step(client, "published").url == DRAFT
    assert "Hoàn thành." in text_of(visitor.get(f"{YEAR}giao-uoc/"))


def test_a_step_that_misses_something_says_so(client_of, lan, year_a):
    pledge = PledgeFactory(emulation_year=year_a, draft=True)
    client = client_of(lan)
    assert "còn thiếu: nội dung giao ước" in text_of(step(client, "issued"))
    at_once = text_of(client.get(f"{YEAR}giao-uoc/buoc/issued/"))
    assert "còn thiếu: nội dung giao ước" in at_once
    assert 'type="submit">Chuyển' not in at_once
    Pledge.objects.filter(pk=pledge.pk).update(status="issued")
    PledgeSignatureFactory(pledge=pledge, unit=year_a.leaders.get().unit, unsigned=True)
    assert "Chưa ký: Nam Định." in text_of(step(client, "signed", signed_on="13/3/2024"))


def test_the_way_back_asks_why(client_of, lan, year_a):
    pledge = PledgeFactory(emulation_year=year_a)
    client = client_of(lan)
    assert "Nêu lý do chuyển lại bước trước." in text_of(step(client, "signed"))
    assert step(client, "signed", reason="Nhầm ngày").status_code == 302
    pledge.refresh_from_db()
    assert pledge.status == "signed"


def test_a_step_somebody_took_already_leads_back_with_a_word(client_of, lan, year_a):
    PledgeFactory(emulation_year=year_a)
    client = client_of(lan)
    assert step(client, "published").url == DRAFT
    assert "đang ở bước “Đã công bố”" in text_of(client.get(DRAFT))
    assert step(client, "khong-co").status_code == 404


# --- Signatures -----------------------------------------------------------------------------


def test_half_a_signature_is_said_beside_its_row(client_of, lan, year_a, unit_of_binh):
    pledge = PledgeFactory(emulation_year=year_a, status="issued", signed_on=None)
    PledgeSignatureFactory(pledge=pledge, unit=unit_of_binh, unsigned=True)
    client = client_of(lan)
    page = text_of(client.post(SIGNATURES, signatures(unit_of_binh, signed_on="")))
    assert "Nêu ngày ký." in page
    assert "> Lê Văn Ký</textarea>" in page
    page = text_of(client.post(SIGNATURES, signatures(unit_of_binh, signed_on="32/1/2024")))
    assert 'value="32/1/2024"' in page
    assert pledge.signatures.get().signed_on is None


def test_signatures_are_only_read_before_and_after(client_of, lan, year_a, unit_of_binh):
    pledge = PledgeFactory(emulation_year=year_a)
    PledgeSignatureFactory(pledge=pledge, unit=unit_of_binh)
    client = client_of(lan)
    page = text_of(client.get(SIGNATURES))
    assert "bản giấy, 13/3/2024" in page
    assert "<button" not in page
    assert "Chỉ ghi chữ ký khi giao ước đang chờ ký." in text_of(
        client.post(SIGNATURES, signatures(unit_of_binh))
    )


def test_a_year_without_a_pledge_has_no_signatures(client_of, lan, year_a):
    assert client_of(lan).get(SIGNATURES).status_code == 404


# --- Two pages -------------------------------------------------------------------------------


def seen_on(client, address):
    return client.get(address).context["form"]["seen"].value()


def test_the_second_of_two_pages_shows_what_the_first_saved(client_of, lan, year_a):
    client = client_of(lan)
    client.post(DRAFT, body(("1", "", "Một."), motto="Bản đầu"))
    seen = seen_on(client, DRAFT)
    mine = body(("1", "", "Một, tôi sửa."), first=1, motto="Của tôi", seen=seen)
    theirs = body(("1", "", "Một, người khác sửa."), first=1, motto="Của họ", seen=seen)
    assert client.post(DRAFT, theirs).status_code == 302
    response = client.post(DRAFT, mine)
    page = text_of(response)
    for words in (STALE, "Của tôi", "Của họ", "tôi sửa.", "người khác sửa."):
        assert words in page, words
    assert items_of(Pledge.objects.get()) == [(1, "", "Một, người khác sửa.")]
    again = mine | {"seen": response.context["form"]["seen"].value()}
    assert client.post(DRAFT, again).status_code == 302
    assert items_of(Pledge.objects.get()) == [(1, "", "Một, tôi sửa.")]
    assert Pledge.objects.get().motto == "Của tôi"


def test_the_second_of_two_pages_of_signatures_too(client_of, lan, year_a, unit_of_binh):
    pledge = PledgeFactory(emulation_year=year_a, status="issued", signed_on=None)
    PledgeSignatureFactory(pledge=pledge, unit=unit_of_binh, signed_on=None, method="")
    client = client_of(lan)
    seen = seen_on(client, SIGNATURES)

    def signed(name, seen):
        own = {"signer_name": name, "capacity": "Chủ tịch", "signed_on": "13/3/2024", "note": ""}
        return {f"unit-{unit_of_binh.pk}-{key}": value for key, value in own.items()} | {
            "seen": seen
        }

    assert client.post(SIGNATURES, signed("Lê Văn Một", seen)).status_code == 302
    response = client.post(SIGNATURES, signed("Lê Văn Hai", seen))
    page = text_of(response)
    for words in (STALE, "Lê Văn Một", "Lê Văn Hai", "Đang lưu"):
        assert words in page, words
    assert pledge.signatures.get().signer_name == "Lê Văn Một"
    again = signed("Lê Văn Hai", response.context["form"]["seen"].value())
    assert client.post(SIGNATURES, again).status_code == 302
    assert pledge.signatures.get().signer_name == "Lê Văn Hai"
