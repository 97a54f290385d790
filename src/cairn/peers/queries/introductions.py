"""What a match says of an introduction: who would ask whom, for what, and whether the other's name is known."""

from collections.abc import Collection
from dataclasses import dataclass

from cairn.peers.enums import RunState
from cairn.peers.models import Declared, Match, PeerAsk, PeerOffer
from cairn.peers.queries.matching import shows_name
from cairn.places.models import Organisation


@dataclass(frozen=True)
class Proposal:
    match: Match
    asker: Organisation
    asked: Organisation
    asker_learns: str  # a topic
    asked_learns: str  # a topic; empty where it goes one way
    is_named: bool


def find_proposal(key: str, own: Collection[Organisation]) -> Proposal | None:
    """From a match that was shared, seen from the one of its two that is `own`."""
    shared = Match.objects.filter(run__state=RunState.SHARED, key=key).select_related("first", "second")
    match = shared.first()
    if match is None:
        return None
    if match.first in own:
        return _propose(match, match.first, match.second, match.first_learns, match.second_learns)
    if match.second in own:
        return _propose(match, match.second, match.first, match.second_learns, match.first_learns)
    return None


def _propose(match: Match, asker: Organisation, asked: Organisation, learns: str, gives: str) -> Proposal:
    """Named as on the page of the match: where all that the other said about it may be shown."""
    said: list[Declared | None] = []
    if learns:
        said.append(PeerOffer.objects.open().filter(organisation=asked, topic=learns).first())
    if gives:
        said.append(PeerAsk.objects.open().filter(organisation=asked, topic=gives).first())
    return Proposal(match, asker, asked, learns, gives, is_named=all(map(shows_name, said)))
