"""Asks and offers of organisations, and what a matching made of them."""

from typing import Any

from cairn.accounts.models import User
from cairn.peers.models import MatchRun, PeerAsk, PeerOffer
from cairn.peers.services import matching
from cairn.places.models import Organisation
from tests.factories.records import NOON


def make_ask(organisation: Organisation, topic: str = "edge_of_care", **given: Any) -> PeerAsk:
    said = {"hours_a_quarter": 8, "since": NOON, "confirmed_at": NOON, **given}
    return PeerAsk.objects.create(organisation=organisation, topic=topic, **said)


def make_offer(organisation: Organisation, topic: str = "leaving_care", **given: Any) -> PeerOffer:
    said = {"hours_a_quarter": 8, "since": NOON, "confirmed_at": NOON, **given}
    return PeerOffer.objects.create(organisation=organisation, topic=topic, **said)


def make_run(by: User, *, at: Any = NOON, shares: bool = False, fictional: bool = False) -> MatchRun:
    """`by` is a matching coordinator."""
    run = matching.run_matching(fictional=fictional, by=by, at=at)
    if shares:
        matching.decide_run(run=run, shares=True, decision="", by=by, at=at)
        run.refresh_from_db()
    return run
