from cairn.peers.models.declaring import LEAST_HOURS, MOST_HOURS, Declared, PeerAsk, PeerOffer
from cairn.peers.models.matching import Match, MatchOutcome, MatchRun
from cairn.peers.models.partnerships import Aim, Exchange, Introduction, Partnership, PartnershipRow, Visit

__all__ = [
    "LEAST_HOURS",
    "MOST_HOURS",
    "Aim",
    "Declared",
    "Exchange",
    "Introduction",
    "Match",
    "MatchOutcome",
    "MatchRun",
    "Partnership",
    "PartnershipRow",
    "PeerAsk",
    "PeerOffer",
    "Visit",
]
