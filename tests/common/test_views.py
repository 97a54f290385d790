import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.cases import each


@pytest.mark.parametrize("path", ["/accessibility/", "/privacy/", "/components/"])
def test_pages_about_the_site_need_no_database(client, path, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/accessibility/", "/privacy/"])
def test_page_says_that_the_host_has_not_named_itself(client, path):
    assert "We do not know yet which organisation runs this site." in client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/accessibility/", "/privacy/"])
@override_settings(HOST_ORGANISATION="Ottenvale Council", CONTACT_EMAIL="cairn@ottenvale.example")
def test_page_names_the_host_and_whom_to_write_to(client, path):
    page = client.get(path).content.decode()
    assert "Ottenvale Council" in page
    assert 'href="mailto:cairn@ottenvale.example"' in page
    assert "has not said" not in page


def test_reader_without_a_log_in_gets_no_cookie(client):
    assert dict(client.get("/privacy/").cookies) == {}


def test_only_the_two_cookies_that_the_privacy_page_names(user):
    client = Client()
    client.get("/log-in/")
    client.post("/log-in/", {"login": user.email, "password": "three unrelated words"})
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    page = client.get("/privacy/").content.decode()
    assert "sessionid" in page
    assert "csrftoken" in page


@pytest.mark.urls("tests.e2e.urls")
@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/fail/400/", 400, "We could not read this request"),
        ("/fail/403/", 403, "You cannot do this"),
        ("/nothing/", 404, "Page not found"),
        ("/fail/500/", 500, "Sorry, there is a problem with this site"),
    ],
)
def test_error_page_says_what_to_do(path, status, sentence, db):
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "on purpose" not in answer.content.decode()


def test_post_without_a_token_says_what_to_do(db):
    answer = Client(enforce_csrf_checks=True).post("/log-in/", {})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


@override_settings(DEMONSTRATION=True)
def test_demonstration_says_so_on_every_page(client):
    assert "Demonstration." in client.get("/privacy/").content.decode()


def test_real_site_does_not_speak_of_a_demonstration(client):
    assert "Demonstration." not in client.get("/privacy/").content.decode()


READ_BY_MOST = """
    adoption:scaling-strategy adoption:spread adoption:adoption decisions:homes evaluation:evaluation
    evaluation:model events:event events:report lessons:insight lessons:lesson library:claim library:gaps
    library:guidance library:method library:model library:programme library:project library:recommendation
    library:report voice:challenge voice:need
"""


@each("name", READ_BY_MOST.split())
def test_mistyped_address_is_not_found_and_says_how_to_sign_in(name, client, db):
    address = reverse(name, args=["no-wrong-dor_2"])
    answer = client.get(address, {"from": "mail"})
    assert answer.status_code == 404
    page = answer.content.decode()
    assert f'href="/log-in/?next={address}%3Ffrom%3Dmail"' in page
    assert dict(answer.cookies) == {}


def test_address_that_is_not_found_offers_to_search_for_its_words(client, logged_in_client):
    for asked in (client, logged_in_client):
        page = asked.get("/models/no-wrong-dor_2/").content.decode()
        assert 'href="/search/?q=no%20wrong%20dor%202"' in page
    assert "Sign in to see it" not in page
    assert "search for “" not in client.get("/---/").content.decode()
