"""What no browser sends: keys of other people's rows, counts that are wrong. Refused, no error."""

from functools import partial

import pytest

from emulation.models import Delegate
from tests.administration.forms import address, sent
from tests.factories.clusters import LeadershipFactory
from tests.factories.emulation import ConferenceFactory, DelegateFactory, PledgeItemFactory
from tests.meta.test_administration_sweep import state

COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")


@pytest.fixture
def conference(administrator):
    """A conference with one delegate; another one stands beside it."""
    conference = ConferenceFactory()
    DelegateFactory(conference=conference, full_name="Lê An")
    return conference


def refused(client, url, data):
    """Post, and see that nothing changed and that the answer is a page that says so."""
    before = state()
    response = client.post(url, data)
    assert response.status_code in (200, 400)
    assert state() == before
    if response.status_code == 200:
        assert "errornote" in response.content.decode()
    return response


def test_the_key_of_a_row_of_another_parent(administrator, conference):
    foreign = DelegateFactory(full_name="Phạm Lạ")
    url = address(conference)
    data = sent(administrator.get(url)) | {
        "delegates-0-id": foreign.pk,
        "delegates-0-full_name": "Bị Đổi",
    }
    before = state(without=("audit",))
    # The row is taken for none; the parent is saved as it was.
    assert administrator.post(url, data).status_code in (200, 302, 400)
    assert state(without=("audit",)) == before
    assert Delegate.objects.get(pk=foreign.pk).full_name == "Phạm Lạ"


def test_the_removal_of_a_row_of_another_parent(administrator, conference):
    foreign = DelegateFactory()
    url = address(conference)
    data = sent(administrator.get(url)) | {
        "delegates-0-id": foreign.pk,
        "delegates-0-DELETE": "on",
    }
    before = state()
    assert administrator.post(url, data).status_code in (200, 302, 400)
    assert Delegate.objects.filter(pk=foreign.pk).exists()
    assert state()["emulation.Delegate"] == before["emulation.Delegate"]


def test_a_new_row_with_the_parent_of_another(administrator, conference):
    """The hidden key of the parent is that of the page, whatever is sent."""
    other = ConferenceFactory()
    url = address(conference)
    row = {"order": 2, "full_name": "Lê Mới", "title": "Chủ tịch", "conference": other.pk}
    data = sent(administrator.get(url), rows={"delegates": [row]})
    before = state()
    response = administrator.post(url, data)
    assert not other.delegates.exists()
    if response.status_code == 200:
        assert "errornote" in response.content.decode()
        assert state() == before
    else:
        assert conference.delegates.count() == 2


@pytest.mark.parametrize("key", ["", "0", "-1", "x", str(2**63), str(2**70), "1.5", "\x00"])
def test_a_key_that_is_none(administrator, conference, key):
    url = address(conference)
    data = sent(administrator.get(url)) | {"delegates-0-id": key}
    refused(administrator, url, data)


def test_a_key_twice(administrator, conference):
    DelegateFactory(conference=conference, full_name="Lê Bình", order=2)
    url = address(conference)
    data = sent(administrator.get(url))
    refused(administrator, url, data | {"delegates-1-id": data["delegates-0-id"]})


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("value", ["1000000", str(2**63), "-1", "x", "", "1.5"])
def test_counts_that_are_wrong(administrator, conference, count, value):
    """The rows stay as they are and are not doubled; nothing of other parents is reached."""
    url = address(conference)
    data = sent(administrator.get(url)) | {f"delegates-{count}": value}
    before = state(without=("audit",))
    response = administrator.post(url, data)
    assert response.status_code in (200, 302, 400)
    assert state(without=("audit",)) == before
    if value in ("x", "", "1.5"):
        assert response.status_code == 200
        assert "errornote" in response.content.decode()


@pytest.mark.parametrize("count", COUNTS)
def test_a_count_that_is_missing(administrator, conference, count):
    url = address(conference)
    data = sent(administrator.get(url))
    del data[f"delegates-{count}"]
    refused(administrator, url, data)


@pytest.mark.parametrize(
    "factory", [LeadershipFactory, partial(PledgeItemFactory, pledge__draft=True)]
)
def test_more_rows_said_than_there_are(administrator, factory):
    """Rows that are said to be there already, without a key, in other pages too."""
    row = factory()
    parent = getattr(row, "emulation_year", None) or row.pledge
    url = address(parent)
    response = administrator.get(url)
    data = sent(response)
    for inline in response.context["inline_admin_formsets"]:
        data |= {f"{inline.formset.prefix}-{count}": "7" for count in COUNTS}
    refused(administrator, url, data)


def test_a_page_without_any_count(administrator, conference):
    refused(administrator, address(conference), {"title": "Bị đổi"})


@pytest.mark.parametrize("key", ["x", "", "9" * 30, "-" + "9" * 30, "1e3"])
def test_ticked_boxes_that_hold_no_key(administrator, conference, key):
    url = "/quan-tri/emulation/conference/"
    data = {"action": "delete_selected", "_selected_action": [key, conference.pk], "post": "yes"}
    before = state(without=("audit",))
    response = administrator.post(url, data, follow=True)
    assert "không có trong danh sách" in response.content.decode()
    assert state(without=("audit",)) == before


@pytest.mark.parametrize("action", ["change", "delete", "history"])
def test_a_field_without_a_name_to_find_the_row_by(administrator, conference, action):
    url = address(conference).replace("/change/", f"/{action}/")
    assert administrator.get(url, {"_to_field": ""}).status_code == 200
    missing = url.replace(f"/{conference.pk}/", "/khong-co/")
    assert administrator.get(missing, {"_to_field": ""}, follow=True).status_code in (200, 404)
