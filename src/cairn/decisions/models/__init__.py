from cairn.decisions.models.ballots import Ballot, BallotPaper, Envelope, Voter
from cairn.decisions.models.co_design import CoDesignStage, DesignReason
from cairn.decisions.models.decisions import (
    Decision,
    DecisionFigure,
    DecisionOption,
    DecisionParticipant,
    DecisionTold,
    DecisionVoice,
)
from cairn.decisions.models.proposals import Comment, Proposal
from cairn.decisions.models.together import Assembly, Meeting, Member

__all__ = [
    "Assembly",
    "Ballot",
    "BallotPaper",
    "CoDesignStage",
    "Comment",
    "Decision",
    "DecisionFigure",
    "DecisionOption",
    "DecisionParticipant",
    "DecisionTold",
    "DecisionVoice",
    "DesignReason",
    "Envelope",
    "Meeting",
    "Member",
    "Proposal",
    "Voter",
]
