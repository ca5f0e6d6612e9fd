"""What a query string may hold."""

from django.test import Client


def test_dropping_a_nul_byte_never_leads_to_another_site(client: Client):
    response = client.get("//evil.example/", query_params={"a": "\0"})
    assert response.status_code in {302, 404}
    assert not response.headers.get("Location", "").startswith("//")


def test_the_other_words_of_the_question_are_kept(client: Client):
    response = client.get("/tim-kiem/?q=nam%00+dinh&x=1")
    assert response.headers["Location"] == "/tim-kiem/?q=nam+dinh&x=1"
