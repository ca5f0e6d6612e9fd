"""The pages of a year's awards: grid, one award, outcomes, decisions, files."""

import datetime
import io

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Award, AwardStatus, Decision
from awards.services.entries import token_of
from emulation.models import Conference
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import ConferenceFactory
from tests.files.samples import pdf, upload

pytestmark = pytest.mark.django_db
PLACE = "/cum/dong-bang-song-hong/2024/khen-thuong/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2026, 11, 21, 9), tick=False):
        yield


@pytest.fixture(autouse=True)
def form(db):
    return AwardFormFactory(code="BK_TTCP", name="Bằng khen của Thủ tướng Chính phủ")


def typed(number=0, **changes):
    fields = {
        "recipient": "Nguyễn Thị Lan",
        "recipient_kind": "cá nhân",
        "form": "bang khen cua thu tuong chinh phu",
        "unit": "nam dinh",
        "status": "Đề nghị",
    } | changes
    return {f"row-n{number}-{name}": text for name, text in fields.items()}


def text_of(response):
    return " ".join(response.content.decode().split())


def test_good_rows_are_saved_and_the_page_is_asked_for_anew(client_of, lan):
    client = client_of(lan)
    response = client.post(PLACE, typed() | typed(1, recipient="Trần Văn Nam"))
    assert (response.status_code, response.url) == (302, PLACE)
    assert Award.objects.count() == 2
    page = text_of(client.get(PLACE))
    assert "Đã lưu 2 dòng." in page
    assert ">Trần Văn Nam</textarea>" in page


def test_a_wrong_row_keeps_everything_typed_with_the_reason_beside_it(client_of, lan):
    response = client_of(lan).post(
        PLACE, typed() | typed(1, form="Huân chương Mặt trăng", recipient_kind="người", note="giữ")
    )
    page = text_of(response)
    assert Award.objects.get().recipient_name == "Nguyễn Thị Lan"
    assert "1 dòng có chỗ sai" in page
    assert 'value="Huân chương Mặt trăng"' in page
    assert '<option value="người" selected>người</option>' in page
    assert ">giữ</textarea>" in page
    assert "Không có hình thức “Huân chương Mặt trăng”" in page
    assert 'aria-describedby="row-n1-form-sai"' in page
    assert "row-n2-recipient" in page  # still rows to type into


def test_a_double_is_shown_and_saved_when_confirmed(client_of, lan, year_a, form):
    AwardFactory(emulation_year=year_a, form=form, recipient_name="LAN Nguyễn Thị")
    client = client_of(lan)
    page = text_of(client.post(PLACE, typed()))
    assert "có thể trùng" in page
    assert "LAN Nguyễn Thị" in page
    assert Award.objects.count() == 1
    assert client.post(PLACE, typed(confirmed="1")).status_code == 302
    assert Award.objects.count() == 2


def test_a_wrong_row_shows_its_double_at_once(client_of, lan, year_a, form):
    award = AwardFactory(emulation_year=year_a, form=form, recipient_name="LAN Nguyễn Thị")
    client = client_of(lan)
    page = text_of(client.post(PLACE, typed(unit="Hà Tây", commendation_type="lạ")))
    assert "không phải là thành viên" in page
    assert "Loại khen thưởng là một trong" in page
    assert "Có thể trùng với" in page
    assert 'name="row-n0-confirmed"' in page
    address = f"{PLACE}{award.pk}/"
    Award.objects.filter(pk=award.pk).update(recipient_name="Trần Văn Nam")
    AwardFactory(emulation_year=year_a, form=form, recipient_name="LAN Nguyễn Thị")
    shown = client.get(address).context["form"]
    body = {name: shown[name].value() or "" for name in shown.fields}
    wrong = {"recipient": "Nguyễn Thị Lan", "commendation_type": "lạ", "confirmed": ""}
    page = text_of(client.post(address, body | wrong))
    assert "Loại khen thưởng là một trong" in page
    assert "Có thể trùng với" in page


