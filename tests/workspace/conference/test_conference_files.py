"""Papers, photos, minutes, invitation and calendar file of a conference."""

import datetime

import pytest
from icalendar import Calendar

from cluster_portal.audit.models import AuditEvent
from emulation.models import AgendaDocument, ConferencePhoto
from tests.factories.work import AgendaItemFactory, AttendanceFactory
from tests.files import samples
from tests.files.samples import image, pdf, upload
from tests.workspace.conference.conftest import address, sent, text_of

pytestmark = pytest.mark.django_db
CALENDAR = address("hoi-nghi.ics")
PUBLIC = "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2024/"


@pytest.fixture
def client(client_of, lan):
    return client_of(lan)


@pytest.fixture
def item(conference):
    return AgendaItemFactory(
        conference=conference,
        order=1,
        title="Khai mạc",
        speaker="Chủ tịch UBND tỉnh",
        starts_at=datetime.time(8),
        ends_at=datetime.time(8, 30),
    )


def photo_form(*photos):
    data = {"photos-TOTAL_FORMS": str(max(3, len(photos))), "photos-INITIAL_FORMS": "0"}
    for place, photo in enumerate(photos):
        data |= {f"photos-{place}-{name}": value for name, value in photo.items()}
    return data


def photo_of(content, name="ảnh.jpg", **changes):
    return {
        "upload": upload(content, name=name),
        "caption": "Ký giao ước",
        "alternative_text": "Chín người đứng hàng ngang.",
    } | changes


def add_photo(client, **changes):
    return client.post(address("anh/them/"), photo_form(photo_of(image(), **changes)))


# --- Papers ---------------------------------------------------------------------------------


def test_papers_join_an_item_and_leave_it(client, item):
    page = address("tai-lieu/")
    for content, name in ((pdf(), "a.pdf"), (samples.text(), "b.docx")):
        form = {
            "agenda_item": item.pk,
            "title": f"Tài liệu {name}",
            "upload": upload(content, name),
        }
        assert client.post(page, form).url == page
    first, second = AgendaDocument.objects.all()
    assert (first.order, second.order) == (1, 2)
    text = text_of(client.get(page))
    assert "Tài liệu a.pdf" in text
    response = client.get(f"{page}{first.pk}/")
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response).startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="download").exists()
    assert "Bỏ “Tài liệu a.pdf” khỏi mục “Khai mạc”?" in text_of(
        client.get(f"{page}{first.pk}/bo/")
    )
    assert client.post(f"{page}{first.pk}/bo/").url == page
    assert AgendaDocument.objects.get() == second


def test_papers_stay_with_staff_when_the_conference_is_published(
    client, client_of, dung, visitor, item, conference
):
    form = {"agenda_item": item.pk, "title": "Dự thảo", "upload": upload(pdf())}
    client.post(address("tai-lieu/"), form)
    conference.status = "published"
    conference.save()
    paper = address(f"tai-lieu/{AgendaDocument.objects.get().pk}/")
    assert b"".join(client.get(paper)).startswith(b"%PDF")
    assert client_of(dung).get(paper).status_code == 404
    assert visitor.get(paper).status_code == 302
    assert "Hội nghị đã chốt" in text_of(client.post(f"{paper}bo/"))
    assert "Hội nghị đã chốt" in text_of(
        client.post(address("tai-lieu/"), form | {"upload": upload(pdf())})
    )


def test_members_find_the_papers_on_the_page_of_the_conference(
    client, client_of, binh, dung, visitor, item, conference
):
    form = {"agenda_item": item.pk, "title": "Dự thảo báo cáo", "upload": upload(pdf())}
    client.post(address("tai-lieu/"), form)
    paper = address(f"tai-lieu/{AgendaDocument.objects.get().pk}/")
    member = client_of(binh)
    assert f'href="{paper}">Dự thảo báo cáo</a>' in text_of(member.get(PUBLIC))
    assert b"".join(member.get(paper)).startswith(b"%PDF")
    conference.status = "published"
    conference.save()
    assert "Dự thảo báo cáo" in text_of(member.get(PUBLIC))
    for other in (client_of(dung), visitor):
        page = text_of(other.get(PUBLIC))
        assert "Khai mạc" in page
        assert "Dự thảo báo cáo" not in page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"ftypheic" * 10, "không đúng loại"),
        (b"<html></html>", "không đúng loại"),
        (b"", "không có nội dung"),
        (image() + b"\0" * (16 * 1024 * 1024), "lớn quá 15 MB"),
        (image()[:200], ""),
    ],
)
def test_a_wrong_photo_is_told_and_its_words_stay(client, conference, content, message):
    response = client.post(address("anh/them/"), photo_form(photo_of(content)))
    text = text_of(response)
    assert response.status_code == 200
    assert message in text
    assert "Chín người đứng hàng ngang." in text
    assert not ConferencePhoto.objects.exists()


def test_a_photo_needs_its_words(client, conference):
    text = text_of(add_photo(client, alternative_text=""))
    assert "Ghi mô tả ảnh." in text
    assert not ConferencePhoto.objects.exists()


