"""Two pages of one form do not overwrite each other, and nothing that was typed is lost."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from clusters.models import EmulationYear, LeadershipRole
from emulation.models import Deadline, UnitReport
from tests.factories.awards import DecisionFactory
from tests.factories.clusters import LeadershipFactory, MembershipFactory
from tests.factories.emulation import ConferenceFactory, IndicatorFactory, IndicatorValueFactory
from tests.factories.work import ConclusionFactory, YearIndicatorFactory
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db
CLUSTER = "/cum/dong-bang-song-hong/"
STALE = "nên nội dung của bạn chưa được lưu"
TOKEN = re.compile(r'name="seen"\s+value="([0-9a-f]+)"')


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2025, 3, 20, 2, tzinfo=datetime.UTC), tick=False):
        yield


def text_of(response: HttpResponse) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@dataclass
class Tab:
    """A page that is open, with what its form holds; `name` of the form in the context."""

    client: Client
    address: str
    name: str = "form"

    def __post_init__(self) -> None:
        self.page = self.client.get(self.address)

    def held(self) -> dict[str, Any]:
        """What a browser sends when nothing more is typed."""
        form = self.page.context[self.name]
        values = {name: form[name].value() for name in form.fields if name != "upload"}
        held = {name: "on" if value is True else value for name, value in values.items()}
        (seen,) = TOKEN.findall(text_of(self.page))
        return {name: value for name, value in held.items() if value} | {"seen": seen}

    def save(self, **typed: Any) -> HttpResponse:
        """Type and press the button; the answer is what the tab shows then."""
        self.page = self.client.post(self.address, self.held() | typed)
        return self.page


@pytest.fixture
def tabs(client_of, lan) -> Callable[..., tuple[Tab, Tab]]:
    """Opens a form twice before anything is typed."""

    def opened(path: str, name: str = "form", user: Any = lan) -> tuple[Tab, Tab]:
        client = client_of(user)
        return tuple(Tab(client, CLUSTER + path, name) for _ in range(2))

    return opened


def test_facts_of_a_conference(tabs, lan, cluster_a, year_a):
    conference = ConferenceFactory(
        cluster=cluster_a,
        slug="tong-ket-2024",
        review_year=year_a,
        held_on=datetime.date(2025, 3, 1),
        draft=True,
    )
    first, second = tabs("hoi-nghi/tong-ket-2024/soan/thong-tin/")
    assert first.save(venue="Hội trường A", starts_at="8h30").status_code == 302
    page = text_of(second.save(venue="Hội trường B", contact="Lan, 0912"))
    conference.refresh_from_db()
    assert (conference.venue, conference.contact) == ("Hội trường A", "")
    assert f"{lan.full_name} đã lưu phần này lúc 9h00 ngày 20/3/2025." in page
    assert STALE in page
    for name, stands in (("venue", "Hội trường A"), ("starts_at", "8h30"), ("contact", "để trống")):
        assert f'id="id_{name}_stands_now"> <strong>Đang lưu:</strong> {stands} </div>' in page
    assert page.count("Đang lưu:") == 3
    assert 'aria-describedby="id_venue_stands_now"' in page
    assert second.save().status_code == 302  # what was typed is still there
    conference.refresh_from_db()
    assert (conference.venue, conference.contact) == ("Hội trường B", "Lan, 0912")


def test_a_form_that_is_sent_twice_is_no_clash(tabs, year_a):
    first, second = tabs("2024/han/")
    assert first.save(figures="20/1/2025").status_code == 302
    assert second.save(figures="20/1/2025").status_code == 302


def test_a_second_press_is_refused_again_when_somebody_saves_in_between(tabs, cluster_a, year_a):
    conference = ConferenceFactory(cluster=cluster_a, slug="tk", review_year=year_a, draft=True)
    first, second = tabs("hoi-nghi/tk/soan/thong-tin/")
    first.save(venue="A")
    second.save(venue="B")
    third = Tab(first.client, first.address)
    assert third.save(venue="C").status_code == 302
    assert "<strong>Đang lưu:</strong> C" in text_of(second.save())
    conference.refresh_from_db()
    assert conference.venue == "C"


def test_deadlines(tabs, year_a):
    first, second = tabs("2024/han/")
    assert first.save(figures="20/1/2025").status_code == 302
    page = text_of(second.save(figures="21/1/2025", handover=""))
    assert STALE in page
    assert "<strong>Đang lưu:</strong> 20/1/2025" in page
    assert Deadline.objects.get(task="figures").due_on == datetime.date(2025, 1, 20)
    assert second.save(handover="").status_code == 302
    assert Deadline.objects.get(task="figures").due_on == datetime.date(2025, 1, 21)
    assert not Deadline.objects.filter(task="handover").exists()


def test_indicators_of_a_year(tabs, year_a):
    growth, income, forest = (IndicatorFactory(code=code) for code in ("grdp", "thu", "rung"))
    YearIndicatorFactory(emulation_year=year_a, indicator=growth, order=1)
    first, second = tabs("2024/chi-tieu/")
    more = {f"use_{income.pk}": "on", f"order_{income.pk}": "2"}
    assert first.save(**more).status_code == 302
    page = text_of(second.save(**{f"use_{forest.pk}": "on", f"order_{forest.pk}": "2"}))
    assert STALE in page
    assert f'id="id_use_{income.pk}_stands_now"> <strong>Đang lưu:</strong> có' in page
    assert f'id="id_order_{forest.pk}_stands_now"> <strong>Đang lưu:</strong> để trống' in page
    assert chosen(year_a) == [growth, income]
    assert second.save().status_code == 302
    assert chosen(year_a) == [growth, forest]


def chosen(year: EmulationYear) -> list:
    return [row.indicator for row in year.year_indicators.order_by("order")]


def test_leaders_of_a_year(tabs, cluster_a, year_a, unit_of_binh, unit_of_chi):
    units = [MembershipFactory(cluster=cluster_a).unit for _ in range(3)]
    LeadershipFactory(emulation_year=year_a, unit=units[0], role=LeadershipRole.VICE_CHAIR, order=1)
    first, second = tabs("2024/lanh-dao/")
    assert first.save(vice_1="").status_code == 302
    page = text_of(second.save(vice_2=units[1].pk, vice_3=units[2].pk))
    assert STALE in page
    assert "<strong>Đang lưu:</strong> Không có" in page
    assert vice_chairs(year_a) == []
    assert second.save().status_code == 302
    assert vice_chairs(year_a) == units  # the third place too, which a new page would not offer


def vice_chairs(year: EmulationYear) -> list:
    vices = year.leaders.filter(role=LeadershipRole.VICE_CHAIR)
    return [row.unit for row in vices.order_by("order")]


def test_summary_of_a_report(tabs, binh, unit_of_binh):
    first, second = tabs("2024/bao-cao-tinh/nam-dinh/", user=binh)
    assert first.save(summary="Một trang.\r\nHai trang.").status_code == 302
    page = text_of(second.save(summary="Khác"))
    assert STALE in page
    assert "<strong>Đang lưu:</strong> Một trang.<br>Hai trang." in page
    assert UnitReport.objects.get().summary.splitlines() == ["Một trang.", "Hai trang."]
    assert second.save().status_code == 302
    assert UnitReport.objects.get().summary == "Khác"


def test_decision_with_its_scan(tabs, year_a):
    decision = DecisionFactory(
        emulation_year=year_a, document_number="12/QĐ-TTg", signed_on=datetime.date(2025, 1, 3)
    )
    first, second = tabs(f"2024/khen-thuong/quyet-dinh/{decision.pk}/")
    assert first.save(signer_name="Trần Văn An").status_code == 302
    scan = SimpleUploadedFile("qd.pdf", pdf(), content_type="application/pdf")
    page = text_of(second.save(subject="Tặng Cờ thi đua", upload=scan))
    assert STALE in page
    assert "<strong>Đang lưu:</strong> Trần Văn An" in page
    assert "Chọn lại tệp rồi lưu." in page
    decision.refresh_from_db()
    assert (decision.signer_name, decision.scan) == ("Trần Văn An", None)
    assert second.save(signer_name="Trần Văn An").status_code == 302
    decision.refresh_from_db()
    assert (decision.signer_name, decision.subject) == ("Trần Văn An", "Tặng Cờ thi đua")


def test_what_stands_beside_a_figure(tabs, year_a, unit_of_binh):
    growth = IndicatorFactory(code="grdp")
    YearIndicatorFactory(emulation_year=year_a, indicator=growth, order=1)
    value = IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh, indicator=growth)
    first, second = tabs("2024/so-lieu/nam-dinh/grdp/", "details_form")
    assert first.save(note="Số sơ bộ", is_estimate="on").status_code == 302
    page = text_of(second.save(note="Theo Cục Thống kê", new_title="Niên giám 2024"))
    assert STALE in page
    assert 'id="id_note_stands_now"> <strong>Đang lưu:</strong> Số sơ bộ' in page
    assert 'id="id_is_estimate_stands_now"> <strong>Đang lưu:</strong> có' in page
    assert 'id="id_new_title_stands_now"' not in page
    value.refresh_from_db()
    assert (value.note, value.is_estimate) == ("Số sơ bộ", True)
    assert second.save().status_code == 302
    value.refresh_from_db()
    assert (value.note, value.source.title) == ("Theo Cục Thống kê", "Niên giám 2024")


def test_what_came_of_a_conclusion(tabs, cluster_a, year_a):
    conference = ConferenceFactory(
        cluster=cluster_a,
        slug="tk",
        review_year=year_a,
        held_on=datetime.date(2025, 3, 1),
        draft=True,
    )
    conclusion = ConclusionFactory(conference=conference, text="Sửa quy chế.")
    first, second = tabs(f"hoi-nghi/tk/soan/ket-luan/{conclusion.pk}/")
    assert first.save(done_on="10/3/2025", outcome="Đã ban hành").status_code == 302
    page = text_of(second.save(done_on="12/3/2025", outcome="Đã trình"))
    assert STALE in page
    assert "<strong>Đang lưu:</strong> 10/3/2025" in page
    conclusion.refresh_from_db()
    assert conclusion.outcome == "Đã ban hành"
    assert second.save().status_code == 302
    conclusion.refresh_from_db()
    assert conclusion.outcome == "Đã trình"