def test_of_a_double_one_may_say_that_it_is_the_outcome(client_of, lan, year_a, form, unit_of_binh):
    proposal = AwardFactory(
        emulation_year=year_a, form=form, recipient_name="Nguyễn Thị Lan", proposed=True
    )
    granted = typed(status="Được tặng", no_decision_reason="Chờ văn bản")
    client = client_of(lan)
    assert "Ghi là kết quả của đề nghị này" in text_of(client.post(PLACE, granted))
    client.post(PLACE, granted | {"row-n0-proposal": proposal.pk})
    assert proposal.outcomes.get().status == AwardStatus.GRANTED


def test_a_stored_row_is_changed_and_a_clash_shows_both(client_of, lan, year_a, unit_of_binh):
    award = AwardFactory(emulation_year=year_a, unit=unit_of_binh, note="cũ")
    token = token_of(award)
    client = client_of(lan)
    name = f"row-p{award.pk}"
    assert client.post(PLACE, {f"{name}-token": token, f"{name}-note": "mới"}).status_code == 302
    award.refresh_from_db()
    assert award.note == "mới"
    response = client.post(PLACE, {f"{name}-token": token, f"{name}-note": "của tôi"})
    page = text_of(response)
    assert "Người khác vừa sửa dòng này" in page
    assert "Ghi chú: <strong>mới</strong>" in page
    assert ">của tôi</textarea>" in page
    (row,) = response.context["rows"]
    client.post(PLACE, {f"{name}-token": row.entry.token, f"{name}-note": "của tôi"})
    award.refresh_from_db()
    assert award.note == "của tôi"


def test_nothing_typed_is_told(client_of, lan):
    response = client_of(lan).post(PLACE, {"row-n0-status": "Đề nghị"})
    assert "Chưa nhập dòng nào." in text_of(response)


@pytest.mark.parametrize(
    "body",
    [
        {"row-p99999999999999999999-note": "x"},
        {"row-p999999999999999999-note": "x"},
        {"row-n0-recipient": "x" * 5000},
        {"row-n0-recipient": "x", "row-n0-proposal": "9" * 40},
        {"row-n0-recipient": "\x00", "row-n0-token": "\x00"},
        {"row-n0-recipient": "x", "conference": "abc"},
        {"row-n0-is_posthumous": "\ud800"},
    ],
)
def test_what_nobody_types_is_no_error_of_the_portal(client_of, lan, body):
    body = {name: text.encode("utf-8", "replace").decode() for name, text in body.items()}
    assert client_of(lan).post(PLACE, body).status_code in (200, 302)
    assert not Award.objects.exists()


def test_an_officer_proposes_for_the_own_province(client_of, binh, unit_of_chi, year_a):
    client = client_of(binh)
    assert client.post(PLACE, typed()).status_code == 302
    page = text_of(client.post(PLACE, typed(recipient="Lê Văn Hai", unit="Hà Nam")))
    assert "Bạn chỉ nhập đề nghị của tỉnh mình." in page
    assert Award.objects.count() == 1


def test_readers_get_text_and_no_boxes(client_of, mai, year_a):
    AwardFactory(emulation_year=year_a)
    page = text_of(client_of(mai).get(PLACE))
    assert "row-p" not in page.replace("row-p" + str(Award.objects.get().pk) + "-token", "")
    assert "Lưu</button>" not in page


def test_filters_and_files_hold_the_same_rows(client_of, lan, year_a, form):
    AwardFactory(emulation_year=year_a, form=form, recipient_name="=1+1", note="@x")
    AwardFactory(emulation_year=year_a, counted=True, proposed=True)
    client = client_of(lan)
    query = {"ket_qua": "granted"}
    (row,) = client.get(PLACE, query).context["rows"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(PLACE + "bang.xlsx", query).content))
    headings, *rows = book.active.iter_rows()
    assert [cell.value for cell in headings][:2] == ["Người, tập thể hoặc số lượng", "Đối tượng"]
    assert [cells[0].value for cells in rows] == ["=1+1"] == [row.entry.recipient]
    assert rows[0][0].data_type == "s"
    text = b"".join(client.get(PLACE + "bang.csv", query).streaming_content).decode()
    assert text.startswith("\ufeff")
    assert "'=1+1" in text
    assert "'@x" in text