def test_several_photos_are_added_at_once_or_none_of_them(client, conference):
    first = photo_of(image(), caption="Khai mạc")
    second = photo_of(image(), name="hai.jpg", caption="Bế mạc", alternative_text="")
    response = client.post(address("anh/them/"), photo_form(first, {}, second))
    text = text_of(response)
    assert "Ảnh 3, Mô tả ảnh: Ghi mô tả ảnh." in text
    # What was typed stays; files are chosen again, and each says so.
    assert "Bế mạc" in text
    assert text.count("Chọn lại tệp “hai.jpg” rồi gửi.") == 2
    assert "Chọn lại tệp “ảnh.jpg” rồi gửi." in text
    assert "Ảnh 2, " not in text
    assert not ConferencePhoto.objects.exists()
    for photo in (first, second):
        photo["upload"] = upload(image(), name="a.jpg")
    second["alternative_text"] = "Người đứng."
    response = client.post(address("anh/them/"), photo_form(first, {}, second))
    assert response.url == address("anh/")
    assert "Đã thêm 2 ảnh." in text_of(client.get(response.url))
    assert [(row.order, row.caption) for row in conference.photos.all()] == [
        (1, "Khai mạc"),
        (2, "Bế mạc"),
    ]
    refused = text_of(client.post(address("anh/them/"), photo_form()))
    assert "Chọn ít nhất một ảnh." in refused
    # The table above goes to its own page, whatever the address of this one.
    assert f'action="{address("anh/")}"' in refused


def test_photos_are_shown_to_whoever_sees_the_conference(
    client, client_of, dung, visitor, conference
):
    assert add_photo(client).url == address("anh/")
    photo = ConferencePhoto.objects.get()
    source = f"{PUBLIC}anh/{photo.pk}/"
    response = client.get(source)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    assert b"".join(response).startswith(b"\xff\xd8\xff")
    again = client.get(source, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert f'src="{source}"' in text_of(client.get(address("anh/")))
    assert visitor.get(source).status_code == 404
    assert client_of(dung).get(source).status_code == 404
    conference.status = "published"
    conference.save()
    assert b"".join(visitor.get(source)).startswith(b"\xff\xd8\xff")
    page = text_of(visitor.get(PUBLIC))
    assert 'alt="Chín người đứng hàng ngang."' in page
    assert "Ký giao ước" in page


def test_captions_change_and_photos_go(client, conference):
    add_photo(client)
    add_photo(client, caption="Trao thưởng")
    formset = client.get(address("anh/")).context["formset"]
    client.post(address("anh/"), sent(formset, {"caption": "Ký kết"}, {"DELETE": "on"}))
    assert [row.caption for row in conference.photos.all()] == ["Ký kết"]


# --- The public page ------------------------------------------------------------------------


def test_the_public_page_shows_agenda_and_turnout(visitor, item, conference, unit_of_chi):
    for unit in (unit_of_chi, conference.review_year.leaders.get().unit):
        AttendanceFactory(conference=conference, unit=unit)
    conference.status = "published"
    conference.save()
    text = text_of(visitor.get(PUBLIC))
    assert "8h00 – 8h30" in text
    assert "Khai mạc" in text
    assert "2/2 đơn vị dự" in text


# --- Documents ------------------------------------------------------------------------------


def test_minutes_and_invitations_are_printed(client, item, unit_of_chi):
    for name in ("bien-ban.pdf", "giay-moi.pdf", "giay-moi.pdf?tinh=ha-nam"):
        response = client.get(address(name))
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")
    assert client.get(address("giay-moi.pdf?tinh=dak-lak")).status_code == 404
    assert AuditEvent.objects.filter(action="download").count() == 3


# --- The calendar file ----------------------------------------------------------------------


def event_of(client):
    response = client.get(CALENDAR)
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(response.content), response.content


def test_the_calendar_file_says_when_and_where(client, item, conference, unit_of_chi):
    conference.title = "Hội nghị tổng kết; ký giao ước, phát động"
    conference.starts_at, conference.closes_at = datetime.time(8), datetime.time(11, 30)
    conference.venue, conference.host = "Hội trường A, tầng 2", unit_of_chi
    conference.save()
    calendar, content = event_of(client)
    (event,) = calendar.walk("VEVENT")
    (zone,) = calendar.walk("VTIMEZONE")
    (alarm,) = calendar.walk("VALARM")
    assert str(event["SUMMARY"]) == conference.title
    assert str(event["LOCATION"]) == "Hội trường A, tầng 2, tỉnh Hà Nam"
    assert str(event["DESCRIPTION"]) == "8h00 – 8h30 Khai mạc"
    assert event["DTSTART"].dt.isoformat() == "2025-03-13T08:00:00+07:00"
    assert event["DTEND"].dt.isoformat() == "2025-03-13T11:30:00+07:00"
    assert event["DTSTART"].params["TZID"] == str(zone["TZID"]) == "Asia/Ho_Chi_Minh"
    assert alarm["TRIGGER"].dt == datetime.timedelta(days=-1)
    assert rb"t\; k" in content
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_diary_knows_the_event_again(client, conference, year_a):
    form = {"kind": "annual_review", "review_year": year_a.pk, "title": "Hội nghị"}
    client.post(address("thong-tin/"), form | {"held_on": "14/3/2025"})
    (first,) = event_of(client)[0].walk("VEVENT")
    client.post(address("thong-tin/"), form | {"held_on": "15/3/2025"})
    (second,) = event_of(client)[0].walk("VEVENT")
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] == first["SEQUENCE"] + 1
    assert second["LAST-MODIFIED"].dt >= first["LAST-MODIFIED"].dt
    # Without an hour it takes the whole day.
    assert second["DTSTART"].dt == datetime.date(2025, 3, 15)
    assert second["DTEND"].dt == datetime.date(2025, 3, 16)
