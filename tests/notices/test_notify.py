"""GOV.UK Notify, as far as a stand-in that follows its published interface can show."""

import json

import pytest
from django.core.mail import EmailMultiAlternatives
from notifications_python_client.errors import HTTPError

from cairn.notices.backends import SiteBackend
from tests.common.operations.listening import listening

# Notify keys are a name, the id of the service and the secret.
SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"


@pytest.fixture
def notify(settings):
    with listening() as service:
        settings.NOTIFY_API_KEY = f"cairn-{SERVICE}-{SECRET}"
        settings.NOTIFY_ADDRESS = service.address
        settings.NOTIFY_TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
        yield service


def make_message():
    message = EmailMultiAlternatives(
        "Something is due", "Read it on the site.", "cairn@example.org", ["ada@example.org"]
    )
    message.extra_headers["List-Unsubscribe"] = "<https://cairn.example/unsubscribe/token/>"
    return message


def test_mail_goes_to_notify_with_the_link_that_stops_it(notify):
    notify.answer = (201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a"})
    assert SiteBackend().send_messages([make_message()]) == 1
    asked = notify.requests[0]
    assert asked.path == "/v2/notifications/email"
    assert asked.headers["Authorization"].startswith("Bearer ")
    assert json.loads(asked.body) == {
        "email_address": "ada@example.org",
        "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
        "personalisation": {"subject": "Something is due", "body": "Read it on the site."},
        "one_click_unsubscribe_url": "https://cairn.example/unsubscribe/token/",
    }


def test_refusal_of_notify_is_an_error_that_is_tried_again(notify):
    notify.answer = (400, {"status_code": 400, "errors": [{"error": "BadRequestError", "message": "No such template"}]})
    with pytest.raises(HTTPError):
        SiteBackend().send_messages([make_message()])