def test_a_search_of_10000_characters_is_cut_and_told(client_of, lan):
    client = client_of(lan)
    words = "Câu tìm quá dài nên chỉ dùng 200 ký tự đầu."
    assert words in text_of(client.get(PLACE, {"q": "ệ" * 10_000}))
    assert words not in text_of(client.get(PLACE, {"q": "ệ" * 200}))


def test_the_number_of_queries_does_not_grow_with_the_rows(client_of, lan, year_a, form):
    client = client_of(lan)

    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    decision = DecisionFactory()
    addresses = [PLACE, PLACE + "ket-qua/", PLACE + "quyet-dinh/"]
    AwardFactory(emulation_year=year_a, form=form, decision=decision)
    AwardFactory(emulation_year=year_a, form=form, proposed=True)
    queries(PLACE)  # what is read once for each session
    before = [queries(address) for address in addresses]
    for _ in range(6):
        proposal = AwardFactory(emulation_year=year_a, form=form, proposed=True, counted=True)
        AwardFactory(emulation_year=year_a, form=form, proposal=proposal, counted=True, count=3)
    assert [queries(address) for address in addresses] == before


# --- One award ------------------------------------------------------------------------------


def test_an_award_is_changed_on_its_page(client_of, lan, year_a, unit_of_binh, cluster_a, form):
    conference = ConferenceFactory(cluster=cluster_a, review_year=year_a, draft=True)
    award = AwardFactory(emulation_year=year_a, unit=unit_of_binh, form=form)
    address = f"{PLACE}{award.pk}/"
    client = client_of(lan)
    shown = client.get(address).context["form"]
    body = {name: shown[name].value() or "" for name in shown.fields}
    wrong = client.post(address, body | {"unit": "Cà Mau"})
    assert "không phải là thành viên" in text_of(wrong)
    changed = body | {"unit": "", "conference": conference.pk, "confirmed": ""}
    assert client.post(address, changed).status_code == 302
    award.refresh_from_db()
    assert (award.unit, award.conference) == (None, conference)


def test_an_award_is_revoked_and_removed_with_a_reason(client_of, lan, year_a):
    award = AwardFactory(emulation_year=year_a)
    client = client_of(lan)
    address = f"{PLACE}{award.pk}/"
    assert "Nêu lý do." in text_of(client.post(address + "thu-hoi/", {}))
    assert client.post(address + "thu-hoi/", {"revoke-reason": "Sai"}).status_code == 302
    award.refresh_from_db()
    assert award.status == AwardStatus.REVOKED
    assert "Bỏ thu hồi ghi nhầm" in text_of(client.get(address))
    assert "Nêu lý do." in text_of(client.post(address + "thu-hoi/bo/", {}))
    assert client.post(address + "thu-hoi/bo/", {"lift-reason": "Nhầm"}).url == address
    award.refresh_from_db()
    assert award.status == AwardStatus.GRANTED
    assert client.post(address + "bo/", {"remove-reason": "Nhập nhầm"}).url == PLACE
    assert not Award.objects.exists()


# --- Outcomes and decisions -----------------------------------------------------------------


def test_what_was_answered_or_is_of_another_year_is_said(client_of, lan, year_a, unit_of_binh):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    one = AwardFactory(emulation_year=year_a, unit=unit_of_binh, proposed=True)
    other = AwardFactory(emulation_year=before, unit=unit_of_binh, proposed=True)
    client = client_of(lan)
    body = {"status": "refused"}
    page = text_of(client.post(PLACE + "ket-qua/", body | {"de-nghi": [one.pk, other.pk]}))
    assert "thuộc năm 2023: ghi kết quả ở trang của năm 2023" in page
    assert Award.objects.count() == 2
    client.post(PLACE + "ket-qua/", body | {"de-nghi": [one.pk]})
    page = text_of(client.post(PLACE + "ket-qua/", body | {"de-nghi": [one.pk]}))
    assert "Có đề nghị vừa có kết quả" in page


