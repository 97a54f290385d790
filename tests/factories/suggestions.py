"""Suggestions for learning events, released and answered by a moderator, and stages of an improvement journey."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from cairn.accounts.models import User
from cairn.events.models import Suggestion
from cairn.events.services import suggestions as services
from cairn.places.models import JourneyPlace, Organisation
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import NOON


def make_moderator() -> User:
    return give_site_role(UserFactory(), "moderator")


def make_suggestion(*, is_released: bool = False, by: Any = None, at: Any = NOON, **given: Any) -> Suggestion:
    given = {"title": "Working with housing", "words": "Planted-words", **given}
    sent = services.send_suggestion(by=by or AnonymousUser(), at=at, **given)
    return release(sent) if is_released else sent


def release(suggestion: Suggestion, **given: Any) -> Suggestion:
    given = {"public_title": suggestion.title, "public_words": "Public-words", "topic": "value", **given}
    return services.release_suggestion(suggestion=suggestion, by=make_moderator(), at=NOON, **given)


def answer(suggestion: Suggestion, **given: Any) -> Suggestion:
    given = {"state": "answered", "answer": "We asked the network.", "event": None, "by": make_moderator(), **given}
    return services.answer_suggestion(suggestion=suggestion, **{"at": NOON, **given})


def make_journey_place(organisation: Organisation, **given: Any) -> JourneyPlace:
    said = {"stage": "fair", "on": "2015", "source": "Peer review, report of 2015", **given}
    return JourneyPlace.objects.create(organisation=organisation, entered_at=NOON, **said)
