from cairn.peers.models.declaring import LEAST_HOURS, MOST_HOURS, Declared, PeerAsk, PeerOffer
from cairn.peers.models.matching import Match, MatchOutcome, MatchRun

__all__ = [
    "LEAST_HOURS",
    "MOST_HOURS",
    "Declared",
    "Match",
    "MatchOutcome",
    "MatchRun",
    "PeerAsk",
    "PeerOffer",
]