def test_chosen_proposals_are_granted_by_a_decision(client_of, lan, year_a, unit_of_binh):
    decision = DecisionFactory()
    one = AwardFactory(emulation_year=year_a, unit=unit_of_binh, proposed=True)
    group = AwardFactory(emulation_year=year_a, counted=True, count=10, proposed=True)
    other = AwardFactory(emulation_year=year_a, unit=unit_of_binh, proposed=True)
    client = client_of(lan)
    body = {
        "de-nghi": [one.pk, group.pk],
        f"count-{group.pk}": "12",
        "status": "granted",
        "decision": decision.pk,
    }
    page = text_of(client.post(PLACE + "ket-qua/", body))
    assert "Nhiều hơn số đề nghị" in page
    assert 'value="12"' in page
    assert client.post(PLACE + "ket-qua/", body | {f"count-{group.pk}": "8"}).status_code == 302
    assert group.outcomes.get().count == 8
    assert one.outcomes.get().decision == decision
    assert not other.outcomes.exists()


def test_a_decision_is_entered_applied_and_its_scan_taken(client_of, lan, mai, dung, year_a):
    client = client_of(lan)
    body = {
        "document_number": "15/QĐ-CTN",
        "signed_on": "1/2/2025",
        "issuing_body": "Chủ tịch nước",
        "upload": upload(pdf()),
    }
    assert "sau hôm nay" in text_of(
        client.post(PLACE + "quyet-dinh/", body | {"signed_on": "1/2/2027", "upload": ""})
    )
    response = client.post(PLACE + "quyet-dinh/", body)
    decision = Decision.objects.get()
    assert response.url == f"{PLACE}quyet-dinh/{decision.pk}/"
    assert "Đã lưu quyết định số 15/QĐ-CTN." in text_of(client.get(response.url))
    award = AwardFactory(emulation_year=year_a, decision=None, no_decision_reason="Chờ")
    assert "Chọn ít nhất một dòng" in text_of(client.post(response.url + "ap-dung/", {}))
    assert client.post(response.url + "ap-dung/", {"award": award.pk}).status_code == 302
    award.refresh_from_db()
    assert (award.decision, award.no_decision_reason) == (decision, "")
    scan = client_of(mai).get(response.url + "ban-chup/")
    assert b"".join(scan.streaming_content).startswith(b"%PDF-")
    assert client_of(dung).get(response.url + "ban-chup/").status_code == 404


def test_what_a_settled_conference_told_of_a_decision_is_only_shown(
    client_of, lan, year_a, cluster_a
):
    decision = DecisionFactory(emulation_year=year_a, document_number="7/QĐ-TTg")
    meeting = ConferenceFactory(cluster=cluster_a, review_year=year_a, draft=True)
    AwardFactory(emulation_year=year_a, conference=meeting, decision=decision)
    client, address = client_of(lan), f"{PLACE}quyet-dinh/{decision.pk}/"
    assert "nên mục này giữ nguyên" not in text_of(client.get(address))
    Conference.objects.filter(pk=meeting.pk).update(status="finalised")
    response = client.get(address)
    assert text_of(response).count("nên mục này giữ nguyên") == 3
    form = response.context["form"]
    told = {"document_number", "signed_on", "issuing_body"}
    assert {name for name, field in form.fields.items() if field.disabled} == told
    body = {"document_number": "8/QĐ-TTg", "subject": "Tặng Cờ thi đua", "reason": "Bổ sung"}
    assert client.post(address, body).status_code == 302
    decision.refresh_from_db()
    assert (decision.document_number, decision.subject) == ("7/QĐ-TTg", "Tặng Cờ thi đua")


def test_the_button_that_saves_is_the_only_prominent_one(client_of, lan, year_a):
    page = text_of(client_of(lan).get(PLACE))
    assert page.count('class="btn btn-primary" type="submit"') == 1
    assert 'class="btn btn-outline-secondary" type="submit">Lọc' in page
