"""Asks and offers of organisations, and what a matching made of them."""

from typing import Any

from cairn.peers.models import PeerAsk, PeerOffer
from cairn.places.models import Organisation
from tests.factories.records import NOON


def make_ask(organisation: Organisation, topic: str = "edge_of_care", **given: Any) -> PeerAsk:
    said = {"hours_a_quarter": 8, "since": NOON, "confirmed_at": NOON, **given}
    return PeerAsk.objects.create(organisation=organisation, topic=topic, **said)


def make_offer(organisation: Organisation, topic: str = "leaving_care", **given: Any) -> PeerOffer:
    said = {"hours_a_quarter": 8, "since": NOON, "confirmed_at": NOON, **given}
    return PeerOffer.objects.create(organisation=organisation, topic=topic, **said)
